// Sums as LaTeX, with letters or with numbers.

import { evaluate, formula, type Symbols } from "../../../formula/formula.ts"
import { symbolTex } from "../../../formula/tex.ts"
import { writeTexFormula, writeTexNumbers } from "../../../formula/write.ts"

/** `k_h k_w c f + f = 100`; `3×3×1×10 + 10 = 100`. */
export function writeSum(text: string, symbols: Symbols, numbered: boolean): string {
  const expr = formula(text)
  const value = evaluate(expr, symbols).toLocaleString("en-GB", { maximumFractionDigits: 0 }).replaceAll(",", "{,}")
  return `${numbered ? writeTexNumbers(expr, symbols) : writeTexFormula(expr)} = ${value}`
}

/** `s = 1, p = 1`: the letters of a formula that are sizes or attributes; none breaks over a line. */
export function whereTex(symbols: Symbols): string {
  return Object.entries(symbols)
    .filter(([name, value]) => name !== "e" && Number.isFinite(value))
    .map(([name, value]) => `{${symbolTex(name)} = ${value}}`)
    .join(",\\; ")
}
