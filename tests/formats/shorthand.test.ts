import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { courseName } from "../../src/formats/shorthand/courseName.ts"
import { buildFromShorthand, SHORTHAND_EXAMPLES } from "../../src/formats/shorthand/shorthand.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { type GradwireDocument, readNodes } from "../../src/graph/document.ts"
import { summaryRows } from "../../src/graph/measure/table.ts"
import { ops } from "../../src/ops/registry.ts"

function built(text: string): GradwireDocument {
  const answer = buildFromShorthand(text)
  if ("problem" in answer) throw new Error(answer.problem.sentence)
  expect(analyze(answer.document, ops).problems).toEqual([])
  return answer.document
}
function dims(text: string): (string | null)[] {
  return summaryRows(analyze(built(text), ops)).map((row) => row.dims)
}
function refused(text: string): string {
  const answer = buildFromShorthand(text)
  if (!("problem" in answer)) throw new Error("was read")
  expect(answer.problem.code).toBe("GW-S401")
  return answer.problem.sentence
}

describe("course shorthand", () => {
  it("builds the course's network, one example, without positions", () => {
    const document = built("INPUT 28x28x1, CONV3-10, POOL2, CONV3-10, POOL2, FLATTEN, FC-3")
    expect(document.nodes).toEqual([
      { id: "input", op: "Input", attrs: { shape: [1, 1, 28, 28] } },
      {
        id: "conv1",
        op: "Conv2d",
        attrs: { out_channels: 10, kernel_size: 3, padding: 1 },
        inputs: { input: "input" },
      },
      { id: "pool1", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "conv1" } },
      {
        id: "conv2",
        op: "Conv2d",
        attrs: { out_channels: 10, kernel_size: 3, padding: 1 },
        inputs: { input: "pool1" },
      },
      { id: "pool2", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "conv2" } },
      { id: "flatten1", op: "Flatten", inputs: { input: "pool2" } },
      { id: "fc1", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "flatten1" } },
    ])
  })

  it("does not care for case, signs of multiplication, arrows and line ends", () => {
    const nodes = built("INPUT 8x6x3, CONV3-4, POOL2").nodes
    for (const text of [
      "input 8×6×3, conv3-4, pool2",
      "Input 8*6*3 -> Conv3-4 → Pool2",
      "INPUT 8 x 6 x 3\nCONV3 - 4;POOL2,",
    ]) {
      expect(built(text).nodes).toEqual(nodes)
    }
  })

  it("reads width × height × channels, as the sheets write them", () => {
    expect(built("INPUT 32x16x3").nodes[0]).toMatchObject({ attrs: { shape: [1, 3, 16, 32] } })
    expect(dims("INPUT 490, FC-3")).toEqual(["490", "3"])
  })

  it("pads so that the size stays, and takes stride, padding, dilation, groups and nobias", () => {
    expect(dims("INPUT 28x28x1, CONV5-16 s2 p0, CONV1-4, CONV7-4, CONV3-8 d2 g4, POOL3 s2 p1")).toEqual([
      "28×28×1",
      "12×12×16",
      "12×12×4",
      "12×12×4",
      "12×12×8",
      "6×6×8",
    ])
    expect(readNodes(built("INPUT 9x9x1, CONV3x5-2 nobias"))[1]?.attrs).toEqual({
      out_channels: 2,
      kernel_size: [3, 5],
      padding: [1, 2],
      bias: false,
    })
  })

  it("has all layers of the course", () => {
    const text = "INPUT 8x8x2, CONV3-4, BN, RELU, AVGPOOL2, SIGMOID, DROPOUT0.25, TANH, GAP, FC-6, DROPOUT, SOFTMAX"
    const document = built(text)
    expect(readNodes(document).map((node) => [node.id, node.op])).toEqual([
      ["input", "Input"],
      ["conv1", "Conv2d"],
      ["bn1", "BatchNorm2d"],
      ["relu1", "ReLU"],
      ["pool1", "AvgPool2d"],
      ["sigmoid1", "Sigmoid"],
      ["dropout1", "Dropout"],
      ["tanh1", "Tanh"],
      ["gap1", "AdaptiveAvgPool2d"],
      ["flatten1", "Flatten"],
      ["fc1", "Linear"],
      ["dropout2", "Dropout"],
      ["softmax1", "Softmax"],
    ])
    expect(
      readNodes(document)
        .filter((node) => node.op === "Dropout")
        .map((node) => node.attrs),
    ).toEqual([{ p: 0.25 }, { p: 0.5 }])
    for (const example of SHORTHAND_EXAMPLES.slice(1)) {
      const before = /^(FC|SOFTMAX)/.test(example) ? "INPUT 28" : "INPUT 28x28x1"
      expect("document" in buildFromShorthand(`${before}, ${example}`), example).toBe(true)
    }
  })

  it("is what courseName writes", () => {
    const pieces = ["CONV3-4", "CONV5-16 s2 p0", "POOL2", "POOL3 s2 p1", "AVGPOOL2", "RELU", "GAP", "FLATTEN", "FC-3"]
    const analysis = analyze(built(`INPUT 64x64x1, ${pieces.join(", ")}`), ops)
    expect([...analysis.nodes.values()].slice(1).map(courseName)).toEqual(pieces)
  })

  it.each([
    ["", "Piece 1: nothing is written here; begin with INPUT 28x28x1."],
    [
      "CONV3-10",
      'Piece 1, "CONV3-10": a network begins with its input, such as INPUT 28x28x1 (width × height × channels).',
    ],
    [
      "INPUT 28x28",
      'Piece 1, "INPUT 28x28": expected width × height × channels such as INPUT 28x28x1, or a number of features such as INPUT 490.',
    ],
    ["INPUT 0x28x1", 'Piece 1, "INPUT 0x28x1": sizes must be at least 1.'],
    [
      "INPUT 8x8x1, CONV-10",
      'Piece 2, "CONV-10": expected kernel size, a hyphen and the number of filters, both at least 1, such as CONV3-10, then perhaps stride s2, padding p0, nobias, circular.',
    ],
    [
      "INPUT 8x8x1, CONV3-10 k2",
      'Piece 2, "CONV3-10 k2": the option "k2" is not known; there are s1, p1, d1, g1, nobias, circular, reflect, replicate.',
    ],
    [
      "INPUT 8x8x1, POOL2, POL2",
      'Piece 3, "POL2": no layer is called so; there are CONV, POOL, MAXPOOL, AVGPOOL, GAP, FLATTEN, FC, BN, DROPOUT, RELU, SIGMOID, TANH, SOFTMAX; did you mean POOL?',
    ],
    [
      "INPUT 8x8x1, FC-3",
      'Piece 2, "FC-3": a fully connected layer takes features, but here are height and width; put FLATTEN before it.',
    ],
    [
      "INPUT 8x8x1, FLATTEN, CONV3-2",
      'Piece 3, "CONV3-2": a convolution needs height and width, but here are only features; put it before FLATTEN.',
    ],
    [
      "INPUT 9, DROPOUT1.5",
      'Piece 2, "DROPOUT1.5": expected the share that is dropped, from 0 to 1, such as DROPOUT0.5.',
    ],
    ["INPUT 9, RELU6", 'Piece 2, "RELU6": nothing may follow RELU, found "6".'],
    ["INPUT 9, INPUT 9", 'Piece 2, "INPUT 9": INPUT stands only at the beginning.'],
  ])("refuses %j by name", (text, sentence) => {
    expect(refused(text)).toBe(sentence)
  })

  it("answers any text", () => {
    const word = fc.constantFrom(
      "INPUT ",
      "CONV",
      "POOL",
      "FC",
      "-",
      "3",
      "x",
      " ",
      ",",
      "s2",
      "GAP",
      "FLATTEN",
      "DROPOUT",
      ".",
      "é",
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join("")),
        ),
        (text) => {
          const answer = buildFromShorthand(text)
          if ("document" in answer) analyze(answer.document, ops)
          else expect(answer.problem.sentence).toMatch(/^Piece \d+/)
        },
      ),
    )
  })
})
