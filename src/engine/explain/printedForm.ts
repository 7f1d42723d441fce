// The closed form of batch norm's backward pass as a course prints it lacks a factor: where the term through σ² should read
// (X_ij − μ_j)/(n(σ²_j + ε)) · Σ …, the first (X_ij − μ_j) is left out. Which of the two is right is a matter of numbers: both are
// evaluated here beside finite differences and, for the example as it ships, beside PyTorch.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { analyze } from "../../graph/analysis/analyze.ts"
import { setValues } from "../../graph/edit/edit.ts"
import { writeValue } from "../../graph/values/values.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import { ops } from "../../ops/registry.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { isSource } from "../pass/forward.ts"
import type { RunResult } from "../pass/result.ts"
import { run } from "../pass/run.ts"
import { evaluate, type Monomial, type Polynomial, writeSum } from "./algebra.ts"
import { closedForm } from "./closedForm.ts"

/** A gradient as books print it, one factor short, beside ours and beside differences. */
export interface PrintedForm {
  /** The factor that is left out, LaTeX. */
  readonly factor: string
  /** The sum without it, LaTeX. */
  readonly tex: string
  /** One for each cell, in float64. */
  readonly rows: readonly PrintedRow[]
  /** The largest distances from the finite differences. */
  readonly worst: { readonly ours: number; readonly printed: number; readonly torch: number | null }
}
/** One cell: our gradient, the slope by finite differences, PyTorch's gradient and the printed formula's number. */
export interface PrintedRow {
  readonly ours: number
  readonly slope: number
  /** PyTorch's own gradient; null where this is not the example that it was asked about. */
  readonly torch: number | null
  readonly printed: number
}

/** More cells than this are no table, and each costs two runs. */
const MOST_CELLS = 24
const MOST_NODES = 40
const STEP = 1e-5

/** Null unless the closed form at this source has a term with the factor, and the graph is small enough to run again. */
export function printedForm(analysis: Analysis, of: Source): PrintedForm | null {
  const node = analysis.nodes.get(of.node)
  if (node?.op == null || !isSource(node.op) || analysis.nodes.size > MOST_NODES) return null
  const options = { mode: analysis.mode, dtype: "float64" } as const
  const result = run(analysis, options)
  const value = result.values.get(placeName(of))
  if (value === undefined || value.data.length > MOST_CELLS) return null
  const sum = closedForm(analysis, result, of)?.sum ?? []
  const lacking = sum.find(isThroughVariance)
  const factor = lacking?.factors.find(isDeviation)
  if (factor === undefined) return null
  const printed: Polynomial = sum.map((term) =>
    term === lacking ? { ...term, factors: term.factors.filter((one) => one !== factor) } : term,
  )
  const [ours, without] = [evaluate(sum).data, evaluate(printed).data]
  const torch = torchGradient(result)
  const rows = Array.from(value.data, (_, i): PrintedRow => {
    return {
      ours: ours[i] ?? Number.NaN,
      slope: slopeAt(analysis, of, value, i),
      torch: torch?.[i] ?? null,
      printed: without[i] ?? Number.NaN,
    }
  })
  const apart = (number: (row: PrintedRow) => number): number =>
    rows.reduce((most, row) => Math.max(most, Math.abs(number(row) - row.slope)), 0)
  return {
    factor: `\\left(${factor.atom.write("i")}\\right)`,
    tex: writeSum(printed),
    rows,
    worst: {
      ours: apart(({ ours }) => ours),
      printed: apart(({ printed }) => printed),
      torch: torch === null ? null : apart(({ torch }) => torch ?? Number.NaN),
    },
  }
}

/** A deviation that stands outside of a sum, beside one. */
function isThroughVariance({ factors }: Monomial): boolean {
  return factors.some(isDeviation) && factors.some(({ atom }) => atom.form === "sum")
}

function isDeviation({ atom, power }: Monomial["factors"][number]): boolean {
  return atom.form === "compound" && atom.onSet && power === 1
}

/** Central difference of L = Σ upstream · output in float64. */
function slopeAt(analysis: Analysis, of: Source, value: Tensor, at: number): number {
  const objective = (by: number): number => {
    const data = Float64Array.from(value.data, (x, i) => (i === at ? x + by : x))
    const document = setValues(analysis.document, of.node, of.port, writeValue({ shape: value.shape, data }))
    const moved = run(analyze(document, ops, analysis.mode), { mode: analysis.mode, dtype: "float64", backward: true })
    return moved.loss ?? Number.NaN
  }
  return (objective(STEP) - objective(-STEP)) / (2 * STEP)
}

/**
 * PyTorch 1.13, float64: `torch.nn.functional.batch_norm(X, None, None, gamma, beta, True, 0.1, 1e-5)` on the numbers of the
 * example "Batch normalisation, training time", and X.grad after `.backward(dY)`.
 */
const TORCH = {
  given: {
    "X:value": [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 0, 1],
    "gamma:value": [1, 0.5, 2],
    "Y:output": [0.5, -1, 0.25, -0.75, 1.5, -1.25, 1.25, 0.5, 2, 0.25, -0.5, -0.75],
  },
  gradient: [
    0.16446045653664149, -0.12568168804594726, 0.4163200572253454, -0.45683495342225117, 0.18403385145904871,
    -1.0750265108559236, 0.22841774065981088, -0.08360056402160945, 0.5678123909849296, 0.06395675622579881,
    0.02524840060850801, 0.09089406264564873,
  ],
} as const

/** PyTorch's gradient, if the run is of the numbers that PyTorch was given. */
function torchGradient({ values, gradients }: RunResult): readonly number[] | null {
  const same = Object.entries(TORCH.given).every(([name, numbers]) => {
    const data = (name === "Y:output" ? gradients : values).get(name)?.data
    return data?.length === numbers.length && numbers.every((x, i) => x === data[i])
  })
  return same ? TORCH.gradient : null
}
