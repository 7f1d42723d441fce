// The rules of a node as formulas: forward, and one backward rule for each arrow into it. Written with the graph's names or
// with the letters of the op. This folder sets formulas that ops bring; it derives none.

import { writeTex } from "../../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { rulesOf } from "../../../graph/analysis/rules.ts"
import { graphSymbols, numberedSymbols, opSymbols } from "../../../graph/analysis/symbols.ts"
import { symbolsOf } from "../../../graph/measure/counts.ts"
import { usePartHidden } from "../../../state/hiding.ts"
import { Maths } from "../../maths/Maths.tsx"
import { Section } from "../../parts/Section.tsx"
import quiet from "../../parts/styles/quiet.module.css"
import { DeriveButton } from "../../why/derivation/DeriveButton.tsx"
import { ObjectiveNote } from "../../why/ObjectiveNote.tsx"
import formulas from "./formulas.module.css"
import { NumbersSwitch } from "./NumbersSwitch.tsx"
import { useNumbered } from "./numbered.ts"
import { whereTex } from "./sumTex.ts"

interface Props {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
}

export function Formulas({ analysis, node }: Props) {
  const numbered = useNumbered((state) => state.numbered)
  const named = node.state === "ok" ? graphSymbols(node, (id) => analysis.nodes.get(id)?.node) : opSymbols(node)
  const symbol = numbered ? numberedSymbols(node, named) : named
  const where = numbered ? whereTex(symbolsOf(node)) : ""
  const hidden = usePartHidden("gradients")
  const rules = rulesOf(node)
  if (rules === null) return null
  const arrows = hidden ? [] : Object.entries(rules.backward).filter(([name]) => isThere(node, name))
  return (
    <>
      {/* A source is what it is: X = X says nothing. */}
      {Object.keys(node.op?.inputs ?? {}).length === 0 ? null : (
        <Section title="Forward" aside={<NumbersSwitch />}>
          <div className={formulas.formula}>
            <Maths tex={writeTex(rules.forward, symbol)} display own />
          </div>
          {where === "" ? null : (
            <div className={formulas.where}>
              <Maths tex={where} own />
            </div>
          )}
        </Section>
      )}
      {arrows.length === 0 ? null : (
        <Section title="Backward, one rule for each arrow">
          <ObjectiveNote analysis={analysis} />
          {arrows.map(([name, tex]) => (
            <div key={name} className={formulas.arrow}>
              <span className={formulas.arrowName}>{name}</span>
              {tex === null ? (
                <span className={quiet.text}>no gradient flows here</span>
              ) : (
                <div className={formulas.formula} data-family="gradient">
                  <Maths tex={writeTex(tex, symbol)} display own />
                </div>
              )}
            </div>
          ))}
        </Section>
      )}
      {hidden ? null : <DeriveButton analysis={analysis} node={node} />}
    </>
  )
}

/** Neither an optional port that is not wired nor a param that this node has not, such as the bias of a layer without. */
function isThere({ op, context, sources }: NodeAnalysis, name: string): boolean {
  if (op === null || context === null) return true
  if (op.inputs[name]?.optional) return sources.has(name)
  return sources.has(name) || op.params[name]?.rule(context) !== null
}
