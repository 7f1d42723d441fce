import { describe, expect, it } from "vitest"
import { broadcast2, broadcast3, broadcastShapes, broadcastTo, sumTo } from "../../src/tensor/broadcast.ts"
import { type Shape, sizeOf, type Tensor, tensorOf } from "../../src/tensor/tensor.ts"

const counting = (shape: Shape): Tensor =>
  tensorOf(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => i + 1),
    "float64",
  )

function dot(x: Tensor, y: Tensor): number {
  let sum = 0
  for (let i = 0; i < x.data.length; i++) sum += x.data[i]! * y.data[i]!
  return sum
}

/** Element of `x` that stands at flat place `i` of `shape`, by index arithmetic alone. */
function elementAt(x: Tensor, shape: Shape, i: number): number {
  let flat = 0
  let stride = 1
  let rest = i
  for (let back = 1; back <= shape.length; back++) {
    const index = rest % shape.at(-back)!
    rest = (rest - index) / shape.at(-back)!
    if (back > x.shape.length) continue
    const size = x.shape.at(-back)!
    flat += (size === 1 ? 0 : index) * stride
    stride *= size
  }
  return x.data[flat]!
}

const pairs: readonly (readonly [Shape, Shape, Shape])[] = [
  [[], [], []],
  [[], [3], [3]],
  [[3], [2, 3], [2, 3]],
  [
    [2, 1],
    [1, 3],
    [2, 3],
  ],
  [
    [4, 1, 3, 1],
    [2, 1, 5],
    [4, 2, 3, 5],
  ],
  [
    [2, 3, 4],
    [2, 3, 4],
    [2, 3, 4],
  ],
  [
    [2, 1, 4],
    [2, 3, 1],
    [2, 3, 4],
  ],
]

describe("broadcasting", () => {
  it.each(pairs)("%j with %j is %j", (a, b, shape) => {
    expect(broadcastShapes(a, b)).toEqual(shape)
    expect(broadcastShapes(b, a)).toEqual(shape)
    const x = counting(a)
    const y = counting(b)
    const z = broadcast2(x, y, (p, q) => 100 * p + q)
    expect(z.shape).toEqual(shape)
    for (let i = 0; i < z.data.length; i++) {
      expect(z.data[i]).toBe(100 * elementAt(x, shape, i) + elementAt(y, shape, i))
    }
    const w = broadcast3(x, y, counting(shape), (p, q, r) => 1e4 * p + 100 * q + r)
    expect(Array.from(w.data)).toEqual(Array.from(z.data, (value, i) => 100 * value + i + 1))
    expect(Array.from(broadcastTo(x, shape).data)).toEqual(
      Array.from({ length: sizeOf(shape) }, (_, i) => elementAt(x, shape, i)),
    )
  })
  it.each([
    [[3, 4], [3, 5], -1, [4, 5]],
    [[3, 4], [2, 1], -2, [3, 2]],
    [[2, 3, 4], [5, 1, 1], -3, [2, 5]],
    [[3], [2], -1, [3, 2]],
  ] as const)("%j with %j clashes at axis %i", (a, b, axis, sizes) => {
    expect(broadcastShapes(a, b)).toEqual({ axis, sizes })
  })
  it("sums over what was repeated: ⟨broadcastTo(x), g⟩ = ⟨x, sumTo(g)⟩", () => {
    for (const [from, , to] of pairs) {
      const x = counting(from)
      const g = broadcast2(counting(to), counting(to), (p, q) => p * q - 3)
      const left = dot(broadcastTo(x, to), g)
      const right = dot(x, sumTo(g, from))
      expect(right).toBe(left)
      expect(sumTo(g, from).shape).toEqual(from)
    }
  })
  it("sums float32 in float64", () => {
    const many = tensorOf([1 + 2 ** 12], new Array(1 + 2 ** 12).fill(0.1).with(0, 2 ** 24), "float32")
    expect(sumTo(many, []).data[0]).toBe(Math.fround(2 ** 24 + 2 ** 12 * Math.fround(0.1)))
  })
  it("keeps the precision of the first", () => {
    expect(broadcast2(tensorOf([1], [1], "float32"), counting([2]), (p) => p).data).toBeInstanceOf(Float32Array)
    expect(broadcast2(counting([2]), tensorOf([1], [1], "float32"), (p) => p).data).toBeInstanceOf(Float64Array)
  })
})
