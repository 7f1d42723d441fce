// One document for each way in which a graph is commonly wrong, with the sentence that names the place and the numbers.
// The command line (problems.test.ts) and the editor (tests/e2e/problems.spec.ts) must say the same.

export interface ProblemCase {
  readonly name: string
  readonly text: string
  /** The node that the sentence belongs to; null where nothing opens. */
  readonly node: string | null
  readonly sentence: string
}

const image = { id: "x", op: "Input", attrs: { shape: [1, 1, 5, 5] } }

function document(...nodes: readonly object[]): string {
  return JSON.stringify({ gradwire: 1, nodes })
}

export const problemCases: readonly ProblemCase[] = [
  {
    name: "unknown op",
    text: document(image, { id: "c", op: "Conv2D", inputs: { input: "x" } }),
    node: "c",
    sentence: 'There is no op called "Conv2D". Did you mean "Conv2d"?',
  },
  {
    name: "wrong attribute type",
    text: document(image, {
      id: "c",
      op: "Conv2d",
      attrs: { out_channels: "ten", kernel_size: 3 },
      inputs: { input: "x" },
    }),
    node: "c",
    sentence: '"out_channels": expected a whole number from 1 to 16777216, found "ten".',
  },
  {
    name: "missing input",
    text: document({ id: "r", op: "ReLU" }),
    node: "r",
    sentence: 'Input "input" of ReLU is not wired; connect an output to it.',
  },
  {
    name: "cycle",
    text: document({ id: "a", op: "ReLU", inputs: { input: "b" } }, { id: "b", op: "Tanh", inputs: { input: "a" } }),
    node: "a",
    sentence: "Wires go round in a circle: a → b → a. Remove one of these wires.",
  },
  {
    name: "shape clash",
    text: document(
      { id: "x", op: "Input", attrs: { shape: [2, 3] } },
      { id: "w", op: "Input", attrs: { shape: [4, 5] } },
      { id: "y", op: "MatMul", inputs: { a: "x", b: "w" } },
    ),
    node: "y",
    sentence: "Cannot multiply 2×3 by 4×5: axis −1 of a is 3 but axis −2 of b is 4; they must be equal.",
  },
  {
    name: "kernel larger than its input",
    text: document(image, {
      id: "c",
      op: "Conv2d",
      attrs: { out_channels: 1, kernel_size: 7 },
      inputs: { input: "x" },
    }),
    node: "c",
    sentence:
      "The kernel (7) is larger than the padded input (5) along the height: (5 + 2·0 − 7)/1 + 1 = −1. Reduce kernel_size or add padding.",
  },
  {
    name: "wrong number of values",
    text: document({ id: "x", op: "Input", attrs: { shape: [2, 2] }, values: { value: [[1, 2], [3]] } }),
    node: "x",
    sentence: 'The value for "value" cannot be used: element [1] has 1 elements, but element [0] has 2.',
  },
  {
    name: '"NaN" in values',
    text: document({ id: "x", op: "Input", attrs: { shape: [2] }, values: { value: [1, "NaN"] } }),
    node: "x",
    sentence: 'The value for "value" cannot be used: element [1] should be a number, found "NaN".',
  },
  {
    name: "base64 NaN in values",
    // float32 1 and the quiet NaN 7FC00000, little endian.
    text: document({
      id: "x",
      op: "Input",
      attrs: { shape: [2] },
      values: { value: { shape: [2], f32: "AACAPwAAwH8=" } },
    }),
    node: "x",
    sentence: 'The value for "value" cannot be used: element [1] is NaN, expected a finite number.',
  },
  {
    name: "duplicate ids",
    text: document(image, { id: "x", op: "ReLU" }),
    node: "quarantined-1",
    sentence:
      'Node "x" (line 1) cannot be read: another node on line 1 has this id; ids must differ. It is kept as it was written; the other nodes are open.',
  },
  {
    name: "broken JSON",
    text: '{"gradwire": 1,\n "nodes": [}',
    node: null,
    sentence: 'Line 2, column 12: found "}", expected a value. Nothing was opened or changed.',
  },
]
