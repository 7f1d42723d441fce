import { describe, expect, it } from "vitest"
import { matmul, matmulGradA, matmulGradB, matmulSizes } from "../../src/tensor/matrix/matmul.ts"
import { randomStream } from "../../src/tensor/random.ts"
import { type Dtype, type Shape, sizeOf, type Tensor, tensorOf } from "../../src/tensor/tensor.ts"
import { finish, isGenerator } from "../../src/tensor/work.ts"

const random = randomStream(182, "matmul", "test")
const draw = (shape: Shape, dtype: Dtype = "float64"): Tensor =>
  tensorOf(
    shape,
    Array.from({ length: sizeOf(shape) }, () => random.normal()),
    dtype,
  )

/** Index in the batch of an operand whose leading axes are `own`, for entry `entry` of `batch`. */
function entryOf(own: Shape, batch: Shape, entry: number): number {
  let flat = 0
  let stride = 1
  let rest = entry
  for (let back = 1; back <= batch.length; back++) {
    const index = rest % batch.at(-back)!
    rest = (rest - index) / batch.at(-back)!
    if (back > own.length) continue
    flat += (own.at(-back) === 1 ? 0 : index) * stride
    stride *= own.at(-back)!
  }
  return flat
}

/** Calls `visit` for every product a_p · b_q that is added into y_r. */
function eachProduct(a: Shape, b: Shape, visit: (p: number, q: number, r: number) => void): void {
  const sizes = matmulSizes(a, b)
  if ("kind" in sizes) throw new Error("shapes do not fit")
  const { batch, n, k, m } = sizes
  for (let e = 0; e < sizeOf(batch); e++) {
    const startA = entryOf(sizes.a.slice(0, -2), batch, e) * n * k
    const startB = entryOf(sizes.b.slice(0, -2), batch, e) * k * m
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++)
        for (let p = 0; p < k; p++) visit(startA + i * k + p, startB + p * m + j, (e * n + i) * m + j)
  }
}

function expectClose(got: Tensor, want: Float64Array, shape: Shape): void {
  expect(got.shape).toEqual(shape)
  for (let i = 0; i < want.length; i++) expect(got.data[i]).toBeCloseTo(want[i]!, 11)
}

const cases: readonly (readonly [Shape, Shape, Shape])[] = [
  [[3], [3], []],
  [[2, 3], [3], [2]],
  [[3], [3, 2], [2]],
  [[3], [5, 3, 2], [5, 2]],
  [[5, 2, 3], [3], [5, 2]],
  [
    [7, 9],
    [9, 11],
    [7, 11],
  ],
  [
    [2, 3],
    [4, 3, 5],
    [4, 2, 5],
  ],
  [
    [4, 2, 3],
    [3, 5],
    [4, 2, 5],
  ],
  [
    [1, 2, 3],
    [4, 3, 2],
    [4, 2, 2],
  ],
  [
    [6, 1, 2, 3],
    [4, 3, 2],
    [6, 4, 2, 2],
  ],
  [
    [2, 1, 1, 3],
    [1, 4, 3, 1],
    [2, 4, 1, 1],
  ],
  [
    [1, 5, 3],
    [2, 1, 3, 2],
    [2, 1, 5, 2],
  ],
]

describe("matmul", () => {
  it.each(cases)("%j by %j is %j, with both gradients", (left, right, shape) => {
    const a = draw(left)
    const b = draw(right)
    const g = draw(shape)
    const y = new Float64Array(sizeOf(shape))
    const da = new Float64Array(a.data.length)
    const db = new Float64Array(b.data.length)
    eachProduct(left, right, (p, q, r) => {
      y[r]! += a.data[p]! * b.data[q]!
      da[p]! += g.data[r]! * b.data[q]!
      db[q]! += g.data[r]! * a.data[p]!
    })
    expectClose(finish(matmul(a, b)), y, shape)
    expectClose(finish(matmulGradA(g, a, b)), da, left)
    expectClose(finish(matmulGradB(g, a, b)), db, right)
  })
  it("says why shapes do not fit", () => {
    expect(matmulSizes([2, 3], [4, 2])).toEqual({ kind: "inner", sizes: [3, 4] })
    expect(matmulSizes([3], [4])).toEqual({ kind: "inner", sizes: [3, 4] })
    expect(matmulSizes([], [4])).toEqual({ kind: "scalar" })
    expect(matmulSizes([2, 5, 3], [4, 3, 5])).toEqual({ kind: "batch", clash: { axis: -3, sizes: [2, 4] } })
  })
  it("accumulates float32 in float64", () => {
    const k = 2 ** 12 + 1
    const a = tensorOf([1, k], new Array(k).fill(0.1).with(0, 2 ** 24), "float32")
    const ones = tensorOf([k, 1], new Array(k).fill(1), "float32")
    expect(finish(matmul(a, ones)).data[0]).toBe(Math.fround(2 ** 24 + 2 ** 12 * Math.fround(0.1)))
  })
})

describe("long products", () => {
  it("short ones return at once", () => {
    expect(isGenerator(matmul(draw([8, 8]), draw([8, 8])))).toBe(false)
  })
})
