// What a layout is asked for all that is drawn of a document, and how its answer is put back. A document that stands as the
// last layout has put it says so (`view.arranged`), by a seal over all its places: whoever moves a node breaks it.

import type { Analysis } from "../analysis/analysis.ts"
import { type GradwireDocument, isQuarantined, type Point } from "../document.ts"
import { setView } from "../edit/edit.ts"
import { fold, moveShown } from "../edit/fold.ts"
import { forgetRoom } from "../edit/groupEdits.ts"
import type { Size } from "../layout/fitted.ts"
import type { Box, Join, LayoutOptions } from "../layout/layout.ts"
import { claimedBy } from "./claims.ts"
import { type Face, type FaceKind, faceOf } from "./face.ts"
import { cardFace } from "./groupFace.ts"
import { joined } from "./joined.ts"
import { restLook } from "./look.ts"

/** All that `layout` takes. */
export interface Question {
  readonly boxes: readonly Box[]
  readonly joins: readonly Join[]
  readonly options: LayoutOptions
}
/** Which way wires run in a layout. */
export type Direction = "right" | "down"

/** Free size of the view where none is known, as in a picture: about what the editor shows beside its panels. */
export const USUAL_WINDOW: Size = { width: 820, height: 510 }
/** A window so narrow shows a graph from top to bottom; one pans down to read on. */
const NARROW = 460

/** Which way a graph runs that is laid out for a window without being told. */
export function directionFor({ width }: Size): Direction {
  return width < NARROW ? "down" : "right"
}

/** Everything that is drawn, or of it only what stands for `chosen` nodes. `document`: a form of the analysed one, folded otherwise. */
export function question(
  analysis: Analysis,
  document: GradwireDocument,
  view: { readonly window: Size; readonly direction: Direction },
  chosen: ReadonlySet<string> | null = null,
  kind: FaceKind = "pictured",
): Question {
  const { shown, cards, frames } = fold(document)
  const isChosen = (ids: readonly string[]): boolean => chosen === null || ids.some((id) => chosen.has(id))
  const placed = [
    ...shown.flatMap((entry) => {
      const group = isQuarantined(entry) ? undefined : entry.group
      return isChosen([entry.id]) ? [{ face: faceOf(entry, analysis, kind), group, ids: [entry.id] }] : []
    }),
    ...cards.flatMap((card) =>
      isChosen(card.members)
        ? [{ face: cardFace(card, analysis, undefined, kind), group: card.within, ids: card.members }]
        : [],
    ),
  ]
  const byId = new Map(placed.flatMap((one) => one.ids.map((id) => [id, one] as const)))
  const { direction, window } = view
  // In a narrow window the width alone counts.
  const page = window.width < NARROW ? { ...window, height: Number.POSITIVE_INFINITY } : window
  return {
    boxes: placed.map(({ face, group }) => ({ ...sizeOf(face), id: face.id, group })),
    joins: joinsOf(analysis, (id) => byId.get(id)),
    options: { direction, window: page, groups: frames.map(({ group }) => group) },
  }
}

function sizeOf(face: Face): { readonly width: number; readonly height: number } {
  return { width: face.width, height: claimedBy({ face, x: 0, y: 0 }).height }
}

/** The wires, with the heights at which they leave and enter, and the width of what is written on them. */
function joinsOf(analysis: Analysis, drawnFor: (id: string) => { readonly face: Face } | undefined): readonly Join[] {
  const order = analysis.document.view?.shapes ?? "CHW"
  return joined(analysis.wires, drawnFor).map(({ wire, from, to }) => {
    return {
      from: from.node.face.id,
      to: to.node.face.id,
      fromAt: from.port.at[1],
      toAt: to.port.at[1],
      words: restLook(wire, analysis, order).room,
    }
  })
}

/** The document with all that is drawn at these places, and a seal on it. */
export function arranged(
  document: GradwireDocument,
  places: ReadonlyMap<string, Point>,
  direction: Direction,
): GradwireDocument {
  return sealed(moveShown(forgetRoom(document), places), direction)
}

/** Says that the document stands as a layout in this direction has put it. */
export function sealed(document: GradwireDocument, direction: Direction): GradwireDocument {
  return setView(document, { arranged: `${direction} ${seal(document)}` })
}

/** The direction of the layout that a document still stands in; null where somebody has moved something since. */
export function arrangement(document: GradwireDocument): Direction | null {
  const [direction, found] = document.view?.arranged?.split(" ") ?? []
  if (found !== seal(document)) return null
  return direction === "right" || direction === "down" ? direction : null
}

/** FNV-1a over every node's name and place, in 32 bits. */
function seal({ nodes }: GradwireDocument): string {
  let hash = 0x811c9dc5
  for (const { id, at } of nodes) {
    const text = `${id} ${at?.[0]} ${at?.[1]} `
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
