// Convolutions of single cells, and layers that are one: the pixels of all images are rows of a matrix, and so are the filters.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastConvolution } from "../../../kernels/fast.ts"
import { BARE, type Halo, imageBytes, type Planes, pixelAt, roundedUp, rowBytes } from "../../../kernels/planes.ts"
import type { Buffer } from "../draft/buffers.ts"
import { deferred, type Ending } from "../draft/deferring.ts"
import { type Drafted, type InPlanes, inPlanes } from "../draft/draft.ts"
import type { Lowering, Site } from "../draft/rule.ts"
import { folded } from "./folding.ts"
import { inRows, type Matrices, multiply, multiplyAndSum, turned } from "./matrix/multiply.ts"
import { biasGradient, isProduct } from "./sliding.ts"

type At = Site<FastConvolution>

/** Whether a convolution is one product. */
export function isOneProduct(fast: FastConvolution): boolean {
  return isProduct(fast) && fast.groups === 1
}

/** The rule of such convolutions. */
export const product: Lowering<FastConvolution> = {
  lower: (at) => {
    const { draft, fast, node } = at
    const weight = at.param("weight")
    if (weight === null) throw new Error("a convolution has weights")
    const bias = at.param("bias")
    const x = draft.planes(at.input("input"), fast.input, BARE, true)
    const [channels, depth] = [fast.output.channels, fast.input.channels]
    const learned = { weight: draft.flat(weight), bias: bias && draft.flat(bias), channels, depth }
    const matrixOf = (buffer: Buffer): Matrices => ({ buffer, row: depth, column: 1 })
    const w = matrixOf(learned.weight)
    const write = (ending: Ending, border: Halo): InPlanes => {
      const y = draft.newPlanes(fast.output, border)
      const { weight: own, bias: start } = folded(draft, learned, ending)
      const { relu, told } = ending
      multiply(draft, {
        ...{ what: `matrix product${told}`, ...rowsOf(fast, x, y) },
        ...{ b: turned(matrixOf(own)), bias: start, relu },
      })
      return y
    }
    const output = deferred(at, { shape: singleShape(node.outputs?.output) ?? [], write })
    return { outputs: { output }, backward: (gradient, wanted) => backward(at, x, w, gradient, wanted) }
  },
}

/** Rows of the matrices that two planes of equally many pixels are. */
function rowsOf({ output: { height, width } }: FastConvolution, from: InPlanes, to: InPlanes) {
  const first = ({ planes }: InPlanes): number => pixelAt(planes, 0, 0) / 4
  const loop = (count: number, bytes: (planes: Planes) => number) => ({
    count,
    a: bytes(from.planes) / 4,
    b: 0,
    c: bytes(to.planes) / 4,
  })
  return {
    rows: width,
    depth: from.planes.channels,
    columns: to.planes.channels,
    a: { buffer: from.buffer, first: first(from), row: from.planes.pitch, column: 1 },
    c: { buffer: to.buffer, first: first(to), row: to.planes.pitch },
    stack: [loop(from.planes.batch, imageBytes), loop(height, rowBytes)],
  }
}

function backward(
  at: At,
  x: InPlanes,
  w: Matrices,
  gradient: Drafted,
  wanted: ReadonlySet<string>,
): { readonly [name: string]: Drafted } {
  const { draft, fast, node } = at
  const found: { [name: string]: Drafted } = {}
  const dy = draft.planes(gradient, fast.output, BARE)
  if (wanted.has("bias")) found.bias = biasGradient(draft, dy)
  if (wanted.has("weight")) found.weight = weightGradient(at, x, dy)
  if (wanted.has("input")) {
    const dx = draft.newPlanes(fast.input, at.gradientHalo("input"))
    multiply(draft, { what: "matrix product, input", ...rowsOf(fast, dy, dx), b: w })
    found.input = inPlanes(singleShape(node.context.shapes.input) ?? [], dx)
  }
  return found
}

/** dyᵀ · x. */
function weightGradient({ draft, fast, node }: At, x: InPlanes, dy: InPlanes): Drafted {
  const shape = node.params.find(({ name }) => name === "weight")?.shape ?? []
  const { a, stack, rows } = rowsOf(fast, dy, x)
  const b = { ...rowsOf(fast, x, dy).a }
  const row = roundedUp(fast.input.channels)
  const c = { buffer: draft.buffer(fast.output.channels * row), row }
  const loops = stack.map(({ count, a: from, c: to }) => ({ count, a: from, b: to, c: 0 }))
  const sizes = { rows: fast.output.channels, depth: rows, columns: fast.input.channels }
  multiplyAndSum(draft, { what: "matrix product, weights", ...sizes, a: turned(a), b, c, stack: loops })
  return inRows(shape, fast.input.channels, c.buffer)
}
