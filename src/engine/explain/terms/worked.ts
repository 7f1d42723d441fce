// Formulas of explanations with the numbers put in: `y_{0,2} = 1 · 2 + 4 · (−1) + 0 · 3 = −2`. For what is no sum, the
// forward rule itself with numbers for its names, where each name means one cell, or a sum over cells that can be listed.

import { writeNumber } from "../../../formula/number.ts"
import { symbolTex, writeTex } from "../../../formula/tex.ts"
import { rulesOf } from "../../../graph/analysis/rules.ts"
import { isList } from "../../../graph/analysis/shapes.ts"
import { addressOf } from "../../../tensor/address.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import { splitEquation } from "./chain.ts"
import type { Term } from "./explanation.ts"
import { type Arrow, type LocalNode, outputOf, withTensor } from "./local.ts"

/** Numbers written out in one formula; more are dots. */
const WRITTEN = 6

/** name = a · b + c · (−d) + … = number. */
export function sumTex(name: string, terms: readonly Term[], more: number, number: number): string | null {
  if (terms.length === 0) return null
  // A copy: there is nothing to work out.
  const same = terms.length === 1 && terms[0]?.factors.length === 1
  const products = terms
    .slice(0, WRITTEN)
    .map(({ factors }) => factors.map(({ number }) => texNumber(number, !same)).join(" \\cdot "))
  const dots = more > 0 || terms.length > WRITTEN ? " + \\cdots" : ""
  return `${name} = ${products.join(" + ")}${dots}${equals(number, same)}`
}

/** name = max(8, 5, 3, 2) = 8. */
export function winnerTex(name: string, which: "max" | "min", numbers: readonly number[], number: number): string {
  const dots = numbers.length > WRITTEN ? ",\\, \\ldots" : ""
  const listed = numbers.slice(0, WRITTEN).map((x) => texNumber(x, false))
  return `${name} = \\${which}(${listed.join(",\\, ")}${dots})${equals(number, false)}`
}

/** An arrow and the cells of it that an output cell depends on. */
export interface Dependence {
  readonly arrow: Arrow
  readonly tensor: Tensor
  readonly cells: readonly number[]
}

