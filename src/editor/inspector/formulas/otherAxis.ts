// An op writes the arithmetic of its output size once, for the height. Where the width has other numbers, the same sum is
// worked out for it: with the axes exchanged, height is what width was.

import { formula, type Symbols, symbolsIn } from "../../../formula/formula.ts"
import type { NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { symbolsOf } from "../../../graph/measure/counts.ts"
import type { Held } from "../../../ops/port.ts"
import type { Shape } from "../../../tensor/tensor.ts"

export interface WidthSum {
  readonly text: string
  readonly symbols: Symbols
}

const NAMES: Readonly<Record<string, string>> = { h: "w", kh: "kw", oh: "ow" }

/** The sum for the width; null where it has no height to differ from, or the same numbers. */
export function widthSum(node: NodeAnalysis, text: string): WidthSum | null {
  const used = new Set(symbolsIn(formula(text)))
  const down = symbolsOf(node)
  if (!used.has("h")) return null
  const across = symbolsOf(withAxesExchanged(node))
  if ([...used].every((name) => down[name] === across[name])) return null
  const symbols = Object.fromEntries([...used].map((name) => [NAMES[name] ?? name, across[name] ?? Number.NaN]))
  return { text: text.replace(/[a-z]+/g, (name) => (used.has(name) ? (NAMES[name] ?? name) : name)), symbols }
}

/** The same node, had its picture been laid on its side: sizes and pairs of attributes the other way round. */
function withAxesExchanged(node: NodeAnalysis): NodeAnalysis {
  const { context, outputs } = node
  if (context === null || outputs === null) return node
  const attrs = map(context.attrs, (value) =>
    Array.isArray(value) && value.length === 2 ? [value[1], value[0]] : value,
  )
  const shapes = map(context.shapes, turned)
  return { ...node, context: { ...context, attrs, shapes }, outputs: map(outputs, turned) }
}

function turned(held: Held<Shape>): Held<Shape> {
  // What a window slides over is one picture, never a list of them.
  const shape = held?.filter((size) => typeof size === "number") ?? []
  return shape.length < 2 ? held : [...shape.slice(0, -2), shape.at(-1) ?? 0, shape.at(-2) ?? 0]
}

function map<T>(record: { readonly [key: string]: T }, change: (value: T) => T): { readonly [key: string]: T } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
