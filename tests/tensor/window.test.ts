import { expect, test } from "vitest"
import { addressOf, flatIndex } from "../../src/tensor/address.ts"
import { thumbnailsOf } from "../../src/tensor/summary/thumbnail.ts"
import { sizeOf, type Tensor, tensorOf } from "../../src/tensor/tensor.ts"
import { cut, fitsIn, type Window } from "../../src/tensor/window.ts"

const SHAPES: readonly { readonly shape: readonly number[] }[] = [
  ...[[], [1], [7], [3, 5], [1, 9], [9, 1], [2, 3, 4], [2, 1, 3, 5], [3, 2, 2, 1, 4]].map((shape) => ({ shape })),
]

function counting(shape: readonly number[], dtype: "float32" | "float64" = "float64"): Tensor {
  // Signs and sizes change from cell to cell, so that no two blocks look alike.
  return tensorOf(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => (i % 3 === 1 ? -1 : 1) * ((i * 37) % 101)),
    dtype,
  )
}

/** Every window of a shape. */
function* windowsOf(shape: readonly number[]): Generator<Window, void, void> {
  const [size, ...others] = shape
  if (size === undefined) {
    yield []
    return
  }
  for (const rest of windowsOf(others)) {
    for (let from = 0; from < size; from++) for (let to = from + 1; to <= size; to++) yield [{ from, to }, ...rest]
  }
}

test.each(SHAPES)("each window of a tensor holds its cells ($shape)", ({ shape }) => {
  const tensor = counting(shape)
  let windows = 0
  for (const window of windowsOf(shape)) {
    windows++
    expect(fitsIn(window, shape)).toBe(true)
    const part = cut(tensor, window)
    const expected = Array.from({ length: sizeOf(part.shape) }, (_, i) => {
      const address = addressOf(part.shape, i).map((at, axis) => at + window[axis]!.from)
      return tensor.data[flatIndex(shape, address)]
    })
    if (part.shape.join() !== window.map(({ from, to }) => to - from).join() || part.data.join() !== expected.join())
      expect.fail(`${JSON.stringify(window)}: ${part.data.join()} is not ${expected.join()}`)
    expect(part.data.buffer === tensor.data.buffer).toBe(false)
  }
  expect(windows).toBe(shape.reduce((all, n) => (all * n * (n + 1)) / 2, 1))
})

test("a window that is empty, outside or of another rank does not fit", () => {
  const shape = [2, 3]
  const whole = { from: 0, to: 2 }
  for (const second of [
    { from: 0, to: 0 },
    { from: 2, to: 1 },
    { from: -1, to: 1 },
    { from: 0, to: 4 },
    { from: 0.5, to: 1 },
    { from: Number.NaN, to: 1 },
  ])
    expect(fitsIn([whole, second], shape)).toBe(false)
  expect(fitsIn([whole], shape)).toBe(false)
  expect(fitsIn([whole, whole, whole], shape)).toBe(false)
})

test.each(SHAPES)(
  "a small picture's cells are the numbers of largest magnitude of their blocks ($shape)",
  ({ shape }) => {
    const tensor = counting(shape, "float32")
    const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1]
    const planes = sizeOf(shape.slice(0, -2))
    for (const size of [1, 2, 3, 4, 24]) {
      for (let first = 0; first < planes; first++) {
        for (let count = 1; first + count <= planes; count++) {
          const found = thumbnailsOf(tensor, { first, count, size })!
          const [small, across] = [Math.min(rows, size), Math.min(columns, size)]
          const expected = new Array<number>(count * small * across).fill(0)
          for (let i = 0; i < count * rows * columns; i++) {
            const [plane, row, column] = addressOf([count, rows, columns], i) as [number, number, number]
            const to = [plane, Math.floor((row * small) / rows), Math.floor((column * across) / columns)]
            const at = flatIndex([count, small, across], to)
            const x = tensor.data[first * rows * columns + i]!
            if (Math.abs(x) > Math.abs(expected[at]!)) expected[at] = x
          }
          const shown = [...tensor.data.slice(first * rows * columns, (first + count) * rows * columns)]
          expect(found).toEqual({
            planes: { shape: [count, small, across], data: new Float32Array(expected) },
            min: Math.min(...shown),
            max: Math.max(...shown),
          })
        }
      }
    }
  },
)

test("a picture of planes or of a size that there are not is none; NaN is drawn and has no part in the scale", () => {
  const tensor = counting([2, 3, 4])
  for (const asked of [
    { first: -1, count: 1, size: 4 },
    { first: 0, count: 0, size: 4 },
    { first: 1, count: 2, size: 4 },
    { first: 0, count: 1, size: 0 },
    { first: 0.5, count: 1, size: 4 },
  ])
    expect(thumbnailsOf(tensor, asked)).toBeNull()
  const odd = tensorOf([2, 2], [Number.NaN, 3, Number.NEGATIVE_INFINITY, -4], "float64")
  expect(thumbnailsOf(odd, { first: 0, count: 1, size: 1 })).toMatchObject({ min: -4, max: 3 })
  expect(thumbnailsOf(odd, { first: 0, count: 1, size: 1 })!.planes.data).toEqual(new Float64Array([Number.NaN]))
  const none = tensorOf([1, 1], [Number.NaN], "float64")
  expect(thumbnailsOf(none, { first: 0, count: 1, size: 9 })).toMatchObject({ min: Number.NaN, max: Number.NaN })
})
