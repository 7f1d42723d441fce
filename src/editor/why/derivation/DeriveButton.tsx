import type { Analysis, NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { nodeName } from "../../../graph/analysis/nodeName.ts"
import { useRun } from "../../../state/run/run.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import { derivablesOf } from "./derivables.ts"

/** Where a gradient has been worked out, its derivation can be asked for. */
export function DeriveButton({ analysis, node }: { readonly analysis: Analysis; readonly node: NodeAnalysis }) {
  const result = useRun((state) => (state.phase === "backward" ? state.result : null))
  const setDerivation = useSession((state) => state.setDerivation)
  if (result === null || derivablesOf(node, result).length === 0) return null
  return (
    <Button onClick={() => setDerivation({ node: node.id, gradient: null })}>
      Derive ∂L/∂{nodeName(analysis, node.id)} by the chain rule
    </Button>
  )
}
