import type { Analysis } from "../../graph/analysis/analysis.ts"
import { nodeTex } from "../../graph/analysis/symbols.ts"
import { Maths } from "./Maths.tsx"

interface Props {
  readonly analysis: Analysis
  readonly id: string
  /** Where there is little room: of `layer1.0.conv2` only what tells it from its neighbours. */
  readonly short?: boolean
}

/** A node's name: as mathematics if it is a symbol, as plain words if it is a word. */
export function NodeSymbol({ analysis, id, short = false }: Props) {
  const node = analysis.nodes.get(id)?.node
  const tex = node === undefined ? "" : nodeTex(node)
  if (node === undefined || /^\\(?:mathrm|text)\{/.test(tex))
    return <span>{node?.label ?? (short ? id.slice(id.lastIndexOf(".") + 1) : id)}</span>
  return <Maths tex={tex} />
}
