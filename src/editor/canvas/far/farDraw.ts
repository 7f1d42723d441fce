// Draws a graph as it looks from far: wires as hairs, nodes as blocks of their hue. Everything that the mounted cards
// would say at this size is said: problems, selection, what is pointed at, the player's place.

import { cardText } from "../../../graph/drawing/card/cardText.ts"
import { ROUND } from "../../../graph/drawing/face.ts"
import { heatedFace } from "../../../graph/drawing/heat/heatedFace.ts"
import type { WireLook } from "../../../graph/drawing/look.ts"
import { textZoom } from "../../../graph/layout/textZoom.ts"
import type { CardHeat } from "../../../graph/measure/overlay/heat.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { standingOfNode, standingOfWire } from "../../../state/player/progress.ts"
import { heatAt, useHeat } from "../../../state/run/heat.ts"
import { useRun } from "../../../state/run/run.ts"
import { useSession } from "../../../state/session.ts"
import type { View } from "../flow/drawn.ts"
import type { FlowNode } from "../flow/elements.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { type Colours, coloursNow, type Tint } from "./farColours.ts"
import { hatch } from "./farHatch.ts"
import { type Box, type FarWire, farWires, meet, seenBox } from "./farScene.ts"
import { drawFarTiles, tilesFrame } from "./farTiles.ts"

export interface DrawnCounts {
  readonly nodes: number
  readonly wires: number
  readonly pictures: number
}

/** Thinner than this a wire would fade away, in pixels of the screen. */
const HAIR = 0.8
/** A corner is rounded from this radius on, in pixels of the screen; a rounded box costs ten times a plain one. */
const SEEN = 2.5
/** Wires in one stroke: one path of thousands takes longer to fill than many short ones. */
const BUNDLE = 40

/** Draws what is in view, or only the wires; answers how much of it. The pen is at device pixels of a wiped canvas. */
export function drawFar(pen: CanvasRenderingContext2D, view: View, ratio: number, withNodes: boolean): DrawnCounts {
  const [dx, dy, zoom] = view.transform
  pen.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * dx, ratio * dy)
  const seen = seenBox(view)
  const colours = coloursNow()
  const wires = drawWires(pen, seen, zoom, colours)
  return { wires, ...(withNodes ? drawNodes(pen, seen, zoom, colours) : { nodes: 0, pictures: 0 }) }
}

function drawWires(pen: CanvasRenderingContext2D, seen: Box, zoom: number, colours: Colours): number {
  const { edges, byId, looks } = useFlow.getState()
  const styles = new Map<string, { readonly stroke: Stroke; readonly wires: FarWire[] }>()
  let drawn = 0
  for (const wire of farWires(edges, byId)) {
    if (!meet(wire, seen)) continue
    drawn += 1
    const stroke = strokeOf(wire.id, looks.get(wire.id))
    const key = `${stroke.tint} ${stroke.width} ${stroke.dashed} ${stroke.alpha}`
    const there = styles.get(key)
    if (there) there.wires.push(wire)
    else styles.set(key, { stroke, wires: [wire] })
  }
  // What stands out lies on top.
  const sorted = [...styles.values()].sort(
    (a, b) => Number(a.stroke.tint !== "wire") - Number(b.stroke.tint !== "wire"),
  )
  for (const { stroke, wires } of sorted) {
    pen.strokeStyle = colours.of(stroke.tint)
    pen.globalAlpha = stroke.alpha
    pen.lineWidth = Math.max(stroke.width, HAIR / zoom)
    pen.setLineDash(stroke.dashed ? [5 / zoom, 5 / zoom] : [])
    for (let i = 0; i < wires.length; i += BUNDLE) {
      pen.beginPath()
      for (const wire of wires.slice(i, i + BUNDLE)) trace(pen, wire)
      pen.stroke()
    }
  }
  pen.globalAlpha = 1
  pen.setLineDash([])
  return drawn
}

function trace(pen: CanvasRenderingContext2D, { curve }: FarWire): void {
  for (const [from, leave, arrive, to] of curve.pieces) {
    pen.moveTo(from[0], from[1])
    pen.bezierCurveTo(leave[0], leave[1], arrive[0], arrive[1], to[0], to[1])
  }
}

interface Stroke {
  readonly tint: Tint
  readonly width: number
  readonly dashed: boolean
  readonly alpha: number
}

function strokeOf(id: string, look: WireLook | undefined): Stroke {
  const standing = standingOfWire(usePlayer.getState(), id)
  const { hovered, lit } = useSession.getState()
  const rest: Record<WireLook["tone"], Tint> = { rest: "wire", value: "value-line", gradient: "gradient-line" }
  const tint: Tint =
    standing === "value" || standing === "gradient"
      ? standing
      : look?.bad
        ? "problem"
        : lit.includes(id)
          ? "gradient"
          : hovered !== null && "wire" in hovered && hovered.wire === id
            ? "ink-2"
            : rest[look?.tone ?? "rest"]
  return { tint, width: look?.width ?? 1.5, dashed: look?.zero ?? false, alpha: standing === "later" ? 0.4 : 1 }
}

