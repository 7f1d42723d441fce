import { matmulProducts } from "../../tensor/conv/products.ts"
import { type MatmulClash, matmul, matmulGradA, matmulGradB, matmulSizes } from "../../tensor/matrix/matmul.ts"
import { formatShape, type Shape, sizeOf } from "../../tensor/tensor.ts"
import { broadcastStrides } from "../../tensor/walk.ts"
import { stepwise } from "../../tensor/work.ts"
import { aligned, counted } from "../axisNames.ts"
import { defineOp, type ShapeProblem } from "../op.ts"

export const MatMul = defineOp({
  kind: "MatMul",
  shelf: "maths",
  title: "Matrix product",
  summary: "Rows of a times columns of b; leading axes are a batch and broadcast.",
  keywords: ["dot", "Gemm", "matmul", "mm", "bmm", "matrix multiplication", "inner product", "@"],
  use: 41,
  symbol: "\\operatorname{matmul}",

  attrs: {},
  inputs: {
    a: { doc: "…×n×k, or a vector of k: a row.", tex: "A" },
    b: { doc: "…×k×m, or a vector of k: a column.", tex: "B" },
  },
  outputs: { output: { doc: "…×n×m, without the axis that a vector lacks.", tex: "Y" } },
  params: {},
  buffers: {},

  shape: (at) => {
    const sizes = matmulSizes(at.shapes.a, at.shapes.b)
    return "kind" in sizes ? clashOf(sizes, at.shapes.a, at.shapes.b) : { output: sizes.shape }
  },
  axes: matmulAxes,
  receptiveField: () => "global",
  symbols: (at) => {
    const sizes = matmulSizes(at.shapes.a, at.shapes.b)
    return "kind" in sizes ? {} : { batch: sizeOf(sizes.batch), n: sizes.n, k: sizes.k, m: sizes.m }
  },
  formulas: { macs: "batch*n*k*m" },

  forward: function* (at) {
    return { output: yield* stepwise(matmul(at.inputs.a, at.inputs.b)) }
  },
  backward: {
    a: (at) => matmulGradA(at.grad.output, at.inputs.a, at.inputs.b),
    b: (at) => matmulGradB(at.grad.output, at.inputs.a, at.inputs.b),
  },

  fast: ({ shapes }) => {
    const sizes = matmulSizes(shapes.a, shapes.b)
    if ("kind" in sizes) return null
    const { n, k, m, batch } = sizes
    const each = (shape: Shape, floats: number) => broadcastStrides(shape.slice(0, -2), batch).map((n) => n * floats)
    const [a, b, c] = [each(sizes.a, n * k), each(sizes.b, k * m), each([...batch, n, m], n * m)]
    const stack = batch.map((count, axis) => ({ count, a: a[axis] ?? 0, b: b[axis] ?? 0, c: c[axis] ?? 0 }))
    return { kernel: "matmul", rows: n, depth: k, columns: m, stack }
  },
  products: (at, { port, cell }) => {
    const sizes = matmulSizes(at.shapes.a, at.shapes.b)
    if ("kind" in sizes) return []
    return matmulProducts(sizes, port === "output" ? "y" : port, cell).map(({ a, b, y }) => ({
      output: y,
      cells: [
        { port: "a", cell: a },
        { port: "b", cell: b },
      ],
    }))
  },

  tex: {
    forward: "@output = @a @b",
    backward: {
      a: "\\grad{@a} = \\when{repeated a matrices}{\\sum_{\\text{broadcast}} }{}\\grad{@output}\\, @b^\\top",
      b: "\\grad{@b} = \\when{repeated b matrices}{\\sum_{\\text{broadcast}} }{}@a^\\top\\, \\grad{@output}",
    },
  },
  torch: { functions: [{ name: "@", takes: ["@a", "@b"] }] },
  examples: [
    { shapes: { a: [2, 3], b: [3, 4] } },
    { shapes: { a: [3], b: [3] } },
    { shapes: { a: [2, 3], b: [3] } },
    { shapes: { a: [3], b: [3, 2] } },
    { shapes: { a: [3], b: [2, 3, 2] } },
    { shapes: { a: [2, 2, 3], b: [3] } },
    { shapes: { a: [2, 2, 3], b: [2, 3, 2] } },
    { shapes: { a: [2, 1, 2, 3], b: [3, 3, 2] } },
    { shapes: { a: [2, 3], b: [2, 3, 2] } },
    { shapes: { a: [2, 2, 5], b: [5, 2] } },
  ],
})

function clashOf(clash: MatmulClash, a: Shape, b: Shape): ShapeProblem<"a" | "b"> {
  const both = `cannot multiply ${formatShape(a)} by ${formatShape(b)}`
  if (clash.kind === "scalar") {
    const at = a.length === 0 ? "a" : "b"
    return { at, sentence: `${both}: ${at} is a scalar; use Mul, or give it at least one axis.` }
  }
  if (clash.kind === "inner") {
    const [k, inner] = clash.sizes
    const rows = b.length === 1 ? "the length" : "axis −2"
    const sentence = `${both}: axis −1 of a is ${k} but ${rows} of b is ${inner}; they must be equal.`
    return { at: "b", sentence, found: String(inner), expected: String(k) }
  }
  const { axis, sizes } = clash.clash
  const sentence = `${both}: at batch axis −${-axis} a has ${sizes[0]} and b has ${sizes[1]}; they must be equal or one of them 1.`
  return { at: "b", sentence, found: String(sizes[1]), expected: String(sizes[0]) }
}

/** [lead…, n, k] × [lead…, k, m] = [lead…, n, m]; a vector on the left is k alone, one on the right as well. */
function matmulAxes(at: {
  readonly shapes: { readonly a: Shape; readonly b: Shape }
  readonly outputs: { readonly output: Shape }
}) {
  const { a, b } = at.shapes
  const inner = (a.length > 1 ? 1 : 0) + (b.length > 1 ? 1 : 0)
  const lead = at.outputs.output.slice(0, at.outputs.output.length - inner)
  const k = lead.length + 2
  const rows = a.length > 1 ? [lead.length] : []
  const columns = b.length > 1 ? [lead.length + 1] : []
  return {
    inputs: {
      a: [...aligned(a.slice(0, -2), lead), ...rows, k],
      b: [...aligned(b.slice(0, -2), lead), k, ...columns],
    },
    outputs: { output: [...counted(lead.length), ...rows, ...columns] },
    sums: true,
  }
}
