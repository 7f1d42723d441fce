// Arrays as people copy them.

import { describe, expect, it } from "vitest"
import { readArrayText } from "../../src/formats/arrays/arrayText.ts"
import { expectClose } from "../graphs/gallery.ts"

function read(text: string) {
  const answer = readArrayText(text)
  if ("problem" in answer) throw new Error(answer.problem)
  return {
    shape: answer.tensor.shape,
    data: Array.from(answer.tensor.data),
    halves: Array.from(answer.halves?.data ?? []),
  }
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
    [
      "a parameter of PyTorch",
      "Parameter containing:\ntensor([[ 1.,  2.,  3.],\n        [ 4.,  5., -6.]], requires_grad=True)",
    ],
    ["Jax", "Array([[ 1.,  2.,  3.],\n       [ 4.,  5., -6.]], dtype=float32)"],
    [
      "TensorFlow",
      "<tf.Tensor: shape=(2, 3), dtype=float32, numpy=\narray([[1., 2., 3.],\n       [4., 5., -6.]], dtype=float32)>",
    ],
    ["a list of tensors", "[tensor([1., 2., 3.]), tensor([4., 5., -6.], grad_fn=<X>)]"],
    ["scalars of NumPy 2", "[[np.float64(1.0), np.float64(2.0), 3.0], [4.0, 5.0, np.float64(-6.0)]]"],
    ["a prompt", ">>> dX\narray([[ 1.,  2.,  3.],\n       [ 4.,  5., -6.]])"],
    ["a notebook", "In [3]: dX\nOut[3]: \narray([[ 1.,  2.,  3.],\n       [ 4.,  5., -6.]])"],
    ["a label", "dX: [[ 1.  2.  3.]\n [ 4.  5. -6.]]"],
    ["comments", "# mine\n[[1, 2, 3],  # first\n [4, 5, -6]]"],
    ["C", "float x[2][3] = {{1.0f, 2.0f, 3.0f}, {4.0f, 5.0f, -6.0f}};"],
    ["a MATLAB literal over lines", "A = [ ...\n 1 2 3; ...\n 4 5 -6 ...\n];"],
    [
      "MATLAB's columns",
      "A =\n\n  Columns 1 through 2\n\n     1     2\n     4     5\n\n  Column 3\n\n     3\n    -6\n",
    ],
    ["Julia", "2×3 Matrix{Float64}:\n 1.0  2.0   3.0\n 4.0  5.0  -6.0"],
    ["R", "     [,1] [,2] [,3]\n[1,]    1    2    3\n[2,]    4    5   -6"],
    ["pandas", "     0    1    2\n0  1.0  2.0  3.0\n1  4.0  5.0 -6.0"],
    ["CSV with an index", ",a,b,c\n0,1,2,3\n1,4,5,-6"],
    ["CSV with semicolons", "1;2;3\n4;5;-6"],
    ["decimal commas", "1,0;2,0;3,0\n4,0;5,0;-6,0"],
    ["decimal commas and tabs", "1,00\t2,00\t3,00\n4,00\t5,00\t-6,00"],
    ["an en dash and odd spaces", "1\u00a02\u20093\n4\u00a05\u2009–6"],
    ["a Markdown table with a head", "| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | 3 |\n| 4 | 5 | -6 |"],
    ["a LaTeX matrix", "$\\begin{pmatrix} 1 & 2 & 3 \\\\ 4 & 5 & -6 \\end{pmatrix}$"],
    ["a LaTeX table", "\\begin{tabular}{rrr}\n\\hline\n1 & 2 & 3 \\\\\n4 & 5 & $-6$ \\\\ \\hline\n\\end{tabular}"],
    ["HTML", "<table><tr><td>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td><td>-6</td></tr></table>"],
    ["powers of ten", "0.1×10¹ 20·10^-1 3e0\n4E0 \\frac{10}{2} -6D+00"],
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
  expect(read("[[NaN, null], [None, float('nan')]]").data).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN])
  expect(read("np.array([np.inf, -np.inf, np.nan])").data).toEqual([Infinity, -Infinity, Number.NaN])
  expect(read("np.float32(1.5)")).toMatchObject({ shape: [], data: [1.5] })
  expect(read("1,234.5 2,345.5\n3,456.5 4,567.5").data).toEqual([1234.5, 2345.5, 3456.5, 4567.5])
})

