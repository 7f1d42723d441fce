// Arrays with known mistakes are compared with our own; each mistake is made independently here and must be named.

import { describe, expect, it } from "vitest"
import { type Comparison, compareArrays } from "../../../src/engine/compare/compare.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { reshape, type Tensor } from "../../../src/tensor/tensor.ts"
import { column, mean, type Opened, openGraph, runDocument } from "../../graphs/gallery.ts"

/** Numbers that were not rounded. */
const EXACT = null

function tensor(shape: readonly number[], data: readonly number[]): Tensor {
  return { shape, data: Float64Array.from(data) }
}
function compare(
  opened: Opened,
  side: "value" | "gradient",
  name: string,
  theirs: Tensor,
  halves: Tensor | null = EXACT,
): Comparison {
  const { analysis, result } = opened
  const comparison = compareArrays({ analysis, result, name, side }, theirs, halves)
  expect(comparison).not.toBeNull()
  return comparison!
}
function words({ causes }: Comparison): string {
  return causes.map((cause) => cause.words).join("\n")
}
function ours({ result }: Opened, side: "value" | "gradient", name: string): Tensor {
  return (side === "value" ? result.values : result.gradients).get(name)!
}
/** Moves cells of an N×C×H×W or H×W tensor; out of range is 0. */
function moved(
  t: Tensor,
  from: (row: number, column: number, rows: number, columns: number) => [number, number],
): Tensor {
  const [rows, columns] = [t.shape.at(-2)!, t.shape.at(-1)!]
  const plane = rows * columns
  return tensor(
    t.shape,
    Array.from(t.data, (_, i) => {
      const at = i % plane
      const [r, c] = from(Math.floor(at / columns), at % columns, rows, columns)
      return r < 0 || c < 0 || r >= rows || c >= columns ? 0 : t.data[i - at + r * columns + c]!
    }),
  )
}

const bn = openGraph("batch-norm")
const image: GradwireDocument = {
  gradwire: 1,
  seed: 5,
  target: "y",
  upstream: {},
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [2, 3, 5, 5] } },
    { id: "y", op: "Conv2d", attrs: { out_channels: 2, kernel_size: 3, padding: 1 }, inputs: { input: "x" } },
  ],
}
const conv = runDocument({ ...image, upstream: { y: random([2, 2, 5, 5]) } })

function random(shape: readonly number[], seed = 1): never {
  let state = seed
  const next = (): number => {
    state = (state * 48271) % 2147483647
    return Math.round((state / 2147483647) * 1000) / 500 - 1
  }
  const build = (axis: number): unknown =>
    axis === shape.length ? next() : Array.from({ length: shape[axis]! }, () => build(axis + 1))
  return build(0) as never // a nested array of the shape
}

describe("cells", () => {
  it("finds nothing wrong with itself, rounded as NumPy and MATLAB print", () => {
    const { shape, data } = ours(bn, "gradient", "X:value")
    const rounded = tensor(
      shape,
      Array.from(data, (x) => Number(x.toFixed(4))),
    )
    const halves = tensor(shape, Array(12).fill(0.00005))
    expect(compare(bn, "gradient", "X:value", rounded, halves).cells!.wrong).toEqual([])
    expect(compare(bn, "gradient", "X:value", rounded).cells!.wrong.length).toBeGreaterThan(0)
  })

  it("names the first and the worst wrong cell", () => {
    const x = Array.from(ours(bn, "value", "X:value").data)
    x[4]! += 0.5
    x[10]! -= 2
    const { cells, causes } = compare(bn, "value", "X:value", tensor([4, 3], x))
    expect(cells).toMatchObject({ of: 12, wrong: [4, 10] })
    expect(cells!.first).toEqual({ index: 4, address: [1, 1], ours: 5, theirs: 5.5, difference: 0.5 })
    expect(cells!.worst).toMatchObject({ address: [3, 1], difference: -2 })
    expect(causes).toEqual([])
  })

  it("takes NaN for wrong, and for the worst", () => {
    const x = Array.from(ours(bn, "value", "X:value").data)
    x[0]! += 100
    x[5] = Number.NaN
    expect(compare(bn, "value", "X:value", tensor([4, 3], x)).cells!.worst!.index).toBe(5)
  })

  it("has no answer for a tensor that is not there", () => {
    const { analysis, result } = bn
    expect(compareArrays({ analysis, result, name: "nobody:output", side: "value" }, tensor([], [1]), EXACT)).toBeNull()
  })
})

