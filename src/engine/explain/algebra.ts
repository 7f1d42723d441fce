// Sums of products, as far as backward rules of means, variances and broadcasts need them: each factor is a tensor with
// its symbol, so that what is written can also be evaluated and held against the gradient of a run. Sums over the set of
// cells that share one mean are factors themselves. It refuses anything that is not a product of powers.

import { broadcast2, broadcastTo } from "../../tensor/broadcast.ts"
import { map } from "../../tensor/elementwise.ts"
import { sumOver } from "../../tensor/reduce.ts"
import { full, type Shape, type Tensor } from "../../tensor/tensor.ts"

/** The cells that share one mean: `axes` count from the end (negative), `shape` is that of the whole block. */
export interface CellSet {
  readonly axes: readonly number[]
  readonly shape: Shape
}

/** What a product is made of: a tensor under its symbol. */
export interface Atom {
  /** Two atoms of one key are the same. */
  readonly key: string
  /** LaTeX; `running` is the letter of the place within the set: i outside of sums, k inside. */
  readonly write: (running: string) => string
  readonly tensor: Tensor
  /** Changes within the set; else it can be taken out of a sum over it. */
  readonly onSet: boolean
  /** `compound` needs brackets in a product; gradients, being fractions, and sums stand beside fractions, not in them. */
  readonly form: "plain" | "compound" | "gradient" | "sum"
  /** Its sum over the set is zero: a deviation from the set's own mean. */
  readonly sumsToZero?: boolean
}
/** atom^power. */
export interface Power {
  readonly atom: Atom
  readonly power: number
}
/** coefficient · Π atom^power. `origins`: the wires by which it came. */
export interface Monomial {
  readonly coefficient: number
  readonly factors: readonly Power[]
  readonly origins: readonly string[]
}
/** A sum; empty means zero. */
export type Polynomial = readonly Monomial[]

/** The atom by itself. */
export function polynomialOf(atom: Atom): Polynomial {
  return [{ coefficient: 1, factors: [{ atom, power: 1 }], origins: [] }]
}

/** Every term times coefficient · Π atom^power. */
export function times(sum: Polynomial, coefficient: number, ...by: readonly Power[]): Polynomial {
  return sum.map((term) => ({
    ...term,
    coefficient: term.coefficient * coefficient,
    factors: joined(term.factors, by),
  }))
}

/** The sum of sums, equal products put together. */
export function add(...sums: readonly Polynomial[]): Polynomial {
  const terms = new Map<string, Monomial>()
  for (const term of sums.flat()) {
    const key = keyOf(term.factors)
    const before = terms.get(key)
    if (before === undefined) terms.set(key, term)
    else {
      const origins = [...new Set([...before.origins, ...term.origins])]
      terms.set(key, { ...before, coefficient: before.coefficient + term.coefficient, origins })
    }
  }
  return [...terms.values()].filter(({ coefficient }) => coefficient !== 0)
}

/** Σ over the set: what does not change within it is taken out; Σ (x − μ) = 0; Σ 1 = n. */
export function sumOverSet(sum: Polynomial, set: CellSet): Polynomial {
  return add(
    sum.flatMap((term): Polynomial => {
      const inside = term.factors.filter(({ atom }) => atom.onSet)
      const outside = term.factors.filter(({ atom }) => !atom.onSet)
      const [only] = inside
      if (only === undefined) return times([term], 1, { atom: countOf(set), power: 1 })
      if (inside.length === 1 && only.power === 1 && only.atom.sumsToZero) return []
      return [{ ...term, factors: joined(outside, [{ atom: summed(inside, set), power: 1 }]) }]
    }),
  )
}

/** The number of cells in the set, as the symbol n. */
export function countOf({ axes, shape }: CellSet): Atom {
  const count = axes.reduce((product, axis) => product * (shape.at(axis) ?? 1), 1)
  return { key: "n", write: () => "n", tensor: full([], count, "float64"), onSet: false, form: "plain" }
}

/** The same numbers as `write` speaks of. */
export function evaluate(sum: Polynomial): Tensor {
  return sum.reduce(
    (total, { coefficient, factors }) => broadcast2(total, product(factors), (a, b) => a + coefficient * b),
    full([], 0, "float64"),
  )
}

function summed(inside: readonly Power[], set: CellSet): Atom {
  const tensor = product(inside)
  const rank = set.shape.length
  const shape = set.shape.map((size, axis) =>
    set.axes.includes(axis - rank) ? size : (tensor.shape.at(axis - rank) ?? 1),
  )
  const axes = set.axes.map((axis) => axis + rank)
  return {
    key: `sum(${keyOf(inside)})`,
    write: () => `\\sum_k ${written(inside, "k")}`,
    tensor: sumOver(broadcastTo(tensor, shape), axes),
    onSet: false,
    form: "sum",
  }
}

function product(factors: readonly Power[]): Tensor {
  return factors.reduce(
    (result, { atom, power }) =>
      broadcast2(result, power === 1 ? atom.tensor : raised(atom.tensor, power), (a, b) => a * b),
    full([], 1, "float64"),
  )
}

function raised(tensor: Tensor, power: number): Tensor {
  return map(tensor, (x) => x ** power)
}

function joined(a: readonly Power[], b: readonly Power[]): readonly Power[] {
  const powers = new Map<string, Power>()
  for (const { atom, power } of [...a, ...b]) {
    powers.set(atom.key, { atom, power: (powers.get(atom.key)?.power ?? 0) + power })
  }
  return [...powers.values()].filter(({ power }) => power !== 0)
}

