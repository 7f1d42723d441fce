// What the first visit is told above the graph, one after the other: to draw, then to send the gradient back.

import { type Face, faceOf } from "../../../graph/drawing/face.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useDocument } from "../../../state/document.ts"
import { usePartHidden } from "../../../state/hiding.ts"
import { useHints } from "../../../state/run/hints.ts"
import { useSession } from "../../../state/session.ts"

/** The hints that stand above the graph. */
export type Caption = "draw" | "backward"

/** The one that stands above the graph now: beside open panels there is no room for one. */
export function useCaption(): Caption | null {
  const roomy = useSession(({ panels }) => !panels.palette.open && !panels.inspector.open)
  const next = useNextCaption()
  return roomy ? next : null
}

/** The one that is next, where there is something to draw on; null where both are done, or cannot be. */
export function useNextCaption(): Caption | null {
  const gone = useHints((state) => state.gone)
  const locked = useDocument((state) => state.lock !== null)
  const hasPad = useAnalysis(({ structure }) => structure.document.nodes.some((node) => isPad(faceOf(node, structure))))
  const hidden = usePartHidden("gradients")
  const pictures = !usePartHidden("numbers")
  if (!hasPad || !pictures || locked) return null
  if (!gone.includes("draw")) return "draw"
  return gone.includes("backward") || hidden ? null : "backward"
}

function isPad({ tile }: Face): boolean {
  return tile?.pad === true
}