describe("shapes", () => {
  it("adds a missing batch axis", () => {
    const f6 = openGraph("f6-transposed-2d")
    const y = ours(f6, "value", "y:output")
    const two = compare(f6, "value", "y:output", reshape(y, [3, 3]))
    expect(two.cells!.wrong).toEqual([])
    expect(two.causes).toEqual([])
    expect(compare(f6, "value", "y:output", reshape(y, [1, 3, 3])).shapes).toContain("the batch axis is missing")
  })

  it("tries axes in another order and says which", () => {
    const x = ours(conv, "value", "x:value")
    const swapped = compare(conv, "value", "x:value", permuted(x, [1, 0, 2, 3]))
    expect(swapped.cells!.wrong).toEqual([])
    expect(words(swapped)).toContain("batch and channel axes exchanged")
    expect(words(compare(conv, "value", "x:value", permuted(x, [0, 2, 3, 1])))).toContain("channels last")
    const z = ours(bn, "value", "Z:output")
    expect(words(compare(bn, "value", "Z:output", permuted(z, [1, 0])))).toContain("transposed")
  })

  it("reads one long row, and refuses another number of cells", () => {
    const z = ours(bn, "value", "Z:output")
    expect(compare(bn, "value", "Z:output", reshape(z, [12])).cells!.wrong).toEqual([])
    const refused = compare(bn, "value", "Z:output", tensor([2, 2], [1, 2, 3, 4]))
    expect(refused.cells).toBeNull()
    expect(refused.shapes).toBe("Your array is 2×2 (4 cells), this tensor is 4×3 (12 cells).")
  })

  it("names other padding by its shape and numbers", () => {
    const [weight, bias] = [conv.result.params.get("y.weight")!, conv.result.params.get("y.bias")!]
    const other = convolved(ours(conv, "value", "x:value"), weight, bias, 0)
    const comparison = compare(conv, "value", "y:output", other)
    expect(comparison.cells).toBeNull()
    expect(words(comparison)).toBe("The padding is 0 instead of 1.")
  })
})

