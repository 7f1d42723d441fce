// How the labels of wires stand in a graph that is laid out by itself and fitted into a window: what the canvas works out for
// its first picture, without a page. Lengths in pixels of the screen.

import { freeSize, type View, viewOnDrawn } from "../../../src/editor/canvas/camera/fitting.ts"
import { placeAll } from "../../../src/editor/canvas/flow/chipPlaces.ts"
import type { Drawn } from "../../../src/editor/canvas/flow/drawn.ts"
import { boxesOf, edgesOf, nodesOf, waysBetween } from "../../../src/editor/canvas/flow/elements.ts"
import { extent, withBoxes, withWays } from "../../../src/editor/canvas/flow/extent.ts"
import { frameBoxes, frameTitles } from "../../../src/editor/canvas/flow/frameTitles.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { arranged, directionFor, question } from "../../../src/graph/drawing/arranging.ts"
import { cardText } from "../../../src/graph/drawing/card/cardText.ts"
import type { Face } from "../../../src/graph/drawing/face.ts"
import { restLook } from "../../../src/graph/drawing/look.ts"
import { waysAmong } from "../../../src/graph/drawing/ways.ts"
import { CHIP_HEIGHT } from "../../../src/graph/drawing/wires/chipSize.ts"
import { type ChipPlace, isLed } from "../../../src/graph/drawing/wires/chips.ts"
import { fold } from "../../../src/graph/edit/fold.ts"
import { layout } from "../../../src/graph/layout/layout.ts"
import { textZoom } from "../../../src/graph/layout/textZoom.ts"
import { ops } from "../../../src/ops/registry.ts"

/** The canvas beside its open panels, in windows of 1440×900, 1024×700 and 360×740, as a page measures it. */
export const CANVASES = {
  "1440×900": { width: 880, height: 612, lower: 80 },
  "1024×700": { width: 532, height: 442, lower: 80 },
  "360×740": { width: 360, height: 598, lower: 20 },
} as const satisfies Record<string, View>

export interface Labelling {
  readonly zoom: number
  readonly wires: number
  /** Wires without a label, and those whose label reaches out of the canvas; of a narrow one, which is panned down, not below. */
  readonly missing: readonly string[]
  readonly outside: readonly string[]
  /** The longest line from a label to its wire, and which wire that is. */
  readonly leader: number
  readonly led: string
  /** Cards whose op is cut. */
  readonly cut: readonly string[]
}

/** A document laid out for a canvas and fitted in: what is drawn, titles of groups, and the view on it. */
export function fittedIn(document: GradwireDocument, canvas: View) {
  const { drawn, titles, frames } = drawnIn(document, canvas)
  const within = withWays(extent(drawn.nodes), drawn.ways)
  const view = viewOnDrawn((step) => withBoxes(within, [...frames(step).values()]), canvas, LEAST_ZOOM)
  const step = textZoom(view.zoom)
  const chips = placeAll({ ...drawn, textZoom: step }, titles(step), new Map())
  return { drawn: { ...drawn, chips, textZoom: step }, titles: titles(step), view }
}

/** Lays a document out for a canvas, fits it in, and measures what its labels came to. */
export function labelling(document: GradwireDocument, canvas: View): Labelling {
  const { drawn, view } = fittedIn(document, canvas)
  const { nodes, edges, looks, chips, textZoom: step } = drawn
  const isOutside = ({ at: [x, y], width }: ChipPlace): boolean => {
    const [across, down] = [x * view.zoom + view.x, y * view.zoom + view.y]
    const [wide, high] = [(width * view.zoom) / 2, (CHIP_HEIGHT * view.zoom) / step / 2]
    const isBelow = !isNarrow(canvas) && down + high > canvas.height
    return across - wide < 0 || across + wide > canvas.width || down - high < 0 || isBelow
  }
  const leaders = [...chips].map(([wire, { off }]) => ({
    wire,
    long: isLed(off, CHIP_HEIGHT / step) ? Math.abs(off) * view.zoom : 0,
  }))
  const longest = leaders.reduce((a, b) => (b.long > a.long ? b : a), { wire: "", long: 0 })
  return {
    zoom: view.zoom,
    wires: edges.length,
    missing: edges.flatMap(({ id }) => (looks.get(id)?.chip === "" || chips.has(id) ? [] : [id])),
    outside: [...chips].flatMap(([wire, place]) => (isOutside(place) ? [wire] : [])),
    leader: longest.long,
    led: longest.wire,
    cut: nodes.flatMap(({ id, data: { face } }) => (isCut(face, step) ? [id] : [])),
  }
}

const LEAST_ZOOM = 0.01

function isNarrow({ width }: View): boolean {
  return width < 520
}

function isCut(face: Face, step: number): boolean {
  return face.kind === "card" && cardText(face, step).lines[0]?.text.includes("…") === true
}

/** What the canvas draws of it, and where titles of groups are at a zoom. */
function drawnIn(document: GradwireDocument, canvas: View) {
  const window = freeSize(canvas)
  const direction = directionFor(window)
  const asked = question(analyze(document, ops, "train"), document, { window, direction })
  const placed = arranged(document, layout(asked.boxes, asked.joins, asked.options), direction)
  const analysis = analyze(placed, ops, "train")
  const nodes = nodesOf(analysis, [], new Map())
  const byId = new Map(nodes.flatMap((node) => (node.data.face.members ?? [node.id]).map((id) => [id, node] as const)))
  const boxes = boxesOf(nodes)
  const order = document.view?.shapes ?? "CHW"
  const drawn: Drawn = {
    nodes,
    byId,
    edges: edgesOf(analysis, [], [], byId),
    looks: new Map(analysis.wires.map((wire) => [wire.id, restLook(wire, analysis, order)])),
    chips: new Map(),
    ways: waysAmong(waysBetween(analysis, byId)),
    sums: [],
    textZoom: 1,
  }
  return {
    drawn,
    titles: (step: number) => frameTitles(placed, boxes, step),
    frames: (step: number) => frameBoxes(fold(placed).frames, (id) => boxes.get(id) ?? null, step),
  }
}
