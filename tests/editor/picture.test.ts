import { describe, expect, test } from "vitest"
import { stroke } from "../../src/editor/picture/brush.ts"
import { fromPixels, pictureSize, withPicture } from "../../src/editor/picture/plane.ts"
import { paintSample, SAMPLES } from "../../src/editor/picture/samples.ts"
import { looksFor } from "../../src/editor/tensor/looks.ts"
import { pixelsOf } from "../../src/editor/tensor/PictureLook.tsx"

describe("pictures", () => {
  test("are what has one or three channels", () => {
    expect(pictureSize([1, 1, 28, 28])).toEqual({ samples: 1, channels: 1, rows: 28, columns: 28 })
    expect(pictureSize([3, 8, 9])).toEqual({ samples: 1, channels: 3, rows: 8, columns: 9 })
    for (const shape of [
      [4, 3],
      [28, 28],
      [1, 2, 8, 8],
      [2, 1, 3, 3],
    ])
      expect(pictureSize(shape)).toBeNull()
  })

  test("red, green and blue go to their channels; grey weighs them", () => {
    const pixels = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255]
    const size = { samples: 1, rows: 2, columns: 2 }
    expect([...Array.from(fromPixels(pixels, { ...size, channels: 3 }))]).toEqual([1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1])
    const grey = Array.from(fromPixels(pixels, { ...size, channels: 1 }))
    expect(grey[0]).toBeCloseTo(0.299)
    expect(grey[3]).toBeCloseTo(1)
  })

  test("one sample is replaced, the others stay", () => {
    const before = { shape: [2, 1, 1, 2], data: Float64Array.of(1, 2, 3, 4) }
    expect([...withPicture([2, 1, 1, 2], before, 1, [0.5, 0.25]).data]).toEqual([1, 2, 0.5, 0.25])
    expect([...before.data]).toEqual([1, 2, 3, 4])
    expect([...withPicture([1, 1, 2], null, 0, [0.33333, 1]).data]).toEqual([0.333, 1])
  })

  test("every sample has both dark and light, within 0 and 1, in any size", () => {
    for (const sample of SAMPLES) {
      for (const size of [pictureSize([1, 28, 28]), pictureSize([3, 8, 13])]) {
        const painted = Array.from(paintSample(sample, size!))
        expect(Math.min(...painted), sample.name).toBeGreaterThanOrEqual(0)
        expect(Math.max(...painted), sample.name).toBeLessThanOrEqual(1)
        expect(Math.max(...painted) - Math.min(...painted), sample.name).toBeGreaterThan(0.6)
      }
    }
  })
})

describe("the brush", () => {
  test("paints along its path and nowhere else, and the eraser takes it away again", () => {
    const size = { rows: 28, columns: 28 }
    const cells = new Float64Array(28 * 28)
    stroke(cells, size, [4, 14], [24, 14], false)
    expect(cells[14 * 28 + 12]).toBe(1)
    expect(cells[13 * 28 + 12]).toBe(1)
    expect(cells[20 * 28 + 12]).toBe(0)
    expect(cells[14 * 28 + 1]).toBe(0)
    stroke(cells, size, [4, 14], [24, 14], true)
    expect(Math.max(...cells)).toBeLessThan(0.5)
  })
})

describe("looks", () => {
  test("follow the shape", () => {
    expect(looksFor([1, 1, 28, 28])).toEqual(["numbers", "map", "picture", "histogram"])
    expect(looksFor([2, 10, 28, 28])).toEqual(["numbers", "map", "histogram"])
    expect(looksFor([16])).toEqual(["numbers", "map", "line", "histogram"])
    expect(looksFor([2, 3, 16])).toEqual(["numbers", "map", "line", "histogram"])
    expect(looksFor([])).toEqual(["numbers", "map"])
  })

  test("a picture's pixels: one scale, grey or colours, pink for NaN", () => {
    const grey = { shape: [1, 4, 4], data: Float64Array.from({ length: 16 }, (_, i) => (i === 3 ? Number.NaN : i - 5)) }
    const pixels = pixelsOf(grey, 0, -5, 10)
    expect([...pixels.slice(0, 4)]).toEqual([0, 0, 0, 255])
    expect([...pixels.slice(60, 64)]).toEqual([255, 255, 255, 255])
    expect([...pixels.slice(12, 16)]).toEqual([255, 0, 160, 255])
    const colour = { shape: [2, 3, 4, 4], data: new Float64Array(96).fill(0) }
    colour.data[48] = 1
    expect([...pixelsOf(colour, 1, 0, 1).slice(0, 4)]).toEqual([255, 0, 0, 255])
  })
})
