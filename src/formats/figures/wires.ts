// Wires, their chips, and the frames of groups, as the canvas draws them.

import { claimedBy } from "../../graph/drawing/claims.ts"
import type { Face, PlacedFace } from "../../graph/drawing/face.ts"
import type { WireLook } from "../../graph/drawing/look.ts"
import type { DrawnFrame, DrawnWire, Written } from "../../graph/drawing/scene.ts"
import { CHIP_HEIGHT, chipWidth } from "../../graph/drawing/wires/chipSize.ts"
import { boxAround, type ChipWish, placeChips } from "../../graph/drawing/wires/chips.ts"
import { curvePath } from "../../graph/drawing/wires/curve.ts"
import type { PlacedBox } from "../../graph/edit/arrange.ts"
import type { Colours, Token } from "./colours.ts"
import { BASELINE, words } from "./text.ts"
import { element, writeNumber } from "./xml.ts"

const LINES: Readonly<Record<WireLook["tone"], Token>> = {
  rest: "wire",
  value: "value-line",
  gradient: "gradient-line",
}

export function drawWire({ wire, curve }: DrawnWire, look: WireLook, colours: Colours): string {
  return element("path", {
    d: curvePath(curve).replace(/\d+\.\d{3,}/g, (number) => writeNumber(Number(number))),
    fill: "none",
    stroke: look.bad ? colours.problem : colours[LINES[look.tone]],
    "stroke-width": look.width,
    "stroke-linecap": "round",
    "stroke-dasharray": look.zero ? "5 5" : undefined,
    "data-wire": wire.id,
  })
}

interface DrawnChip {
  readonly svg: string
  readonly box: PlacedBox
}

/** A chip that has found a place: its middle. */
interface PlacedChip {
  readonly at: readonly [number, number]
  readonly width: number
  readonly look: WireLook
}

/** The chips that find a place, drawn. `written`: room over and under a node that is taken. */
export function drawChips(
  wires: readonly DrawnWire[],
  nodes: readonly PlacedFace[],
  lookOf: (wire: DrawnWire) => WireLook,
  colours: Colours,
  written: (face: Face) => Written,
): readonly DrawnChip[] {
  return chipPlaces(wires, nodes, lookOf, written).map(({ at, width, look }) => chipAt(at, width, look, colours))
}

export function chipPlaces(
  wires: readonly DrawnWire[],
  nodes: readonly PlacedFace[],
  lookOf: (wire: DrawnWire) => WireLook,
  written: (face: Face) => Written,
): readonly PlacedChip[] {
  const looks = new Map(wires.map((drawn) => [drawn.wire.id, lookOf(drawn)]))
  const wishes: ChipWish[] = wires.flatMap(({ wire, curve }) => {
    const chip = looks.get(wire.id)?.chip ?? ""
    return chip === "" ? [] : [{ wire: wire.id, curve, width: chipWidth(chip), least: chipWidth(chip) }]
  })
  const taken = nodes.map((node) => {
    const box = claimedBy(node)
    const { above, below } = written(node.face)
    return { ...box, y: box.y - above, height: box.height + above + below }
  })
  const places = placeChips(wishes, taken, new Map())
  return wishes.flatMap(({ wire, width }) => {
    const [place, look] = [places.get(wire), looks.get(wire)]
    return place === undefined || look === undefined ? [] : [{ at: place.at, width, look }]
  })
}

function chipAt([x, y]: readonly [number, number], width: number, look: WireLook, colours: Colours): DrawnChip {
  const { tone, bad } = look
  const fill = bad ? "problem-wash" : tone === "rest" ? "panel" : (`${tone}-wash` as const)
  const ink = bad ? "problem" : tone === "rest" ? "ink-2" : tone
  const stroke = bad ? "problem" : tone === "rest" ? "line" : undefined
  const box = boxAround([x, y], width, CHIP_HEIGHT)
  const drawn = element("rect", { ...box, rx: 6, fill: colours[fill], stroke: stroke && colours[stroke] })
  const weight = tone === "rest" ? 400 : 550
  const at = { x, y: y + 11 * BASELINE, size: 11, anchor: "middle", fill: colours[ink], weight } as const
  return { svg: drawn + words(look.chip, at), box }
}

export function drawFrame({ frame: { group }, box }: DrawnFrame, colours: Colours): string {
  const name = group.label ?? group.id
  const title = { x: box.x + 12, y: box.y + 14 + 12 * BASELINE, size: 12, weight: 550, fill: colours["ink-2"] } as const
  return (
    element("rect", {
      x: box.x,
      y: box.y,
      width: box.width,
      height: box.height,
      rx: 12,
      fill: colours.ink,
      "fill-opacity": 0.02,
      stroke: colours["line-strong"],
      "stroke-opacity": 0.55,
    }) + words(name, { ...title, room: box.width - 24 })
  )
}
