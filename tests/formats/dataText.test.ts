// Examples as people paste them.

import { describe, expect, it, test } from "vitest"
import { fieldLiterals, readDataText, stackExamples } from "../../src/formats/dataText.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

function read(text: string): { [field: string]: unknown } {
  const answer = readDataText(text)
  if ("problem" in answer) return { problem: answer.problem }
  const fields = Object.entries(answer.fields).map(([name, { shape, data }]) => [name, shape, Array.from(data)])
  return answer.classes === null ? { fields } : { fields, classes: answer.classes }
}

describe("a table", () => {
  it("with names: columns x1, x2 are one field, label is labels, others stand alone", () => {
    const fields = [
      ["x", [2, 2], [1, 2, 3, -4]],
      ["y", [2, 1], [0.5, 1e3]],
      ["labels", [2], [0, 1]],
    ]
    expect(read("x1,x2,y,label\n1,2,.5,0\n3,-4,1e3,1\n")).toEqual({ fields })
    expect(read("\uFEFFx1\tx2\ty\tlabel\r\n1\t2\t.5\t0\r\n\r\n3\t−4\t1e3\t1")).toEqual({ fields })
    expect(read("x_1; x_2; y; class\n1; 2; .5; 0\n3; -4; 1e3; 1")).toEqual({ fields })
  })

  it("without names: one field x", () => {
    expect(read("1 2 3\n4 5 6")).toEqual({ fields: [["x", [2, 3], [1, 2, 3, 4, 5, 6]]] })
    expect(read("1\n2\n3")).toEqual({ fields: [["x", [3, 1], [1, 2, 3]]] })
    expect(read("10,1")).toEqual({ fields: [["x", [1, 2], [10, 1]]] })
  })

  it("with words: class labels in the order of the alphabet", () => {
    expect(read('width,"kind, of"\n1,dog\n2,"cat"\n3,dog')).toEqual({
      fields: [
        ["width", [3, 1], [1, 2, 3]],
        ["labels", [3], [1, 0, 1]],
      ],
      classes: ["cat", "dog"],
    })
  })

  it("is refused with its place", () => {
    expect(read("a,b\n1,2\n\n3")).toEqual({ problem: "The table is uneven: line 4 has 1 columns, line 1 has 2." })
    expect(read("a,b\n1,2\n3,?").problem).toContain('Line 3, column "b", holds "?": a value is missing')
    expect(read("a,b\n1,2\n3,x\n4,5").problem).toBe('Line 3, column "b": "x" is not a number.')
    expect(read("1,a,b\n2,c,d").problem).toContain('Two columns hold words, "column 2" and "column 3"')
    expect(read(" \n")).toEqual({ problem: "There is nothing in the text; expected a table or an array of numbers." })
  })
})

describe("JSON and arrays", () => {
  it("an object is its fields", () => {
    expect(read('{"points": [[1, 2], [3, 4]], "labels": [0, 1]}')).toEqual({
      fields: [
        ["points", [2, 2], [1, 2, 3, 4]],
        ["labels", [2], [0, 1]],
      ],
    })
    expect(read('{"x": [1, 2], "y": [1]}')).toEqual({ problem: 'The field "y" has 1 examples, but "x" has 2.' })
    expect(read('{"x": 1}')).toEqual({ problem: 'The field "x" is a single number; expected examples.' })
    expect(read('{"x": "cat"}')).toEqual({ problem: 'The field "x" is no array: "cat" is not a number.' })
    expect(read('{"__proto__": [1]}').problem).toContain('cannot be called "__proto__"')
    expect(read("a,constructor\n1,2").problem).toContain('cannot be called "constructor"')
    expect(read("{}")).toEqual({ problem: "There is no field in the object." })
  })

  it("an array of NumPy's, of JSON's or with its shape is the field x", () => {
    const x = { fields: [["x", [2, 1, 2], [1, 2, 3, 4]]] }
    expect(read("array([[[1., 2.]],\n       [[3., 4.]]])")).toEqual(x)
    expect(read("[[[1, 2]], [[3, 4]]]")).toEqual(x)
    expect(read('{"shape": [2, 1, 2], "data": [1, 2, 3, 4]}')).toEqual(x)
    expect(read("[1, 2")).toEqual({ problem: "This is no array of examples: a bracket is not closed." })
  })
})

test("examples of one shape are stacked; another shape is named", () => {
  const picture = (fill: number, width = 2) => tensorOf([1, 1, width], Array(width).fill(fill), "float32")
  expect(stackExamples([picture(0.25), picture(0.5)])).toEqual({
    shape: [2, 1, 1, 2],
    data: Float32Array.from([0.25, 0.25, 0.5, 0.5]),
  })
  expect(stackExamples([picture(1), picture(1, 3)])).toEqual({
    problem: "Example 2 is 1×1×3, the first is 1×1×2; all must have one shape.",
  })
  expect(stackExamples([])).toEqual({ problem: "There are no examples." })
})

test("fields are written small as lists, large as base64", () => {
  const large = { shape: [5000], data: new Float32Array(5000) }
  const literals = fieldLiterals({ x: tensorOf([2, 1], [0.1, 2], "float32"), images: large })
  expect(literals.x).toEqual([[0.1], [2]])
  expect(literals.images).toMatchObject({ shape: [5000] })
})
