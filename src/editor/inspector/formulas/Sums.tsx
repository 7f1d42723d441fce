// The arithmetic behind a node's sizes: output size, learned numbers, multiply-accumulates; with letters or with numbers.

import type { Symbols } from "../../../formula/formula.ts"
import type { NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { symbolsOf } from "../../../graph/measure/counts.ts"
import { Maths } from "../../maths/Maths.tsx"
import formulas from "./formulas.module.css"
import { useNumbered } from "./numbered.ts"
import { widthSum } from "./otherAxis.ts"
import { writeSum } from "./sumTex.ts"

interface Sum {
  readonly name: string
  readonly text: string
  readonly symbols: Symbols
}

export function Sums({ node }: { readonly node: NodeAnalysis }) {
  const numbered = useNumbered((state) => state.numbered)
  return sumsOf(node).map(({ name, text, symbols }) => (
    <div key={name} className={formulas.arrow}>
      <span className={formulas.arrowName}>{name}</span>
      <div className={formulas.formula}>
        <Maths tex={writeSum(text, symbols, numbered)} display own />
      </div>
    </div>
  ))
}

export function hasSums(node: NodeAnalysis): boolean {
  return sumsOf(node).length > 0
}

function sumsOf(node: NodeAnalysis): readonly Sum[] {
  const { outputSize, macs } = node.op?.formulas ?? {}
  const symbols = symbolsOf(node)
  const own = node.params.filter(({ wired }) => wired === null)
  const learned = own.map(({ count }) => count).join(" + ")
  return [
    // A formula of one letter is no sum: the size is an attribute.
    ...(outputSize === undefined || outputSize.length < 3 ? [] : sizeSums(node, outputSize, symbols)),
    ...(own.length === 0 ? [] : [{ name: "learned numbers", text: learned, symbols }]),
    ...(macs === undefined ? [] : [{ name: "multiply-accumulates (MACs)", text: macs, symbols }]),
  ]
}

/** One sum where height and width come out alike. */
function sizeSums(node: NodeAnalysis, text: string, symbols: Symbols): readonly Sum[] {
  if (!Object.hasOwn(symbols, "h")) return [{ name: "output length", text, symbols }]
  const width = widthSum(node, text)
  if (width === null) return [{ name: "output height and width", text, symbols }]
  return [
    { name: "output height", text, symbols },
    { name: "output width", ...width },
  ]
}