it("puts MATLAB's pages on the last axis", () => {
  const text = "ans(:,:,1) =\n\n 1 2\n 3 4\n\nans(:,:,2) =\n\n 5 6\n 7 8\n"
  expect(read(text)).toMatchObject({ shape: [2, 2, 2], data: [1, 5, 2, 6, 3, 7, 4, 8] })
})

/** Half of the last digit of each number; `0` is exact. */
it.each([
  ["digits as typed", "[0.1235, 2.5]", [5e-5, 0.05]],
  ["zeros that were typed", "[0.50, 2.500, 3.0]", [5e-3, 5e-4, 0.05]],
  ["powers of ten, each by its own", "[1.2346e-01 5.0000e+02]", [5e-6, 5e-3]],
  ["the panels' own signs", "−1.2e−7\t0.0021\t−3.14", [5e-9, 5e-5, 5e-3]],
  ["whole numbers in the panels' three digits", "3\t0.123\t45.6", [5e-3, 5e-4, 0.05]],
  ["a single whole number", "3", [5e-3]],
  ["1200 without a comma: to the unit", "1200", [0.5]],
  ["whole numbers by the longest of them", "[12345, 7, 120]", [0.5, 5e-5, 5e-3]],
  ["NumPy: zeros are stripped, columns filled up", "array([0.5       , 0.12345678, 1.        ])", [5e-9, 5e-9, 5e-8]],
  ["NumPy: a point without digits, by the decimals of the others", "[1. 0. 2.5]", [0.05, 0.05, 0.05]],
  ["NumPy: points without digits alone", "[1. 0. 2.]", [5e-3, 5e-3, 5e-3]],
  ["PyTorch's four decimals", "tensor([0.5000, 1.2346, -12.0000])", [5e-5, 5e-5, 5e-5]],
  ["a JSON list from a program: shorter numbers are whole", "[0.5, 0.1234567890123]", [5e-14, 5e-14]],
  ["one short among many: as it was typed", "[0.123, 0.5, 0.456, 0.789]", [5e-4, 0.05, 5e-4, 5e-4]],
  ["MATLAB's factor", "A =\n\n   1.0e+03 *\n\n   0.0010  0.0020\n", [0.05, 0.05]],
  ["decimal commas", "0,1235; 2,5\n1,0; 2,0", [5e-5, 0.05, 0.05, 0.05]],
  ["fractions, words", "[1/3, nan, True]", [0, 0, 0]],
] as const)("says how coarsely a number is written: %s", (_, text, halves) => {
  const found = read(text).halves
  expect(found.length).toBe(halves.length)
  found.forEach((x, i) => {
    expect(x, `number ${i}`).toBeCloseTo(halves[i]!, 16)
  })
})

it("reads commas as thousands where only that gives as many numbers as there are cells", () => {
  expect(read("12,345\n6,789")).toMatchObject({ shape: [2, 2] })
  const grouped = readArrayText("12,300\n6,790\n−1,230", 3)
  expect("problem" in grouped ? grouped.problem : Array.from(grouped.tensor.data)).toEqual([12300, 6790, -1230])
  expect("problem" in grouped ? null : Array.from(grouped.halves?.data ?? [])).toEqual([50, 5, 5])
  const bracketed = readArrayText("[[1,230, 4], [0.5, 12,340]]", 4)
  expect("problem" in bracketed ? bracketed.problem : bracketed.tensor.shape).toEqual([2, 2])
})

it.each([
  ["", "no numbers"],
  ["[]", "no numbers"],
  ["1 2 three", '"three" is not a number'],
  ["[[1, 2], [3]]", "[1] is 1 number, [0] is 2 numbers"],
  ["1 2\n3", "not of one length"],
  ["[[1, 2]", "not closed"],
  ["[1, 2]]", "closes nothing"],
  ["[1. 2. ... 9. 10.]", "left out"],
  ["[[1. 2.]\n ...\n [3. 4.]]", "left out"],
  ["[1+2j, 3]", "not a number"],
  ["1.#INF 2", "not a number"],
  ["PK\u0003\u0004\u0000\u0000", "zero bytes"],
  ['{"shape": [2], "data": [1]}', "wants 2 numbers"],
  ['{"shape": 2, "data": [1]}', "both lists"],
  ['{"shape": [2], "data": [1', "not whole"],
  [`${"[".repeat(200)}1${"]".repeat(200)}`, "too deep"],
])("refuses %j", (text, words) => {
  const answer = readArrayText(text)
  expect("problem" in answer ? answer.problem : "was read").toContain(words)
})
