// The forward rule of every node that is drawn, with the graph's own names, as lines under a picture.

import { writeTex } from "../../formula/tex.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { rulesOf } from "../../graph/analysis/rules.ts"
import { graphSymbols } from "../../graph/analysis/symbols.ts"
import type { PlacedFace } from "../../graph/drawing/face.ts"
import { textWidth } from "../../graph/drawing/text/textWidth.ts"
import { type FigureBlock, NOTHING } from "./block.ts"
import type { Colours } from "./colours.ts"
import { BASELINE, formula, formulaBox, formulaWidth, words } from "./text.ts"

const SIZE = 15
const GAP = 28
const LEAST = 24

interface Rule {
  readonly title: string
  readonly tex: string
  readonly above: number
  readonly height: number
}

export function formulaBlock(analysis: Analysis, nodes: readonly PlacedFace[], colours: Colours): FigureBlock {
  const drawn = new Set(nodes.map(({ face }) => face.id))
  const rules = analysis.order.filter((id) => drawn.has(id)).flatMap((id) => ruleOf(analysis, id) ?? [])
  if (rules.length === 0) return NOTHING
  const left = Math.max(...rules.map(({ title }) => Math.min(220, textWidth(title, 12)))) + GAP
  const parts: string[] = []
  let y = 0
  for (const { title, tex, above, height } of rules) {
    const baseline = y + above
    parts.push(
      words(title, {
        x: 0,
        y: baseline - SIZE * 0.25 + 12 * BASELINE,
        size: 12,
        fill: colours["ink-2"],
        room: left - GAP,
      }),
      formula(tex, { x: left, y: baseline, size: SIZE, fill: colours.ink, display: true }),
    )
    y += height
  }
  const width = left + Math.max(...rules.map(({ tex }) => formulaWidth(tex, SIZE, true)))
  return { svg: parts.join(""), width, height: y }
}

/** Sources have no rule. */
function ruleOf(analysis: Analysis, id: string): Rule | null {
  const node = analysis.nodes.get(id)
  if (node?.op == null || Object.keys(node.op.inputs).length === 0) return null
  const tex = writeTex(
    rulesOf(node)?.forward ?? "",
    graphSymbols(node, (other) => analysis.nodes.get(other)?.node),
  )
  const box = formulaBox(tex, true)
  const [up, down] = [(box?.height ?? 0.7) * SIZE + 5, (box?.depth ?? 0.3) * SIZE + 5]
  const height = Math.max(LEAST, up + down)
  return { title: `${node.op.title} ${id}`, tex, above: up + (height - up - down) / 2, height }
}
