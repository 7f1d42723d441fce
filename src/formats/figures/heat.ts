// An overlay in a picture: the ground of each card, the paper under the picture of its tensor, and the scale underneath.

import { cardText, symbolTile } from "../../graph/drawing/card/cardText.ts"
import type { Face } from "../../graph/drawing/face.ts"
import { heatColour } from "../../graph/drawing/heat/colour.ts"
import { heatedFace } from "../../graph/drawing/heat/heatedFace.ts"
import type { Scene } from "../../graph/drawing/scene.ts"
import { textWidth } from "../../graph/drawing/text/textWidth.ts"
import { css, inkOn } from "../../graph/drawing/tile/colour.ts"
import type { CardHeat, Heat } from "../../graph/measure/overlay/heat.ts"
import { placeOn } from "../../graph/measure/overlay/scale.ts"
import { OVERLAY_TITLES, writeEnds } from "../../graph/measure/overlay/words.ts"
import { type FigureBlock, NOTHING } from "./block.ts"
import type { Colours, Theme } from "./colours.ts"
import { BASELINE, words } from "./text.ts"
import { element } from "./xml.ts"

/** What a card is drawn on, and the colours of the words on it. */
export interface Ground {
  readonly fill: string
  readonly words: Colours
}

const HATCH = "gw-hatch"

/** With the numbers of an overlay on its cards. */
export function heatedScene(scene: Scene, heat: Heat | undefined): Scene {
  if (heat === undefined) return scene
  const nodes = scene.nodes.map((node) => ({
    ...node,
    face: heatedFace(node.face, heat.cards.get(node.face.id)?.amount),
  }))
  return { ...scene, nodes }
}

/** Of a card without anything over it: undefined. */
export function groundOf(heat: CardHeat | undefined, colours: Colours, theme: Theme): Ground | undefined {
  if (heat === undefined) return undefined
  if (heat.at === null) return { fill: `url(#${HATCH})`, words: inkedIn(colours.ink, colours) }
  const colour = heatColour(heat.at, theme === "dark")
  return { fill: css(colour), words: inkedIn(inkOn(colour), colours) }
}

function inkedIn(ink: string, colours: Colours): Colours {
  return { ...colours, ink, "ink-2": ink, "ink-3": ink }
}

/** The hatching of cards without a number, which they name. */
export function hatching(colours: Colours): string {
  const size = { width: 7, height: 7 }
  const parts = [
    element("rect", { ...size, fill: colours.panel }),
    element("rect", { width: 2, height: 7, fill: colours.line }),
  ]
  const attrs = { id: HATCH, ...size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }
  return element("defs", {}, element("pattern", attrs, parts.join("")))
}

/** What the picture on a card lies on. */
export function plateOf(face: Face, colours: Colours): string {
  const place = face.kind === "symbol" ? symbolTile(face, 1) : cardText(face, 1).tile
  if (face.tile === null || place === null) return ""
  const y = place.top - 1
  return element("rect", { x: 6, y, width: face.width - 12, height: face.height - 4 - y, rx: 4, fill: colours.panel })
}

const SIZE = 13
const BAR = { width: 96, height: 12 }
const GAP = 8

/** The name of the overlay, its scale with both ends, and what 0 and no number look like. */
export function scaleBlock({ name, scale, zeros, missing }: Heat, colours: Colours, theme: Theme): FigureBlock {
  const hue = (at: number): string => css(heatColour(at, theme === "dark"))
  const parts: string[] = []
  let x = 0
  const say = (text: string): void => {
    parts.push(words(text, { x, y: SIZE, size: SIZE, fill: colours.ink, room: 400 }))
    x += textWidth(text, SIZE) + GAP
  }
  const show = (fill: string, width: number): void => {
    const box = { x, y: SIZE + SIZE * (BASELINE - 0.5) - BAR.height, width, height: BAR.height, rx: 2 }
    parts.push(element("rect", { ...box, fill, stroke: colours["line-strong"] }))
    x += width + GAP
  }
  say(OVERLAY_TITLES[name])
  if (zeros) {
    show(hue(0), BAR.height)
    say("0")
  }
  if (scale !== null) {
    const [least, most] = writeEnds(name, scale)
    const from = placeOn(scale, scale.least)
    if (scale.least < scale.most) {
      say(least)
      const stops =
        element("stop", { offset: 0, "stop-color": hue(from) }) + element("stop", { offset: 1, "stop-color": hue(1) })
      parts.push(element("defs", {}, element("linearGradient", { id: "gw-heat" }, stops)))
      show("url(#gw-heat)", BAR.width)
    } else show(hue(1), BAR.height)
    say(most)
    if (scale.log) say("(log scale)")
  }
  if (missing) {
    show(`url(#${HATCH})`, BAR.height)
    say("no number")
  }
  return parts.length === 0 ? NOTHING : { svg: parts.join(""), width: x, height: SIZE + 6 }
}
