import type { Analysis } from "../../graph/analysis.ts"
import { nodeTex } from "../../graph/symbols.ts"
import { Maths } from "../maths/Maths.tsx"

/** A node's name: as mathematics if it is a symbol, as plain words if it is a word. */
export function NodeSymbol({ analysis, id }: { readonly analysis: Analysis; readonly id: string }) {
  const node = analysis.nodes.get(id)?.node
  const tex = node === undefined ? "" : nodeTex(node)
  if (node === undefined || /^\\(?:mathrm|text)\{/.test(tex)) return <span>{node?.label ?? id}</span>
  return <Maths tex={tex} />
}
