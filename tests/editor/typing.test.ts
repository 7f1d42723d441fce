// What people type and paste into the inspector.

import { describe, expect, it } from "vitest"
import { readAttrText, writeAttr } from "../../src/editor/inspector/fields/attrText.ts"
import { pasteNumbers } from "../../src/editor/inspector/fields/pasteNumbers.ts"
import { planeOf } from "../../src/editor/tensor/slice.ts"
import { int, ints, optional, pairOr } from "../../src/ops/attributes/attrs.ts"
import type { Tensor } from "../../src/tensor/tensor.ts"

describe("attributes as text", () => {
  const padding = pairOr(["same", "valid"], { doc: "", fallback: 0, min: 0 }).control
  const whole = int({ doc: "", min: 0 }).control
  const list = optional(ints({ doc: "" })).control

  it.each([
    [padding, "1", 1],
    [padding, "3, 2", [3, 2]],
    [padding, "3×2", [3, 2]],
    [padding, "3x2", [3, 2]],
    [padding, "[3 2]", [3, 2]],
    [padding, "Same", "same"],
    [whole, "2^5", 32],
    [whole, "28*28", 784],
    [whole, "−3", -3],
    [whole, "", null],
    [list, "0, -1", [0, -1]],
    [list, "none", null],
    [list, "", []],
  ])("%o reads %o as %o", (control, text, raw) => expect(readAttrText(control, text)).toEqual(raw))

  it("hands on what it cannot read, for the attribute's own sentence", () => {
    expect(readAttrText(whole, "ten")).toBe("ten")
    expect(readAttrText(whole, "n+1")).toBe("n+1")
    expect(readAttrText(padding, "1, b")).toEqual([1, "b"])
  })

  it.each([
    [[3, 2], "3, 2"],
    [-1, "−1"],
    ["same", "same"],
    [null, ""],
  ])("%o is written %o", (raw, text) => expect(writeAttr(raw)).toBe(text))
})

describe("pasted numbers", () => {
  const target = { shape: [2, 3], data: Float64Array.of(0, 0, 0, 0, 0, 0) }
  const pasted = (text: string, index = 0, tensor: Tensor = target, leading: readonly number[] = []) => {
    const answer = pasteNumbers(tensor, planeOf(tensor.shape, leading), index, text)
    return "problem" in answer ? answer.problem : { data: [...answer.tensor.data], left: answer.left }
  }
  it.each([
    ["a spreadsheet", "1\t−2\n3.5\t4\n"],
    ["CSV", "1,-2\r\n3.5,4"],
    ["decimal commas", "1\t−2\n3,5\t4\n"],
    ["NumPy", "array([[ 1. , -2. ],\n       [ 3.5,  4. ]], dtype=float32)"],
    ["MATLAB", "[1 -2; 3.5 4]"],
    ["JSON", "[[1,-2],[3.5,4]]"],
  ])("from %s", (_, text) => expect(pasted(text)).toEqual({ data: [1, -2, 0, 3.5, 4, 0], left: 0 }))

  it("begins where it is pasted, and counts what finds no cell", () => {
    expect(pasted("1 2\n3 4", 1)).toEqual({ data: [0, 1, 2, 0, 3, 4], left: 0 })
    expect(pasted("1 2\n3 4", 5)).toEqual({ data: [0, 0, 0, 0, 0, 1], left: 3 })
    expect(pasted("7")).toEqual({ data: [7, 0, 0, 0, 0, 0], left: 0 })
  })

  it("fills a plane of more axes, or all of it with an array of its shape", () => {
    const cube = { shape: [2, 2, 2], data: new Float64Array(8) }
    expect(pasted("1 2\n3 4", 4, cube, [1])).toEqual({ data: [0, 0, 0, 0, 1, 2, 3, 4], left: 0 })
    expect(pasted("[[[1,2],[3,4]],[[5,6],[7,8]]]", 0, cube)).toEqual({ data: [1, 2, 3, 4, 5, 6, 7, 8], left: 0 })
    expect(pasted("[[[1,2],[3,4]],[[5,6],[7,8]],[[5,6],[7,8]]]", 0, cube)).toContain("do not fit into 2×2×2")
  })

  it("says why nothing was taken", () => {
    expect(pasted("1 2 three")).toBe('"three" is not a number')
    expect(pasted("NaN")).toContain("finite")
    expect(pasted("[]")).toBe("there are no numbers in it")
  })
})
