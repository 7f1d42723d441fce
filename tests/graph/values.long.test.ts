import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isFault, scan } from "../../src/graph/text/scan.ts"
import { writeJson } from "../../src/graph/text/write.ts"
import { quantiseValue } from "../../src/graph/values/packed.ts"
import { isValueProblem } from "../../src/graph/values/valueProblem.ts"
import { literalShape, readValue, writeValue } from "../../src/graph/values/values.ts"
import type { Json } from "../../src/ops/attributes/attrs.ts"
import { type Dtype, type Shape, sizeOf, tensorOf } from "../../src/tensor/tensor.ts"

function sentence(literal: Json, expected: Shape, dtype: Dtype = "float32"): string {
  const read = readValue(literal, expected, dtype)
  return isValueProblem(read) ? read.sentence : "fine"
}
function base64(values: Float32Array | Float64Array): string {
  return Buffer.from(values.buffer).toString("base64")
}

describe("readValue", () => {
  test("reads scalars, nested arrays and base64 of both widths", () => {
    expect(readValue(1.5, [], "float64")).toEqual(tensorOf([], [1.5], "float64"))
    expect(readValue([1.5], [1], "float64")).toEqual(tensorOf([1], [1.5], "float64"))
    expect(
      readValue(
        [
          [1, 2],
          [3, 4],
        ],
        [2, 2],
        "float32",
      ),
    ).toEqual(tensorOf([2, 2], [1, 2, 3, 4], "float32"))
    const single = { shape: [2], f32: base64(new Float32Array([0.5, -1])) }
    expect(readValue(single, [2], "float64")).toEqual(tensorOf([2], [0.5, -1], "float64"))
    const double = { shape: [1, 1], f64: base64(new Float64Array([0.1])) }
    expect(readValue(double, [1, 1], "float64")).toEqual(tensorOf([1, 1], [0.1], "float64"))
    const bytes = { shape: [3], i8: "fwCB", scale: 0.5 }
    expect(readValue(bytes, [3], "float64")).toEqual(tensorOf([3], [63.5, 0, -63.5], "float64"))
    const greys = { shape: [1, 3], u8: "AID/", scale: 0.25, offset: -2 }
    expect(readValue(greys, [1, 3], "float32")).toEqual(tensorOf([1, 3], [-2, 30, 61.75], "float32"))
    expect(readValue([[], []], [2, 0], "float32")).toEqual(tensorOf([2, 0], [], "float32"))
  })

  const refused: [Json, Shape, string][] = [
    [
      [
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ],
      [4, 3],
      "expected 4×3, found 4×2",
    ],
    [1.5, [1], "expected 1, found scalar"],
    [[1.5], [], "expected scalar, found 1"],
    [[[1, 2], [3]], [2, 2], "element [1] has 1 elements, but element [0] has 2"],
    [[[1, 2], 3], [2, 2], "element [1] should be a list of 2, found 3"],
    [[1, [2]], [2], "element [1] should be a number, found [2]"],
    [[[1, "NaN"]], [1, 2], 'element [0, 1] should be a number, found "NaN"'],
    [[null], [1], "element [0] should be a number, found null"],
    ["NaN", [], 'expected a number, nested lists of numbers, or { "shape", "f32" } in base64, found "NaN"'],
    [
      { shape: [1] },
      [1],
      'expected a number, nested lists of numbers, or { "shape", "f32" } in base64, found { "shape": [1] }',
    ],
    [[1e39], [1], "element [0] is 1e+39, too large for float32 (at most 3.4e38)"],
    [
      { shape: [2, 2], f32: base64(new Float32Array([1, 2, Number.NaN, 4])) },
      [2, 2],
      "element [1, 0] is NaN, expected a finite number",
    ],
    [
      { shape: [1], f64: base64(new Float64Array([Number.NEGATIVE_INFINITY])) },
      [1],
      "element [0] is -Infinity, expected a finite number",
    ],
    [{ shape: [3], f32: base64(new Float32Array(2)) }, [3], "3 in f32 takes 12 bytes, found 8 bytes"],
    [{ shape: [1], f32: "A*==" }, [1], "expected base64 text (A–Z, a–z, 0–9, + and /), found other characters"],
    [{ shape: [-1], f32: "" }, [1], "expected a shape of whole numbers from 0, found [-1]"],
    [{ shape: ["2"], f32: "" }, [2], 'expected a shape of whole numbers from 0, found ["2"]'],
    [{ shape: [4], i8: "AAAA", scale: 1 }, [4], "4 in i8 takes 4 bytes, found 3 bytes"],
    [
      { shape: [1], u8: "A*==", scale: 1 },
      [1],
      "expected base64 text (A–Z, a–z, 0–9, + and /), found other characters",
    ],
    [{ shape: [1], i8: "AQ==" }, [1], '"scale" is missing, expected a finite number above 0'],
    [{ shape: [1], i8: "AQ==", scale: -1 }, [1], '"scale" is -1, expected a finite number above 0'],
    [{ shape: [1], i8: "AQ==", scale: Number.NaN }, [1], '"scale" is NaN, expected a finite number above 0'],
    [
      { shape: [1], i8: "AQ==", scale: 1, offset: Number.POSITIVE_INFINITY },
      [1],
      '"offset" is Infinity, expected a finite number',
    ],
    [
      { shape: [1], i8: "AQ==", u8: "AQ==", scale: 1 },
      [1],
      'the numbers are written 2 times, as "i8" and "u8"; expected one of them',
    ],
    [{ shape: [1, 2], i8: "AQI=", scale: 1 }, [2], "expected 2, found 1×2"],
    [[[[[[[[[[1]]]]]]]]], [1], "9 or more axes are more than the limit of 8"],
    [{ shape: [4097, 4096], f32: "" }, [4097, 4096], "16,781,312 elements are more than the limit of 16,777,216"],
    [
      new Array<number>(65_537).fill(0),
      [65_537],
      "65,537 elements are more than the limit of 65,536 as nested arrays; write it as base64",
    ],
  ]
  // Named by the sentence alone: one of the literals has 65,537 elements.
  test.each(refused.map(([literal, expected, wanted]) => ({ literal, expected, wanted })))(
    "$wanted",
    ({ literal, expected, wanted }) => {
      expect(sentence(literal, expected)).toBe(wanted)
    },
  )

  test("is total: any JSON against any shape is a tensor of that shape or a problem", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.nat(3), { maxLength: 4 }), (literal, shape) => {
        // fc.jsonValue makes JSON.
        const read = readValue(literal as Json, shape, "float32")
        if (!isValueProblem(read)) expect(read.data.length).toBe(sizeOf(shape))
      }),
      { numRuns: 2000 },
    )
  })
})

