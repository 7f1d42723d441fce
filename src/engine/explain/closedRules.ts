// The backward rules of arithmetic, means and variances as sums of products, one for each arrow. The piece that a rule
// answers has the shape of the node's output; where the port is smaller, closedForm.ts sums it over the set.

import type { Source } from "../../graph/wire.ts"
import { type Atom, countOf, type Polynomial, type Power, times } from "./algebra.ts"
import { deviationAtom, differenceAtom, type Setting, scalarAtom, shiftedAtom, valueAtom } from "./symbols.ts"

interface RuleAt {
  readonly setting: Setting
  /** The gradient at the node's output. */
  readonly g: Polynomial
  /** Where the tensor at a port comes from. */
  readonly from: (port: string) => Source
  readonly output: Source
  /** An attribute that is a number. */
  readonly number: (attr: string) => number
}
/** What comes back to one port, as a polynomial in what came back to the output. */
export type ClosedRule = (at: RuleAt) => Polynomial

const to = (atom: Atom, power = 1): Power => ({ atom, power })
const value = ({ setting, from }: RuleAt, port: string): Atom => valueAtom(setting, from(port))
const pass: ClosedRule = ({ g }) => g
const variance = ({ setting, from, number }: RuleAt): Atom =>
  shiftedAtom(setting, from("variance"), number("eps"), "\\epsilon")

/** By kind, then by port. A kind that is not here keeps its gradient as a symbol of its own. */
export const closedRules: ReadonlyMap<string, { readonly [port: string]: ClosedRule }> = new Map(
  Object.entries({
    Identity: { input: pass },
    Add: { a: pass, b: pass },
    Sub: { a: pass, b: ({ g }) => times(g, -1) },
    Neg: { input: ({ g }) => times(g, -1) },
    Mul: {
      a: (at) => times(at.g, 1, to(value(at, "b"))),
      b: (at) => times(at.g, 1, to(value(at, "a"))),
    },
    Div: {
      a: (at) => times(at.g, 1, to(value(at, "b"), -1)),
      b: (at) => times(at.g, -1, to(value(at, "a")), to(value(at, "b"), -2)),
    },
    Square: { input: (at) => times(at.g, 2, to(value(at, "input"))) },
    // y = √x: 1/(2y). y = 1/√x: −½ x^(−3/2). y = 1/x: −y².
    Sqrt: { input: (at) => times(at.g, 0.5, to(valueAtom(at.setting, at.output), -1)) },
    Rsqrt: { input: (at) => times(at.g, -0.5, to(value(at, "input"), -1.5)) },
    Reciprocal: { input: (at) => times(at.g, -1, to(value(at, "input"), -2)) },
    Exp: { input: (at) => times(at.g, 1, to(valueAtom(at.setting, at.output))) },
    Sum: { input: pass },
    Mean: { input: (at) => times(at.g, 1, to(countOf(at.setting.set), -1)) },
    // The mean inside moves too, but Σ(x − μ) = 0 makes that part vanish.
    Var: {
      input: (at) => {
        const correction = at.number("correction")
        const n = countOf(at.setting.set)
        const count = Number(n.tensor.data[0])
        const divisor = correction === 0 ? n : scalarAtom(`n - ${correction}`, count - correction)
        return times(at.g, 2, to(divisor, -1), to(deviationAtom(at.setting, at.from("input"))))
      },
    },
    Standardize: {
      x: (at) => times(at.g, 1, to(variance(at), -0.5)),
      mean: (at) => times(at.g, -1, to(variance(at), -0.5)),
      variance: (at) =>
        times(at.g, -0.5, to(differenceAtom(at.setting, at.from("x"), at.from("mean"))), to(variance(at), -1.5)),
    },
    ScaleShift: {
      x: (at) => times(at.g, 1, to(value(at, "gamma"))),
      gamma: (at) => times(at.g, 1, to(value(at, "x"))),
      beta: pass,
    },
  } satisfies { readonly [kind: string]: { readonly [port: string]: ClosedRule } }),
)

/** Kinds that reduce over axes: these decide which cells form a set. */
export const REDUCTIONS: ReadonlySet<string> = new Set(["Mean", "Sum", "Var"])
