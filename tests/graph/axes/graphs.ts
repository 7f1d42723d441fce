// Graphs whose axes are known, written as a person would: nodes, and for each what its axes are. Letters: b batch, c channels,
// s sequence, f features, x spatial, · no name.

import type { NodeDocument } from "../../../src/graph/document.ts"

type Attrs = NodeDocument["attrs"] & object
type Wires = NodeDocument["inputs"] & object

export interface AxesCase {
  readonly name: string
  readonly nodes: readonly NodeDocument[]
  /** By node, of its primary output. */
  readonly axes: Readonly<Record<string, string>>
  /** The graph cannot run at another batch, or with its examples in another order: a param or a size stands in the way. */
  readonly fixed?: true
  /** The loss takes several rows of one example for its examples. */
  readonly rows?: true
  /** Inputs that data feed. */
  readonly fed?: readonly string[]
}

function input(id: string, ...shape: number[]): NodeDocument {
  return { id, op: "Input", attrs: { shape } }
}
function constant(id: string, ...shape: number[]): NodeDocument {
  return { id, op: "Constant", attrs: { shape } }
}
function parameter(id: string, ...shape: number[]): NodeDocument {
  return { id, op: "Parameter", attrs: { shape } }
}
/** Wired by `input` to a node, or by what the record says. */
function node(id: string, op: string, wires: string | Wires, attrs: Attrs = {}): NodeDocument {
  return { id, op, attrs, inputs: typeof wires === "string" ? { input: wires } : wires }
}
function attention(id: string, query: string, key: string, attrs: Attrs = {}): NodeDocument {
  return node(id, "MultiheadAttention", { query, key, value: key }, { num_heads: 2, ...attrs })
}
function add(id: string, a: string, b: string): NodeDocument {
  return node(id, "Add", { a, b })
}

