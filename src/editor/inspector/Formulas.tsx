// The rules of a node as formulas: forward, and one backward rule for each arrow into it. Written with the graph's names
// or with the letters of the op.

import { writeTex } from "../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis.ts"
import { symbolsOf } from "../../graph/counts.ts"
import { graphSymbols, numberedSymbols, opSymbols } from "../../graph/symbols.ts"
import type { AnyOp } from "../../ops/op.ts"
import { usePartHidden } from "../../state/hiding.ts"
import { Maths } from "../maths/Maths.tsx"
import { Derivation } from "../why/Derivation.tsx"
import formulas from "./formulas.module.css"
import styles from "./inspector.module.css"
import { NumbersSwitch } from "./NumbersSwitch.tsx"
import { useNumbered } from "./numbered.ts"
import { Section } from "./Section.tsx"
import { whereTex } from "./sumTex.ts"

interface Props {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
  readonly op: AnyOp
}

export function Formulas({ analysis, node, op }: Props) {
  const numbered = useNumbered((state) => state.numbered)
  const named = node.state === "ok" ? graphSymbols(node, (id) => analysis.nodes.get(id)?.node) : opSymbols(node)
  const symbol = numbered ? numberedSymbols(node, named) : named
  const where = numbered ? whereTex(symbolsOf(node)) : ""
  const hidden = usePartHidden("gradients")
  const arrows = hidden ? [] : Object.entries(op.tex.backward)
  return (
    <>
      <Section title="Forward" aside={<NumbersSwitch />}>
        <div className={formulas.formula}>
          <Maths tex={writeTex(op.tex.forward, symbol)} display own />
        </div>
        {where === "" ? null : (
          <div className={formulas.where}>
            <Maths tex={where} own />
          </div>
        )}
      </Section>
      {arrows.length === 0 ? null : (
        <Section title="Backward, one rule for each arrow">
          {arrows.map(([name, tex]) => (
            <div key={name} className={formulas.arrow}>
              <span className={formulas.arrowName}>{name}</span>
              {tex === null ? (
                <span className={styles.quiet}>no gradient flows here</span>
              ) : (
                <div className={formulas.formula} data-family="gradient">
                  <Maths tex={writeTex(tex, symbol)} display own />
                </div>
              )}
            </div>
          ))}
        </Section>
      )}
      {hidden ? null : <Derivation key={node.id} analysis={analysis} node={node} />}
    </>
  )
}
