// The update rule in writing: in letters, and for one weight with its numbers.

import { writeNumber } from "../../formula/number.ts"
import { stepwise } from "../../tensor/work.ts"
import type { AnyOptimizer, AnyUpdateAt, Letter, RuleLine, WrittenRule } from "./optimizer.ts"

/** One assignment of the update rule. */
export interface UpdateLine {
  /** `v' = \mu v + g`. */
  readonly tex: string
  /** `v' = 0.9 \cdot 0.21 + 0.05 = 0.239`. */
  readonly worked: string
  readonly value: number
}

/** A letter of the update rule. */
export interface UpdateSymbol {
  /** LaTeX. */
  readonly tex: string
  readonly means: string
  /** Null where it is no number of this weight. */
  readonly value: number | null
}

/** Letters of every rule. */
const COMMON: { readonly [name: string]: Letter } = {
  w: { tex: "w", means: "the weight" },
  d: { tex: "dw", means: "its gradient" },
  eta: { tex: "\\eta", means: "learning rate" },
  next: { tex: "w'", means: "the weight after this step" },
}

/** Digits of the numbers that are put in. */
const DIGITS = 5

/** What the letters of a rule mean; `numbers` gives some of them values. */
function updateSymbols(rule: WrittenRule, numbers: { readonly [name: string]: number } = {}): readonly UpdateSymbol[] {
  const used = new Set(rule.lines.flatMap((line) => [...namesIn(line.tex), line.to]))
  return Object.entries({ ...COMMON, ...rule.letters })
    .filter(([name]) => used.has(name))
    .map(([name, { tex, means }]) => ({ tex, means, value: numbers[name] ?? null }))
}

interface WrittenUpdate {
  readonly tex: readonly string[]
  readonly lines: readonly UpdateLine[]
  readonly symbols: readonly UpdateSymbol[]
}

/** One weight's update, each line with its numbers. `at` is the step of its param as the optimizer saw it. */
export function* writtenUpdate(
  optimizer: AnyOptimizer,
  at: AnyUpdateAt,
  index: number,
): Generator<void, WrittenUpdate, void> {
  const rule = optimizer.rule(at.attrs, at.step === 1)
  const numbers: { [name: string]: number } = {
    ...(yield* stepwise(optimizer.numbers(at, index))),
    w: at.param.data[index] ?? Number.NaN,
    d: at.gradient.data[index] ?? Number.NaN,
    eta: at.rate,
  }
  const lines = rule.lines.map((line): UpdateLine => {
    const value = line.value(numbers)
    const worked = `${texOf(line.to, rule)} = ${withNumbers(line.tex, numbers)} = ${numberTex(value)}`
    numbers[line.to] = value
    return { tex: inLetters(line, rule), worked, value }
  })
  return { tex: lines.map(({ tex }) => tex), lines, symbols: updateSymbols(rule, numbers) }
}

const NAME = /@([A-Za-z]+)/g

function namesIn(tex: string): readonly string[] {
  return Array.from(tex.matchAll(NAME), ([, name = ""]) => name)
}

function texOf(name: string, rule: WrittenRule): string {
  return rule.letters[name]?.tex ?? COMMON[name]?.tex ?? name
}

function inLetters(line: RuleLine, rule: WrittenRule): string {
  return `${texOf(line.to, rule)} = ${line.tex.replace(NAME, (_, name: string) => texOf(name, rule))}`
}

/** A negative number stands in brackets: 0.1 · (−2). */
function withNumbers(tex: string, numbers: { readonly [name: string]: number }): string {
  return tex.replace(NAME, (_, name: string) => {
    const written = numberTex(numbers[name] ?? Number.NaN)
    return written.startsWith("-") || written.includes("\\cdot") ? `(${written})` : written
  })
}

function numberTex(x: number): string {
  if (Number.isNaN(x)) return "\\text{NaN}"
  const written = writeNumber(x, DIGITS).replaceAll("−", "-").replaceAll(",", "{,}").replace("∞", "\\infty")
  const [mantissa = "", exponent] = written.split("e")
  return exponent === undefined ? mantissa : `${mantissa} \\cdot 10^{${exponent}}`
}