export const AXES_CASES: readonly AxesCase[] = [
  {
    name: "a sequence-first transformer block: Linear, attention, Add, LayerNorm",
    nodes: [
      input("X", 7, 3, 12),
      node("in", "Linear", "X", { out_features: 8 }),
      attention("att", "in", "in"),
      add("res", "in", "att"),
      node("ln", "LayerNorm", "res", { normalized_shape: [8] }),
      node("fc", "Linear", "ln", { out_features: 4 }),
    ],
    axes: {
      X: "sbf",
      in: "sbf",
      att: "sbf",
      res: "sbf",
      ln: "sbf",
      fc: "sbf",
      "ln:mean": "sb",
      "att:attn_weights": "bss",
    },
  },
  {
    name: "the same with the batch first",
    nodes: [
      input("X", 3, 7, 12),
      node("in", "Linear", "X", { out_features: 8 }),
      attention("att", "in", "in", { batch_first: true }),
      add("res", "in", "att"),
    ],
    axes: { X: "bsf", in: "bsf", att: "bsf", res: "bsf", "att:attn_weights": "bss" },
  },
  {
    name: "keys and values of another length",
    nodes: [input("Q", 5, 2, 8), input("M", 9, 2, 8), attention("att", "Q", "M")],
    axes: { Q: "sbf", M: "sbf", att: "sbf" },
  },
  {
    name: "attention on one example: L×E",
    nodes: [input("X", 5, 8), attention("att", "X", "X")],
    axes: { X: "sf", att: "sf", "att:attn_weights": "ss" },
  },
  {
    name: "Transpose(0, 1) around a batch-first attention",
    nodes: [
      input("X", 7, 3, 8),
      node("t", "Transpose", "X", { dim0: 0, dim1: 1 }),
      attention("att", "t", "t", { batch_first: true }),
      node("back", "Permute", "att", { dims: [1, 0, 2] }),
    ],
    axes: { X: "sbf", t: "bsf", att: "bsf", back: "sbf" },
  },
  {
    name: "Embedding of L×N",
    nodes: [
      input("ids", 5, 2),
      node("emb", "Embedding", "ids", { num_embeddings: 11, embedding_dim: 8 }),
      parameter("pos", 5, 1, 8),
      add("h", "emb", "pos"),
      attention("att", "h", "h"),
    ],
    axes: { ids: "sb", emb: "sbf", h: "sbf", att: "sbf", pos: "···" },
  },
  {
    name: "Embedding of N×L, scores over the classes on axis 1",
    nodes: [
      input("ids", 2, 5),
      node("emb", "Embedding", "ids", { num_embeddings: 11, embedding_dim: 8 }),
      node("head", "Linear", "emb", { out_features: 11 }),
      node("perm", "Permute", "head", { dims: [0, 2, 1] }),
      input("t", 2, 5),
      node("loss", "CrossEntropyLoss", { input: "perm", target: "t" }),
    ],
    axes: { ids: "b·", emb: "b·f", head: "b·f", perm: "bf·", t: "b·", loss: "" },
  },
  {
    name: "scores and targets of a language model laid flat",
    nodes: [
      input("ids", 2, 5),
      node("emb", "Embedding", "ids", { num_embeddings: 11, embedding_dim: 6 }),
      node("flat", "Flatten", "emb", { start_dim: 0, end_dim: 1 }),
      input("t", 2, 5),
      node("tflat", "Reshape", "t", { shape: [-1] }),
      node("loss", "CrossEntropyLoss", { input: "flat", target: "tflat" }),
    ],
    axes: { ids: "b·", emb: "b·f", t: "b·", flat: "bf", tflat: "b" },
    rows: true,
  },
  {
    name: "signals N×C×L and layers of one example C×L",
    nodes: [
      input("X", 4, 3, 16),
      node("c", "Conv1d", "X", { out_channels: 5, kernel_size: 3 }),
      node("p", "MaxPool1d", "c", { kernel_size: 2 }),
      node("bn", "BatchNorm1d", "p"),
    ],
    axes: { X: "bcx", c: "bcx", p: "bcx", bn: "bcx" },
  },
  {
    name: "one signal",
    nodes: [input("X", 3, 16), node("c", "Conv1d", "X", { out_channels: 5, kernel_size: 3 })],
    axes: { X: "cx", c: "cx" },
  },
  {
    name: "one picture, with instance norm",
    nodes: [
      input("X", 3, 8, 8),
      node("c", "Conv2d", "X", { out_channels: 5, kernel_size: 3 }),
      node("n", "InstanceNorm2d", "c"),
    ],
    axes: { X: "cxx", c: "cxx", n: "cxx" },
  },
  {
    name: "pictures to scores, channels last on the way",
    nodes: [
      input("X", 4, 3, 8, 8),
      node("c", "Conv2d", "X", { out_channels: 5, kernel_size: 3 }),
      node("last", "Permute", "c", { dims: [0, 2, 3, 1] }),
      node("ln", "LayerNorm", "last", { normalized_shape: [5] }),
      node("first", "Permute", "ln", { dims: [0, 3, 1, 2] }),
      node("gap", "Mean", "first", { dim: [2, 3] }),
      node("fc", "Linear", "gap", { out_features: 10 }),
    ],
    axes: { X: "bcxx", c: "bcxx", last: "bxxc", ln: "bxxc", first: "bcxx", gap: "bc", fc: "bf" },
  },
  {
    name: "LayerNorm over several axes, which are no batch",
    nodes: [
      input("X", 4, 3, 5, 5),
      node("ln", "LayerNorm", "X", { normalized_shape: [3, 5, 5] }),
      node("f", "Flatten", "ln"),
    ],
    axes: { X: "bcxx", ln: "bcxx", f: "b·", "ln:mean": "b" },
  },
  {
    name: "BatchNorm1d on N×C",
    nodes: [input("X", 4, 3), node("bn", "BatchNorm1d", "X")],
    axes: { X: "bc", bn: "bc", "bn:mean": "c" },
  },
  {
    name: "a reshape that merges batch and sequence and takes them apart again",
    nodes: [
      input("X", 4, 5, 8),
      attention("att", "X", "X", { batch_first: true }),
      node("rows", "Reshape", "att", { shape: [-1, 8] }),
      node("fc", "Linear", "rows", { out_features: 6 }),
      node("back", "Reshape", "fc", { shape: [-1, 5, 6] }),
    ],
    axes: { X: "bsf", att: "bsf", rows: "·f", fc: "·f", back: "bsf" },
  },
  {
    name: "Flatten(0): all in one row",
    nodes: [
      input("X", 4, 3),
      node("fc", "Linear", "X", { out_features: 2 }),
      node("all", "Flatten", "fc", { start_dim: 0 }),
    ],
    axes: { X: "bf", fc: "bf", all: "·" },
  },
  {
    name: "two views of a batch, one behind the other",
    nodes: [
      input("A", 4, 3, 8, 8),
      input("B", 4, 3, 8, 8),
      node("both", "Concat", { inputs: ["A", "B"] }, { dim: 0 }),
      node("c", "Conv2d", "both", { out_channels: 2, kernel_size: 3 }),
      node("parts", "Split", "c", { split_size: 4, dim: 0 }),
    ],
    axes: { A: "bcxx", B: "bcxx", both: "bcxx", c: "bcxx", "parts:outputs[1]": "bcxx" },
    fixed: true,
  },
  {
    name: "noise of a variational autoencoder",
    nodes: [
      input("x", 4, 10),
      node("mu", "Linear", "x", { out_features: 2 }),
      input("eps", 4, 2),
      parameter("s", 2),
      node("noise", "Mul", { a: "eps", b: "s" }),
      add("z", "mu", "noise"),
    ],
    axes: { x: "bf", mu: "bf", eps: "bf", noise: "bf", z: "bf", s: "·" },
  },
  {
    name: "a recurrent net: the first state is concatenated, the step weights are learned",
    nodes: [
      constant("h0", 2, 4),
      input("x0", 2, 3),
      node("in", "Concat", { inputs: ["x0", "h0"] }, { dim: 1 }),
      parameter("W", 7, 4),
      node("u", "MatMul", { a: "in", b: "W" }),
      parameter("b", 4),
      add("s", "u", "b"),
      node("h1", "Tanh", "s"),
    ],
    axes: { h0: "b·", x0: "b·", in: "b·", u: "b·", s: "b·", h1: "b·", W: "··", b: "·" },
  },
  {
    name: "a batch as large as everything else: equal sizes say nothing",
    nodes: [
      input("x", 4, 4),
      constant("bias", 4),
      constant("shift", 1, 4),
      constant("W", 4, 4),
      node("y", "MatMul", { a: "x", b: "W" }),
      add("z", "y", "bias"),
      add("q", "z", "shift"),
    ],
    axes: { x: "b·", W: "··", y: "b·", bias: "·", z: "b·", shift: "··", q: "b·" },
  },
  {
    name: "params that are worked on have no batch, wherever they are added",
    nodes: [input("x", 4, 3), parameter("P", 4, 3), node("n", "Neg", "P"), add("y", "x", "n")],
    axes: { x: "b·", n: "··", y: "b·" },
    fixed: true,
  },
  {
    name: "a matrix that is multiplied by itself is no batch of rows",
    nodes: [
      input("X", 3, 4),
      node("t", "Transpose", "X", { dim0: 0, dim1: 1 }),
      node("A", "MatMul", { a: "X", b: "t" }),
      node("B", "MatMul", { a: "A", b: "X" }),
    ],
    axes: { X: "··", t: "··", A: "··", B: "··" },
  },
  {
    name: "the rows of fed data are examples, though a product sums over them",
    nodes: [
      input("X", 6, 2),
      node("t", "Transpose", "X", { dim0: 0, dim1: 1 }),
      node("C", "MatMul", { a: "t", b: "X" }),
    ],
    axes: { X: "b·", t: "·b", C: "··" },
    fed: ["X"],
  },
  {
    name: "an Input as a weight",
    nodes: [input("x", 4, 3), input("W", 5, 3), node("y", "Linear", { input: "x", weight: "W" }, { out_features: 5 })],
    axes: { x: "bf", W: "··", y: "bf" },
  },
  {
    name: "each example beside each: both axes are the batch",
    nodes: [
      input("X", 4, 8),
      node("t", "Transpose", "X", { dim0: 0, dim1: 1 }),
      node("logits", "MatMul", { a: "X", b: "t" }),
      node("p", "Softmax", "logits"),
    ],
    axes: { X: "b·", t: "·b", logits: "bb", p: "bb" },
  },
  {
    name: "heads by hand",
    nodes: [
      input("X", 2, 5, 8),
      node("q", "Linear", "X", { out_features: 8 }),
      node("split", "Reshape", "q", { shape: [-1, 5, 2, 4] }),
      node("heads", "Transpose", "split", { dim0: 1, dim1: 2 }),
      node("att", "ScaledDotProductAttention", { query: "heads", key: "heads", value: "heads" }),
    ],
    axes: { X: "bsf", q: "bsf", split: "bs·f", heads: "b·sf", att: "b·sf", "att:attn_weights": "b·ss" },
  },
  {
    name: "batch norm by its pieces",
    nodes: [
      input("X", 4, 3),
      node("mu", "Mean", "X", { dim: [0], keepdim: true }),
      node("v", "Var", "X", { dim: [0], keepdim: true, correction: 0 }),
      node("z", "Standardize", { x: "X", mean: "mu", variance: "v" }),
      parameter("g", 3),
      parameter("b", 3),
      node("y", "ScaleShift", { x: "z", gamma: "g", beta: "b" }),
    ],
    axes: { X: "b·", mu: "··", v: "··", z: "b·", y: "b·", g: "·" },
  },
  {
    name: "a step of a sequence, cut out and squeezed",
    nodes: [
      input("X", 3, 5, 4),
      node("cut", "Slice", "X", { dim: 1, start: 2, end: 3 }),
      node("one", "Squeeze", "cut", { dim: 1 }),
      node("again", "Unsqueeze", "one", { dim: 0 }),
      attention("att", "again", "again"),
    ],
    axes: { X: "b·f", cut: "b·f", one: "bf", again: "sbf", att: "sbf" },
  },
  {
    name: "heads beside the batch, L×N·H×d and back, as PyTorch's attention views them",
    nodes: [
      input("X", 5, 2, 12),
      node("heads", "Reshape", "X", { shape: [5, -1, 4] }),
      node("turned", "Transpose", "heads", { dim0: 0, dim1: 1 }),
      node("back", "Transpose", "turned", { dim0: 0, dim1: 1 }),
      node("joined", "Reshape", "back", { shape: [5, -1, 12] }),
      attention("att", "joined", "joined"),
    ],
    axes: { X: "sb·", heads: "s··", turned: "·s·", joined: "sbf", att: "sbf" },
  },
  {
    name: "examples as columns: a learned matrix from the left sums over features",
    nodes: [input("X", 3, 10), parameter("W", 5, 3), node("h", "MatMul", { a: "W", b: "X" })],
    axes: { X: "··", h: "··" },
  },
  {
    name: "heads that are given: no channels and places, though there are four axes",
    nodes: [input("Q", 2, 4, 7, 16), node("att", "ScaledDotProductAttention", { query: "Q", key: "Q", value: "Q" })],
    axes: { Q: "b·sf", att: "b·sf" },
  },
]