function drawNodes(
  pen: CanvasRenderingContext2D,
  seen: Box,
  zoom: number,
  colours: Colours,
): Pick<DrawnCounts, "nodes" | "pictures"> {
  const { nodes } = useFlow.getState()
  const { hovered } = useSession.getState()
  const player = usePlayer.getState()
  const heat = useHeat.getState()
  const { status } = useRun.getState()
  const active = status.kind === "running" ? status.progress : null
  const tiles = tilesFrame({ player, zoom, step: textZoom(zoom), colours })
  let [drawn, pictures] = [0, 0]
  for (const node of nodes) {
    const { x, y } = node.position
    const { width, height } = node.data.face
    if (!meet({ left: x, top: y, right: x + width, bottom: y + height }, seen)) continue
    drawn += 1
    const standing = standingOfNode(player, node.id)
    pen.globalAlpha = standing === "later" ? 0.5 : 1
    const lies = heatAt(heat, node.id)
    const ground = groundOf(node, lies, zoom, colours)
    block(pen, node, zoom, ground)
    if (hasRoom(node, zoom)) words(pen, node, zoom, colours, lies)
    if (tiles !== null) pictures += drawFarTiles(pen, node.data.face, [x, y], tiles)
    const ring =
      standing === "value" || standing === "gradient"
        ? standing
        : active?.node === node.id
          ? active.phase === "forward"
            ? "value"
            : "gradient"
          : node.selected
            ? "selection"
            : hovered !== null && "node" in hovered && hovered.node === node.id
              ? "line-strong"
              : null
    if (ring === null) continue
    pen.strokeStyle = colours.of(ring)
    pen.lineWidth = Math.max(6, 1.5 / zoom)
    pen.beginPath()
    pen.roundRect(x - 3, y - 3, width + 6, height + 6, radiusOf(node) + 3)
    pen.stroke()
  }
  pen.globalAlpha = 1
  return { nodes: drawn, pictures }
}

/** The hue of a node's shelf, or of its number under an overlay. */
function groundOf(
  { data: { face } }: FlowNode,
  lies: CardHeat | undefined,
  zoom: number,
  colours: Colours,
): string | CanvasPattern {
  if (face.problem !== null) return colours.of("problem")
  if (lies === undefined) return colours.block(face.shelf)
  return lies.at === null ? hatch(zoom, colours) : colours.heat(lies.at)
}

/** Corners are rounded where that can be seen. */
function block(pen: CanvasRenderingContext2D, node: FlowNode, zoom: number, ground: string | CanvasPattern): void {
  const { x, y } = node.position
  const { face } = node.data
  pen.fillStyle = ground
  const radius = radiusOf(node)
  if (radius * zoom < SEEN) {
    pen.fillRect(x, y, face.width, face.height)
    return
  }
  pen.beginPath()
  pen.roundRect(x, y, face.width, face.height, radius)
  pen.fill()
}

/** Room that a line of words takes, in pixels of the screen. */
const LINE = 12
const WORD = 34
/** Width of the hue at the left edge, in pixels of the screen. */
const STRIPE = 3
/** As in tokens.css. */
const FONT = '"Inter Variable", Inter, system-ui, sans-serif'

function hasRoom({ data: { face } }: FlowNode, zoom: number): boolean {
  return face.kind !== "symbol" && face.height * zoom >= LINE && face.width * zoom >= WORD
}

/**
 * The card's face on its block, its hue left as a stripe, and its op or a group's name. Under an overlay its ground is the
 * colour of its number, which is written where there is room.
 */
function words(
  pen: CanvasRenderingContext2D,
  node: FlowNode,
  zoom: number,
  colours: Colours,
  lies: CardHeat | undefined,
): void {
  const { face } = node.data
  const { x, y } = node.position
  if (lies === undefined) {
    const stripe = STRIPE / zoom
    pen.fillStyle = colours.of("panel")
    pen.fillRect(x + stripe, y + 1, face.width - stripe - 1, face.height - 2)
  }
  const { lines, left, top } = cardText(heatedFace(face, lies?.amount), textZoom(zoom))
  pen.fillStyle = lies?.at == null || face.problem !== null ? colours.of("ink") : colours.heatInk(lies.at)
  pen.textBaseline = "middle"
  let line = y + top
  for (const { kind, text, size, height } of lines) {
    const isSaid = kind === "title" || kind === "amount"
    if (isSaid) {
      pen.font = `${kind === "title" ? 600 : 400} ${size}px ${FONT}`
      pen.fillText(text, x + left, line + height / 2)
    }
    line += height
  }
}

function radiusOf({ data: { face } }: FlowNode): number {
  return face.kind === "symbol" ? Math.min(face.height / 2, ROUND / 2) : 8
}