describe("writeValue", () => {
  test("writes the shortest numbers that give the same float32", () => {
    expect(writeValue(tensorOf([3], [0.1, 1 / 3, 16777216], "float32"))).toEqual([0.1, 0.33333334, 16777216])
    expect(writeValue(tensorOf([], [0.1], "float64"))).toBe(0.1)
  })

  test("packs more than 4,096 elements, and shapes that lists cannot tell apart", () => {
    expect(writeValue(tensorOf([4096], new Array(4096).fill(1), "float32"))).toHaveLength(4096)
    expect(writeValue(tensorOf([4097], new Array(4097).fill(1), "float32"))).toHaveProperty("f32")
    expect(writeValue(tensorOf([0, 3], [], "float64"))).toEqual({ shape: [0, 3], f64: "" })
  })

  test("quantises to bytes that stand for each number within half a step, zero and the largest exactly", () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, min: -1000, max: 1000 }), { maxLength: 40 }), (numbers) => {
        const tensor = tensorOf([numbers.length], numbers, "float64")
        const literal = quantiseValue(tensor)
        expect(literalShape(literal)).toEqual([numbers.length])
        const written = scan(writeJson(literal), 64)
        if (isFault(written)) throw new Error(written.sentence)
        const read = readValue(written.value, [numbers.length], "float64")
        if (isValueProblem(read)) throw new Error(read.sentence)
        const step = Math.max(...numbers.map(Math.abs)) / 127
        const far = numbers.filter((value, i) => {
          const isNear = Math.abs(read.data[i]! - value) <= 0.5001 * step
          return !isNear || (value === 0 && !Object.is(read.data[i], 0))
        })
        expect(far).toEqual([])
        // What was quantised stays as it is when it is quantised again.
        expect(readValue(quantiseValue(read), read.shape, "float64")).toEqual(read)
      }),
      { numRuns: 500 },
    )
  })

  test("reads back bit by bit, through text, in both precisions", () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })
    const tensors = shapes.chain((shape) => {
      const size = { minLength: sizeOf(shape), maxLength: sizeOf(shape) }
      const finite = { noNaN: true, noDefaultInfinity: true }
      return fc.oneof(
        fc.array(fc.float(finite), size).map((data) => tensorOf(shape, data, "float32")),
        fc.array(fc.double(finite), size).map((data) => tensorOf(shape, data, "float64")),
      )
    })
    fc.assert(
      fc.property(tensors, (tensor) => {
        const dtype = tensor.data instanceof Float64Array ? "float64" : "float32"
        const literal = writeValue(tensor)
        expect(literalShape(literal)).toEqual(tensor.shape)
        const read = readValue(literal, tensor.shape, dtype)
        expect(read).toEqual(tensor)
        const written = scan(writeJson(literal), 64)
        if (isFault(written)) throw new Error(written.sentence)
        expect(readValue(written.value, tensor.shape, dtype)).toEqual(tensor)
      }),
      { numRuns: 1000 },
    )
  })
})