describe("causes", () => {
  it("transposed, batch and channel swapped, where the shape does not tell", () => {
    const square = runDocument({ gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape: [3, 3, 2, 4] } }] })
    const x = ours(square, "value", "x:value")
    expect(words(compare(square, "value", "x:value", permuted(x, [1, 0, 2, 3])))).toContain("batch and channel")
    const matrix = runDocument({ gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape: [4, 4] } }] })
    const m = ours(matrix, "value", "x:value")
    expect(words(compare(matrix, "value", "x:value", permuted(m, [1, 0])))).toContain("transposed")
  })

  it("turned by 180°, mirrored, column by column", () => {
    const y = ours(conv, "value", "y:output")
    const turned = moved(y, (r, c, rows, columns) => [rows - 1 - r, columns - 1 - c])
    expect(words(compare(conv, "value", "y:output", turned))).toContain("turned by 180°")
    const mirrored = moved(y, (r, c, _, columns) => [r, columns - 1 - c])
    expect(words(compare(conv, "value", "y:output", mirrored))).toContain("backwards")
    const z = ours(bn, "value", "Z:output")
    expect(words(compare(bn, "value", "Z:output", reshape(permuted(z, [1, 0]), [4, 3])))).toContain("column by column")
  })

  it("a flipped kernel", () => {
    const [x, weight, bias] = [
      ours(conv, "value", "x:value"),
      conv.result.params.get("y.weight")!,
      conv.result.params.get("y.bias")!,
    ]
    const flipped = moved(weight, (r, c, rows, columns) => [rows - 1 - r, columns - 1 - c])
    expect(words(compare(conv, "value", "y:output", convolved(x, flipped, bias, 1)))).toContain("kernel is flipped")
    // Backward by the input is a convolution with the kernel turned; who does not turn it gets the gradient of the flipped one.
    const other = runDocument({
      ...conv.document,
      nodes: conv.document.nodes.map((node) =>
        node.id === "y" ? { ...node, values: { weight: nested(flipped), bias: nested(bias) } } : node,
      ) as never,
    })
    const theirs = ours(other, "gradient", "x:value")
    expect(words(compare(conv, "gradient", "x:value", theirs))).toContain("kernel is flipped")
  })

  it("a missing bias", () => {
    const [x, weight, bias] = [
      ours(conv, "value", "x:value"),
      conv.result.params.get("y.weight")!,
      conv.result.params.get("y.bias")!,
    ]
    const theirs = convolved(x, weight, { ...bias, data: new Float64Array(2) }, 1)
    expect(words(compare(conv, "value", "y:output", theirs))).toContain("bias is missing")
  })

  it("everything one row lower: padding off by one", () => {
    const y = ours(conv, "value", "y:output")
    const lower = compare(
      conv,
      "value",
      "y:output",
      moved(y, (r, c) => [r - 1, c]),
    )
    expect(words(lower)).toBe("Everything lies one row lower: the padding is off by one.")
    const diagonal = moved(y, (r, c) => [r + 1, c + 1])
    expect(words(compare(conv, "value", "y:output", diagonal))).toContain("one row higher and one column further left")
  })

  it("n − 1 instead of n, a sum instead of a mean, the sign, the RMS, any constant", () => {
    const v = ours(bn, "value", "sigma2:output")
    const by = (f: (x: number) => number, of = v): Tensor => tensor(of.shape, Array.from(of.data, f))
    expect(
      words(
        compare(
          bn,
          "value",
          "sigma2:output",
          by((x) => (x * 4) / 3),
        ),
      ),
    ).toContain("n − 1 instead of n")
    const mu = ours(bn, "value", "mu:output")
    expect(
      words(
        compare(
          bn,
          "value",
          "mu:output",
          by((x) => x * 4, mu),
        ),
      ),
    ).toContain("multiplied by n = 4")
    const dX = ours(bn, "gradient", "X:value")
    expect(
      words(
        compare(
          bn,
          "gradient",
          "X:value",
          by((x) => x / 4, dX),
        ),
      ),
    ).toContain("divided by n = 4")
    expect(
      words(
        compare(
          bn,
          "gradient",
          "X:value",
          by((x) => -x, dX),
        ),
      ),
    ).toContain("sign")
    const rms = Math.sqrt(mean(Array.from(dX.data, (x) => x * x)))
    expect(
      words(
        compare(
          bn,
          "gradient",
          "X:value",
          by((x) => x / rms, dX),
        ),
      ),
    ).toContain("divided by its RMS")
    expect(
      words(
        compare(
          bn,
          "gradient",
          "X:value",
          by((x) => x * 0.817, dX),
        ),
      ),
    ).toContain("ours times 0.817")
  })

  it("a copy painted one row off, by hand for F6", () => {
    // [[−1, 2], [3, 1]] with [[1, −1], [0, 1]]: the copy of the 3, [[3, −3], [0, 3]], painted in row 0 instead of row 1.
    const theirs = tensor([3, 3], [-1 + 3, 3 - 3, -2, 3 - 3, -3 + 3 + 3, 1, 0, 3 - 3, 1])
    const f6 = openGraph("f6-transposed-2d")
    expect(words(compare(f6, "value", "y:output", theirs))).toContain("copy of input [1, 0] is one row too high")
  })
})