/** The forward rule with numbers, or null where a name means more cells than can be told apart. */
export function ruleTex(
  name: string,
  local: LocalNode,
  output: Tensor,
  index: number,
  dependences: readonly Dependence[],
  number: number,
): string | null {
  const [first = ""] = rulesOf(local.node)?.forward.split(/,?\s*\\quad/) ?? []
  if (!first.includes("=") || /\\prod|\\int|\\ldots|\\top|\\mathsf|\\operatorname\{(?!erf)/.test(first)) return null
  const right = splitEquation(first)[1]
  const numbers = numbersFor(local, output, index, dependences)
  const expanded = expandSum(right, dependences)
  if (expanded === null) return null
  let failed = false
  const text = writeTex(withoutIndices(expanded), (symbol) => {
    const found = numbers(symbol)
    if (found === undefined) failed = true
    return found === undefined ? "x" : found
  })
  return failed ? null : `${name} = ${dotted(text)}${equals(number, false)}`
}

/** Numbers that stand beside each other with a dot between them: names do not need one. */
function dotted(text: string): string {
  return text.replace(/([\d)])(?:\s|\\,)+(?=\d|\(-?\d)/g, "$1 \\cdot ")
}

/** A number for each name of a template; null for names that are none, undefined where a name has no single number. */
function numbersFor(
  { node, context, outputs, ...rest }: LocalNode,
  output: Tensor,
  index: number,
  dependences: readonly Dependence[],
): (symbol: string) => string | null | undefined {
  const local = { node, context, outputs, ...rest }
  const own = (tensor: Tensor): number | undefined =>
    tensor.shape.join() === output.shape.join() ? tensor.data[index] : undefined
  return (symbol) => {
    const { op } = node
    const dependence = dependences.find(({ arrow }) => arrow.name === symbol && arrow.index === undefined)
    const held = Object.hasOwn(op.params, symbol) ? (context.params[symbol] ?? undefined) : context.inputs[symbol]
    if (dependence !== undefined || held !== undefined) {
      if (held === undefined || isList(held)) return undefined
      const [only] = dependence?.cells.length === 1 ? dependence.cells : []
      const x =
        only !== undefined ? held.data[only] : (own(held) ?? (held.data.length === 1 ? held.data[0] : undefined))
      return x === undefined ? undefined : texNumber(x)
    }
    if (Object.hasOwn(op.attrs, symbol) && !Object.hasOwn(op.params, symbol)) {
      const value = context.attrs[symbol]
      return typeof value === "number" ? texNumber(value) : symbolTex(symbol)
    }
    // A layer that learns no scale or shift scales by 1 and shifts by 0.
    if (Object.hasOwn(op.params, symbol)) return symbol === "bias" ? "0" : "1"
    if (!Object.hasOwn(op.outputs, symbol)) return null
    const hidden = hiddenNumber(local, symbol, output, index, dependences)
    return hidden === undefined ? undefined : texNumber(hidden)
  }
}

/** The cell of another output (a mean, a mask) that goes with an output cell: the one that moves when its own input moves. */
function hiddenNumber(
  local: LocalNode,
  port: string,
  output: Tensor,
  index: number,
  dependences: readonly Dependence[],
): number | undefined {
  const hidden = outputOf(local, port)
  if (hidden === null) return undefined
  if (hidden.data.length === 1) return hidden.data[0]
  if (hidden.shape.join() === output.shape.join()) return hidden.data[index]
  const own = dependences.find(({ tensor }) => tensor.shape.join() === output.shape.join())
  if (own === undefined) return undefined
  const data = own.tensor.data.slice()
  data[index] = (data[index] ?? 0) + 1
  const moved = withTensor(local, own.arrow, { shape: own.tensor.shape, data })
  const after = moved === null ? null : outputOf(moved, port)
  const changed = Array.from(hidden.data.keys()).filter((i) => hidden.data[i] !== after?.data[i])
  if (changed.length === 1 && changed[0] !== undefined) return hidden.data[changed[0]]
  // Running statistics do not move: one for each channel.
  const channel = addressOf(output.shape, index)[1]
  return channel !== undefined && hidden.data.length === output.shape[1] ? hidden.data[channel] : undefined
}

/** Σ over cells of one arrow written out, at most a few; null for sums of another kind. */
function expandSum(text: string, dependences: readonly Dependence[]): string | null {
  const at = text.indexOf("\\sum")
  if (at < 0) return text
  const [head = "", letter = ""] =
    /^\\sum_(?:\{\s*)?([a-z])(?:\s*=\s*1\s*\}\s*\^\{?n\}?|\s*\})?/.exec(text.slice(at)) ?? []
  if (head === "") return null
  const start = at + head.length
  const end = endOfTerm(text, start)
  const body = text.slice(start, end)
  const names = [...body.matchAll(/@([A-Za-z]+(?:_[A-Za-z]+)*?)_([a-z])(?![A-Za-z])/g)].filter(
    (match) => match[2] === letter,
  )
  const over = names.map((match) => dependences.find(({ arrow }) => arrow.name === match[1]))
  const [first] = over
  if (
    first === undefined ||
    body.includes("\\sum") ||
    over.some((other) => other?.tensor.shape.join() !== first.tensor.shape.join())
  )
    return null
  const written = first.cells.slice(0, WRITTEN - 2).map((cell) =>
    names.reduce((term, match, i) => {
      const x = over[i]?.tensor.data[cell] ?? Number.NaN
      return term.replaceAll(match[0], `{${texNumber(x)}}`)
    }, body.trim()),
  )
  const dots = first.cells.length > written.length ? " + \\cdots" : ""
  const rest = expandSum(text.slice(end), dependences)
  const sum = written.length + dots.length > 1 ? `\\left(${written.join(" + ")}${dots}\\right)` : written.join("")
  return rest === null ? null : `${text.slice(0, at)}${sum}${rest}`
}

/** Where a summand ends: at the bracket that holds the sum, or at a sign outside of brackets. */
function endOfTerm(text: string, start: number): number {
  let depth = 0
  for (let i = start; i < text.length; i++) {
    if ("{([".includes(text[i] ?? "")) depth++
    else if ("})]".includes(text[i] ?? "") && --depth < 0) return text.startsWith("\\right", i - 6) ? i - 6 : i
    else if (depth === 0 && i > start + 1 && /[+-]/.test(text[i] ?? "")) return i
  }
  return text.length
}

/** Names with indices as bare names: a number has none. */
function withoutIndices(text: string): string {
  return text.replace(/(@[A-Za-z]+(?:_[A-Za-z]{2,})*)_(?:\{[^{}]*\}|[a-z](?![A-Za-z]))/g, "$1")
}

function equals(number: number, same: boolean): string {
  return same ? "" : ` = ${texNumber(number, false)}`
}

/** A number in LaTeX, in brackets if it is negative and not alone. */
export function texNumber(x: number, bracketed = true): string {
  const text = writeNumber(x, 4)
    .replace("∞", "\\infty")
    .replace("NaN", "\\text{NaN}")
    .replaceAll("−", "-")
    .replaceAll(",", "{,}")
    .replace(/e(-?\d+)$/, " \\cdot 10^{$1}")
  return bracketed && text.startsWith("-") ? `(${text})` : text
}
