// What has just come to the canvas makes way for what stands there: pasted, copied, put in from the library. It stands in
// view where there is room, and the view goes to it where there is none.

import { analyze } from "../../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../graph/document.ts"
import { stepAside } from "../../../graph/drawing/aside.ts"
import { ops } from "../../../ops/registry.ts"
import { useCamera } from "../../../state/camera.ts"
import { edit } from "../../../state/document.ts"
import { useSession } from "../../../state/session.ts"

interface Coming {
  readonly nodes: readonly string[]
  /** They have their place by what they are wired to, and make way from there; without it they stand in view. */
  readonly way?: "down" | "right" | "any" | undefined
  /** What of them is selected; all if absent. */
  readonly select?: readonly string[]
}

/** One edit that brings new nodes: clear of all others, as large as they will be drawn, selected and in view. */
export function bring(label: string, { nodes, way, select = nodes }: Coming, recipe: Recipe): void {
  const { camera } = useCamera.getState()
  const where = way === "any" ? null : (way ?? camera?.stage() ?? null)
  edit(
    label,
    (before) => {
      const document = recipe(before)
      return stepAside(document, nodes, analyze(document, ops, useSession.getState().mode), where)
    },
    { select: { nodes: select, wires: [] } },
  )
  camera?.include(nodes)
}

type Recipe = (document: GradwireDocument) => GradwireDocument