describe("the gradient of batch norm", () => {
  const [x, dY, gamma] = [
    bn.value("X:value"),
    (bn.document.upstream!["Y:output"] as number[][]).flat(),
    bn.value("gamma:value"),
  ]
  /** B2 by hand, with the terms that are kept. */
  const byHand = (keep: { mean: number; variance: "whole" | "printed" | "none" }): Tensor =>
    tensor(
      [4, 3],
      x.map((xij, at) => {
        const j = at % 3
        const [xs, dys] = [column(x, 3, j), column(dY, 3, j)]
        const mu = mean(xs)
        const v = mean(xs.map((xi) => (xi - mu) ** 2)) + 1e-5
        const sum = dys.reduce((total, dy, k) => total + dy * (xs[k]! - mu), 0) / (4 * v)
        const last = keep.variance === "none" ? 0 : keep.variance === "printed" ? sum : (xij - mu) * sum
        return (gamma[j]! / Math.sqrt(v)) * (dY[at]! - keep.mean * mean(dys) - last)
      }),
    )

  it("is ours with every term", () => {
    expect(compare(bn, "gradient", "X:value", byHand({ mean: 1, variance: "whole" })).cells!.wrong).toEqual([])
  })

  it.each([
    [{ mean: 0, variance: "whole" } as const, "piece from mu"],
    [{ mean: 1, variance: "none" } as const, "piece from sigma2"],
    [{ mean: 0, variance: "none" } as const, "Only the piece from Z"],
    [{ mean: 1, variance: "printed" } as const, "printed in the course's solution"],
  ])("%j is named", (keep, wanted) => {
    expect(words(compare(bn, "gradient", "X:value", byHand(keep)))).toContain(wanted)
  })

  it("is named in a BatchNorm that is one node, too", () => {
    const one = runDocument({
      gradwire: 1,
      target: "y",
      upstream: { y: bn.document.upstream!["Y:output"]! },
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [4, 3] }, values: { value: rowsOf(x) } },
        { id: "y", op: "BatchNorm1d", inputs: { input: "x" }, values: { weight: gamma } },
      ],
    })
    const named = (keep: Parameters<typeof byHand>[0]) => words(compare(one, "gradient", "x:value", byHand(keep)))
    expect(named({ mean: 0, variance: "whole" })).toContain("through the mean μ is missing")
    expect(named({ mean: 1, variance: "none" })).toContain("through the variance σ² is missing")
    expect(named({ mean: 0, variance: "none" })).toContain("taken for constants")
    expect(named({ mean: 1, variance: "printed" })).toContain("printed in the course's solution")
  })

  it("values normalised with n − 1", () => {
    const one = runDocument({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [4, 3] }, values: { value: rowsOf(x) } },
        { id: "y", op: "BatchNorm1d", inputs: { input: "x" }, values: { weight: gamma, bias: [1, 2, 3] } },
      ],
    })
    const theirs = x.map((xij, at) => {
      const xs = column(x, 3, at % 3)
      const v = xs.reduce((sum, xi) => sum + (xi - mean(xs)) ** 2, 0) / 3
      return (gamma[at % 3]! * (xij - mean(xs))) / Math.sqrt(v + 1e-5) + 1 + (at % 3)
    })
    expect(words(compare(one, "value", "y:output", tensor([4, 3], theirs)))).toContain("variance with n − 1")
  })
})

function rowsOf(x: readonly number[]): number[][] {
  return [0, 1, 2, 3].map((row) => x.slice(3 * row, 3 * row + 3))
}
function nested({ shape, data }: Tensor): never {
  const build = (axis: number, at: number): unknown => {
    if (axis === shape.length) return data[at]
    return Array.from({ length: shape[axis]! }, (_, i) => build(axis + 1, at * shape[axis]! + i))
  }
  return build(0, 0) as never // a nested array of the shape
}

/** Axis i of the answer is axis dims[i], index by index. */
function permuted(t: Tensor, dims: readonly number[]): Tensor {
  const shape = dims.map((axis) => t.shape[axis]!)
  const out = new Float64Array(t.data.length)
  for (let i = 0; i < out.length; i++) {
    let rest = i
    const address = new Array<number>(dims.length).fill(0)
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      address[dims[axis]!] = rest % shape[axis]!
      rest = Math.floor(rest / shape[axis]!)
    }
    out[i] = t.data[address.reduce((flat, at, axis) => flat * t.shape[axis]! + at, 0)]!
  }
  return { shape, data: out }
}

/** Cross-correlation, stride 1, by its definition. */
function convolved(x: Tensor, w: Tensor, b: Tensor, padding: number): Tensor {
  const [n, c, h, wide] = x.shape as [number, number, number, number]
  const [f, , kh, kw] = w.shape as [number, number, number, number]
  const [rows, columns] = [h + 2 * padding - kh + 1, wide + 2 * padding - kw + 1]
  const out: number[] = []
  for (let i = 0; i < n; i++)
    for (let o = 0; o < f; o++)
      for (let r = 0; r < rows; r++)
        for (let s = 0; s < columns; s++) {
          let sum = b.data[o]!
          for (let ch = 0; ch < c; ch++)
            for (let p = 0; p < kh; p++)
              for (let q = 0; q < kw; q++) {
                const [y, z] = [r + p - padding, s + q - padding]
                if (y < 0 || z < 0 || y >= h || z >= wide) continue
                sum += x.data[((i * c + ch) * h + y) * wide + z]! * w.data[((o * c + ch) * kh + p) * kw + q]!
              }
          out.push(sum)
        }
  return tensor([n, f, rows, columns], out)
}
