// The arithmetic behind a node's sizes: output size, learned numbers, multiply-accumulates; with letters or with numbers.

import type { Symbols } from "../../formula/formula.ts"
import type { NodeAnalysis } from "../../graph/analysis.ts"
import { symbolsOf } from "../../graph/counts.ts"
import { Maths } from "../maths/Maths.tsx"
import styles from "./inspector.module.css"
import { useNumbered } from "./numbered.ts"
import { writeSum } from "./sumTex.ts"

interface Sum {
  readonly name: string
  readonly text: string
}

export function Sums({ node }: { readonly node: NodeAnalysis }) {
  const numbered = useNumbered((state) => state.numbered)
  const symbols = symbolsOf(node)
  return sumsOf(node, symbols).map(({ name, text }) => (
    <div key={name} className={styles.arrow}>
      <span className={styles.arrowName}>{name}</span>
      <div className={styles.formula}>
        <Maths tex={writeSum(text, symbols, numbered)} display own />
      </div>
    </div>
  ))
}

export function hasSums(node: NodeAnalysis): boolean {
  return sumsOf(node, symbolsOf(node)).length > 0
}

function sumsOf(node: NodeAnalysis, symbols: Symbols): readonly Sum[] {
  const { outputSize, macs } = node.op?.formulas ?? {}
  const own = node.params.filter(({ wired }) => wired === null)
  const sums: readonly (Sum | null)[] = [
    // A formula of one letter is no sum: the size is an attribute.
    outputSize === undefined || outputSize.length < 3
      ? null
      : { name: Object.hasOwn(symbols, "h") ? "output height" : "output length", text: outputSize },
    own.length === 0 ? null : { name: "learned numbers", text: own.map(({ count }) => count).join(" + ") },
    macs === undefined ? null : { name: "multiply-accumulates (MACs)", text: macs },
  ]
  return sums.filter((sum): sum is Sum => sum !== null)
}