function keyOf(factors: readonly Power[]): string {
  return factors
    .map(({ atom, power }) => `${atom.key}^${power}`)
    .sort()
    .join("·")
}

/** One term of a sum as it is written, with its sign in front of it. */
interface WrittenTerm {
  readonly sign: "+" | "-"
  readonly tex: string
  readonly origins: readonly string[]
}

/** LaTeX of a sum: the factors that all terms share stand in front. `underbrace` names where a term came from, or null. */
export function writeSum(terms: Polynomial, underbrace?: (term: Monomial) => string | null): string {
  const written = writeTerms(terms, underbrace)
  return written.map(({ sign, tex }, at) => (at === 0 && sign === "+" ? tex : `${sign} ${tex}`)).join(" ")
}

/** The same, term by term: what all share stands before the first, and the bracket is closed behind the last. */
export function writeTerms(
  terms: Polynomial,
  underbrace: (term: Monomial) => string | null = () => null,
): readonly WrittenTerm[] {
  const sum = inOrder(terms)
  const [first, ...others] = sum
  if (first === undefined) return [{ sign: "+", tex: "0", origins: [] }]
  if (others.length === 0) return [{ sign: "+", tex: braced(first, underbrace(first)), origins: first.origins }]
  const shared = first.factors.flatMap(({ atom }) => {
    const power = sharedPower(sum, atom)
    return power === 0 ? [] : [{ atom, power }]
  })
  const inverse = shared.map(({ atom, power }) => ({ atom, power: -power }))
  const inside = times(sum, 1, ...inverse).map((term, at): WrittenTerm => {
    const { origins } = sum[at] ?? term
    const tex = braced({ ...term, coefficient: Math.abs(term.coefficient) }, underbrace(sum[at] ?? term))
    return { sign: term.coefficient < 0 ? "-" : "+", tex, origins }
  })
  if (shared.length === 0) return inside
  // Brackets of a fixed size, since \left and \right keep a formula on one line.
  const open = `${written(shared, "i")} \\biggl( `
  return inside.map((term, at) => {
    const [before, sign] = at > 0 ? ["", term.sign] : [`${open}${term.sign === "-" ? "- " : ""}`, "+" as const]
    return { ...term, sign, tex: `${before}${term.tex}${at === inside.length - 1 ? " \\biggr)" : ""}` }
  })
}

/** What is added before what is taken away, short terms first. */
function inOrder(sum: Polynomial): Polynomial {
  return [...sum].sort(
    (a, b) => Math.sign(b.coefficient) - Math.sign(a.coefficient) || a.factors.length - b.factors.length,
  )
}

/** The power of an atom that can be taken out of every term: the one nearest to 0, if all have the same sign. */
function sharedPower(sum: Polynomial, atom: Atom): number {
  const powers = sum.map(({ factors }) => factors.find((factor) => factor.atom.key === atom.key)?.power ?? 0)
  if (powers.every((power) => power > 0)) return Math.min(...powers)
  return powers.every((power) => power < 0) ? Math.max(...powers) : 0
}

function braced(term: Monomial, below: string | null): string {
  const text = monomial(term, "i")
  return below === null ? text : `\\underbrace{${text}}_{${below}}`
}

function written(factors: readonly Power[], running: string): string {
  return monomial({ coefficient: 1, factors, origins: [] }, running)
}

function monomial({ coefficient, factors }: Monomial, running: string): string {
  const above = (...forms: readonly Atom["form"][]) =>
    forms.flatMap((form) => factors.filter(({ atom, power }) => atom.form === form && power > 0))
  const below = factors.filter(({ power }) => power < 0).map(({ atom, power }) => ({ atom, power: -power }))
  const [p, q] = fractionOf(Math.abs(coefficient))
  const bar = below.length > 0 || q !== "1"
  const top = bar ? line(p, above("plain", "compound"), running, true) : line(p, above("plain"), running, false)
  const front = bar ? `\\frac{${top === "" ? "1" : top}}{${line(q, shortFirst(below), running, true)}}` : top
  const beside = bar ? above("gradient", "sum") : above("gradient", "compound", "sum")
  const text = [front, ...beside.map((factor) => one(factor, running))].filter((part) => part !== "").join("\\, ")
  return `${coefficient < 0 ? "-" : ""}${text === "" ? "1" : text}`
}

function shortFirst(factors: readonly Power[]): readonly Power[] {
  return [...factors].sort((a, b) => Number(a.atom.form === "compound") - Number(b.atom.form === "compound"))
}

/** A product on one line; alone above or below a fraction bar, a sum needs no brackets. */
function line(number: string, factors: readonly Power[], running: string, bar: boolean): string {
  const [first, ...others] = factors
  if (bar && number === "1" && first?.power === 1 && others.length === 0) return first.atom.write(running)
  return [...(number === "1" ? [] : [number]), ...factors.map((factor) => one(factor, running))].join("\\, ")
}

/** One positive power. */
function one({ atom, power }: Power, running: string): string {
  const text = atom.write(running)
  if (power === 0.5) return `\\sqrt{${text}}`
  if (power === 1) return atom.form === "compound" ? `\\left(${text}\\right)` : text
  const base = atom.form === "plain" ? `{${text}}` : `\\left(${text}\\right)`
  return `${base}^{${Number.isInteger(power) ? power : `${2 * power}/2`}}`
}

/** A small fraction as it is read, else the number: 0.5 is 1 over 2. */
function fractionOf(x: number): readonly [string, string] {
  for (let q = 1; q <= 12; q++) {
    const p = Math.round(x * q)
    if (Math.abs(p - x * q) < 1e-12 * q && p < 1000) return [String(p), String(q)]
  }
  return [String(x), "1"]
}
