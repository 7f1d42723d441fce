// Matrix products and their gradients, ∂a = g · bᵀ and ∂b = aᵀ · g, summed where a matrix met several others.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import type { FastMatMul } from "../../../../kernels/fast.ts"
import { roundedUp } from "../../../../kernels/planes.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import type { Buffer } from "../../draft/buffers.ts"
import type { Draft, Drafted } from "../../draft/draft.ts"
import type { Lowering } from "../../draft/rule.ts"
import { inRows, type Matrices, multiply, multiplyAndSum, turned } from "./multiply.ts"

/** The rule of the kernel `matmul`. */
export const matmul: Lowering<FastMatMul> = {
  lower: ({ draft, fast, node, input }) => {
    const { rows, depth, columns, stack } = fast
    const shapeAt = (port: string): Shape => singleShape(node.context.shapes[port]) ?? []
    const a: Matrices = { buffer: draft.flat(input("a")), row: depth, column: 1 }
    const b: Matrices = { buffer: draft.flat(input("b")), row: columns, column: 1 }
    const output = intoRows(draft, singleShape(node.outputs?.output) ?? [], columns, (c, spread) => {
      const loops = stack.map((loop) => ({ ...loop, c: spread(loop.c) }))
      multiply(draft, { what: "matrix product", rows, depth, columns, a, b, c, stack: loops })
    })
    const backA = (g: Matrices): Drafted =>
      intoRows(draft, shapeAt("a"), depth, (c, spread) => {
        const loops = stack.map((loop) => ({ count: loop.count, a: loop.c, b: loop.b, c: spread(loop.a) }))
        const sizes = { rows, depth: columns, columns: depth }
        multiplyAndSum(draft, { what: "matrix product, a", ...sizes, a: g, b: turned(b), c, stack: loops })
      })
    const backB = (g: Matrices): Drafted =>
      intoRows(draft, shapeAt("b"), columns, (c, spread) => {
        const loops = stack.map((loop) => ({ count: loop.count, a: loop.a, b: loop.c, c: spread(loop.b) }))
        const sizes = { rows: depth, depth: rows, columns }
        multiplyAndSum(draft, { what: "matrix product, b", ...sizes, a: turned(a), b: g, c, stack: loops })
      })
    return {
      outputs: { output },
      backward: (gradient, wanted) => {
        const g: Matrices = { buffer: draft.flat(gradient), row: columns, column: 1 }
        return { ...(wanted.has("a") && { a: backA(g) }), ...(wanted.has("b") && { b: backB(g) }) }
      },
    }
  },
}

/** A tensor of rows of so many columns, which have room for whole vectors. `spread`: floats of the tensor as floats there. */
function intoRows(
  draft: Draft,
  shape: Shape,
  columns: number,
  fill: (c: { readonly buffer: Buffer; readonly row: number }, spread: (floats: number) => number) => void,
): Drafted {
  const row = roundedUp(columns)
  const buffer = draft.buffer((sizeOf(shape) / columns) * row)
  fill({ buffer, row }, (floats) => (floats / columns) * row)
  return inRows(shape, columns, buffer)
}
