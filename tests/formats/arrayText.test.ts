// Arrays as people copy them.

import { describe, expect, it } from "vitest"
import { readArrayText } from "../../src/formats/arrayText.ts"
import { expectClose } from "../graphs/gallery.ts"

function read(text: string) {
  const answer = readArrayText(text)
  if ("problem" in answer) throw new Error(answer.problem)
  return { shape: answer.tensor.shape, data: Array.from(answer.tensor.data), ...answer.rounding }
}

describe("2×3", () => {
  it.each([
    ["JSON", "[[1, 2, 3], [4, 5, -6]]"],
    ["NumPy's print", "[[ 1.  2.  3.]\n [ 4.  5. -6.]]"],
    ["NumPy's repr", "array([[ 1.,  2.,  3.],\n       [ 4.,  5., -6.]], dtype=float32)"],
    ["PyTorch's print", "tensor([[ 1.,  2.,  3.],\n        [ 4.,  5., -6.]], grad_fn=<AddBackward0>)"],
    ["PyTorch on a device", "tensor([[1., 2., 3.], [4., 5., -6.]], device='cuda:0', dtype=torch.float64)"],
    ["an assignment in Python", "x = np.array([[1, 2, 3], [4, 5, -6]])"],
    ["a MATLAB literal", "A = [1 2 3; 4 5 -6];"],
    ["MATLAB's display", "A =\n\n     1     2     3\n     4     5    -6\n"],
    ["MATLAB's display with a factor", "A =\n\n   1.0e+03 *\n\n   0.001  0.002  0.003\n   0.004  0.005  -0.006\n"],
    ["CSV", "1,2,3\r\n4,5,-6\r\n"],
    ["CSV with names", "a,b,c\n1,2,3\n4,5,-6\n"],
    ["a spreadsheet", "1\t2\t3\n4\t5\t−6"],
    ["LaTeX", "1 & 2 & 3 \\\\\n4 & 5 & -6 \\\\"],
    ["a Markdown table", "| 1 | 2 | 3 |\n| 4 | 5 | -6 |"],
    ["rows apart", "[1 2 3]\n[4 5 -6]"],
    ["run --json", '{"shape": [2, 3], "data": [1, 2, 3, 4, 5, -6]}'],
  ])("from %s", (_, text) => {
    const { shape, data } = read(text)
    expect(shape).toEqual([2, 3])
    expectClose(data, [1, 2, 3, 4, 5, -6])
  })
})

it("reads more than two axes, vectors and single numbers", () => {
  expect(read("[[[[1, 2]]], [[[3, 4]]]]")).toMatchObject({ shape: [2, 1, 1, 2], data: [1, 2, 3, 4] })
  expect(read("array([1, 2, 3])").shape).toEqual([3])
  expect(read("1 2 3").shape).toEqual([3])
  expect(read("[[1 2 3]]").shape).toEqual([1, 3])
  expect(read("tensor(1.5)")).toMatchObject({ data: [1.5] })
  expect(read("0.25").shape).toEqual([])
  expect(read("[nan, -inf, True]").data).toEqual([Number.NaN, Number.NEGATIVE_INFINITY, 1])
})

it("says how coarsely the numbers are rounded", () => {
  expect(read("[0.1235, 2.5]").absolute).toBeCloseTo(0.00005, 15)
  expect(read("[1.2346e-01 5.0000e+02]")).toMatchObject({ absolute: 0 })
  expect(read("[1.2346e-01 5.0000e+02]").relative).toBeCloseTo(0.00005, 15)
  expect(read("[1, 2.5]")).toMatchObject({ absolute: 0, relative: 0 })
})

it.each([
  ["", "no numbers"],
  ["[]", "no numbers"],
  ["1 2 three", '"three" is not a number'],
  ["[[1, 2], [3]]", "part 1 is 1 numbers, part 0 is 2 numbers"],
  ["1 2\n3", "part 1"],
  ["[[1, 2]", "not closed"],
  ["[1, 2]]", "closes nothing"],
  ["[1. 2. ... 9. 10.]", "shortened"],
  ['{"shape": [2], "data": [1]}', "wants 2 numbers"],
  ['{"shape": 2, "data": [1]}', "both lists"],
  ['{"shape": [2], "data": [1', "not whole"],
  [`${"[".repeat(200)}1${"]".repeat(200)}`, "too deep"],
])("refuses %j", (text, words) => {
  const answer = readArrayText(text)
  expect("problem" in answer ? answer.problem : "was read").toContain(words)
})
