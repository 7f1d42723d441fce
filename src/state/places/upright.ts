// A graph that was laid out by hand for a wide window stands upright while a narrow one shows it. That is no edit: what is
// saved and sent has the places that its author gave, until somebody here moves, adds or removes a node.

import { askLayout, isLong } from "../../engine/layout/ask.ts"
import type { GradwireDocument, Point } from "../../graph/document.ts"
import { arrangement, directionFor, question, sealed } from "../../graph/drawing/arranging.ts"
import { drawnBoxes } from "../../graph/drawing/boxes.ts"
import { bounds } from "../../graph/edit/arrange.ts"
import { moveNodes, setView } from "../../graph/edit/edit.ts"
import { moveShown } from "../../graph/edit/fold.ts"
import type { Size } from "../../graph/layout/fitted.ts"
import { layout } from "../../graph/layout/layout.ts"
import { useAnalysis } from "../analysis.ts"
import { useCamera } from "../camera.ts"
import { settle, useDocument } from "../document.ts"

/** Shown at this zoom or above, a graph can be read as it stands. */
const READABLE = 0.75
/** Upright it must be shown so much larger that the change is worth it. */
const WORTH = 1.15

/** What was stood upright last. */
interface Stood {
  /** The seal on the places that it was given. */
  readonly arranged: string | undefined
  /** As its author had it. */
  readonly before: GradwireDocument
}

let stood: Stood | null = null
/** Documents that differ from the author's in nothing but places. */
const authored = new WeakMap<GradwireDocument, GradwireDocument>()

/** The document with its author's places: what is saved and sent. The same one back if it stands as its author put it. */
export function asAuthored(document: GradwireDocument): GradwireDocument {
  if (stood === null || document.view?.arranged !== stood.arranged || arrangement(document) === null) return document
  const known = authored.get(document) ?? backTo(stood.before, document)
  authored.set(document, known)
  return known
}

function backTo(before: GradwireDocument, document: GradwireDocument): GradwireDocument {
  const places = new Map(before.nodes.flatMap(({ id, at }) => (at === undefined ? [] : [[id, at] as const])))
  return setView(moveNodes(document, places), { arranged: before.view?.arranged })
}

/** Stands the open graph upright where the window is narrow, and puts it back where it is wide again. */
export function standForWindow(): void {
  const size = useCamera.getState().size()
  if (size === null) return
  const { document } = useDocument.getState()
  if (directionFor(size) === "right") {
    const original = asAuthored(document)
    if (original !== document) settle(() => original)
    return
  }
  const { analysis } = useAnalysis.getState()
  // Who sent it says where to look, or it stands upright already, or not all of it stands yet.
  const { nodes, view } = document
  if (view?.camera !== undefined || arrangement(document) === "down") return
  if (analysis.document !== document || nodes.some(({ at }) => at === undefined)) return
  const now = zoomFor(document, size)
  if (now >= READABLE) return
  const asked = question(analysis, document, { window: size, direction: "down" })
  const put = (places: ReadonlyMap<string, Point>): void => stand(document, places, size, now)
  if (isLong(asked)) void askLayout(asked).then((places) => useCamera.getState().glide(() => put(places)))
  else put(layout(asked.boxes, asked.joins, asked.options))
}

function stand(before: GradwireDocument, places: ReadonlyMap<string, Point>, size: Size, zoom: number): void {
  if (useDocument.getState().document !== before) return
  const upright = sealed(moveShown(before, places), "down")
  if (zoomFor(upright, size) < WORTH * zoom) return
  stood = { arranged: upright.view?.arranged, before: asAuthored(before) }
  authored.set(upright, stood.before)
  settle(() => upright)
}

/** The zoom at which a window shows all of its width. */
function zoomFor(document: GradwireDocument, { width }: Size): number {
  const around = bounds([...drawnBoxes(document, useAnalysis.getState().analysis).values()])
  return around === null ? 1 : Math.min(1, width / Math.max(1, around.width))
}
