// The backward rule along one wire: what the node at its end sends back.

import { writeTex } from "../../../formula/tex.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { rulesOf } from "../../../graph/analysis/rules.ts"
import { graphSymbols } from "../../../graph/analysis/symbols.ts"
import type { Wire } from "../../../graph/wire.ts"
import { usePartHidden } from "../../../state/hiding.ts"
import { Maths } from "../../maths/Maths.tsx"
import { Section } from "../../parts/Section.tsx"
import quiet from "../../parts/styles/quiet.module.css"
import formulas from "./formulas.module.css"

export function WireFormula({ analysis, wire }: { readonly analysis: Analysis; readonly wire: Wire }) {
  const hidden = [usePartHidden("formulas"), usePartHidden("gradients")].includes(true)
  const node = analysis.nodes.get(wire.to.node)
  const rule = node?.state === "ok" ? rulesOf(node)?.backward[wire.to.port] : undefined
  if (hidden || node === undefined || rule === undefined) return null
  return (
    <Section title="Backward along this wire">
      {rule === null ? (
        <p className={quiet.text}>No gradient flows here.</p>
      ) : (
        <div className={formulas.formula} data-family="gradient">
          <Maths
            tex={writeTex(
              rule,
              graphSymbols(node, (id) => analysis.nodes.get(id)?.node),
            )}
            display
            own
          />
        </div>
      )}
    </Section>
  )
}
