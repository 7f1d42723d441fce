// What the first visit is told above the graph, one after the other: to draw, then to send the gradient back.

import { type Face, faceOf } from "../../../graph/drawing/face.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useDocument } from "../../../state/document.ts"
import { usePartHidden } from "../../../state/hiding.ts"
import { useHints } from "../../../state/run/hints.ts"

/** The hints that stand above the graph. */
export type Caption = "draw" | "backward"

/** The one that is next; null where both are done, or cannot be. */
export function useCaption(): Caption | null {
  const gone = useHints((state) => state.gone)
  const locked = useDocument((state) => state.lock !== null)
  const hasPad = useAnalysis(({ structure }) => structure.document.nodes.some((node) => isPad(faceOf(node, structure))))
  const hidden = usePartHidden("gradients")
  const pictures = !usePartHidden("numbers")
  if (!gone.includes("draw") && hasPad && pictures && !locked) return "draw"
  return gone.includes("backward") || hidden ? null : "backward"
}

function isPad({ tile }: Face): boolean {
  return tile?.pad === true
}
