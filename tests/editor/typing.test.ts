// What people type and paste into the inspector.

import { describe, expect, it } from "vitest"
import { readAttrText, writeAttr } from "../../src/editor/inspector/attrText.ts"
import { readPasted } from "../../src/editor/inspector/pasteNumbers.ts"
import { int, ints, optional, pairOr } from "../../src/ops/attrs.ts"

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
  const wanted = [
    [1, -2],
    [3.5, 4],
  ]
  it.each([
    ["a spreadsheet", "1\t−2\n3.5\t4\n"],
    ["CSV", "1,-2\r\n3.5,4"],
    ["NumPy", "array([[ 1. , -2. ],\n       [ 3.5,  4. ]], dtype=float32)"],
    ["MATLAB", "[1 -2; 3.5 4]"],
    ["JSON", "[[1,-2],[3.5,4]]"],
  ])("from %s", (_, text) => expect(readPasted(text)).toEqual(wanted))

  it("names the first thing that is no number", () => {
    expect(readPasted("1 2 three")).toEqual({ problem: '"three" is not a finite number' })
    expect(readPasted("NaN")).toEqual({ problem: '"NaN" is not a finite number' })
    expect(readPasted("[]")).toEqual({ problem: "there are no numbers in it" })
  })
})
