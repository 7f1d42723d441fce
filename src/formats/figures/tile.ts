// The picture of a tensor on a card, and of its gradient below it, as the canvas draws them (src/editor/canvas/tiles).

import { writeNumber } from "../../formula/number.ts"
import { cardText, symbolTile } from "../../graph/drawing/card/cardText.ts"
import type { Face } from "../../graph/drawing/face.ts"
import { textWidth } from "../../graph/drawing/text/textWidth.ts"
import { type Bars, barsIn } from "../../graph/drawing/tile/bars.ts"
import type { TileBox } from "../../graph/drawing/tile/cells.ts"
import { colourOf, css, type Family } from "../../graph/drawing/tile/colour.ts"
import type { Dropped } from "../../graph/drawing/tile/drops.ts"
import type { TilePlace } from "../../graph/drawing/tile/hanging.ts"
import { lineUnder } from "../../graph/drawing/tile/lineUnder.ts"
import { isGreyPicture, type MapLook, mapPixels } from "../../graph/drawing/tile/pixels.ts"
import { SCALE_LINE, type Sheet, stepsOf, type Tile } from "../../graph/drawing/tile/tile.ts"
import { type Written, writtenIn } from "../../graph/drawing/tile/written.ts"
import type { TensorData } from "../../tensor/tensor.ts"
import { pngAddress, writePng } from "../png.ts"
import type { Colours } from "./colours.ts"
import { BASELINE, words } from "./text.ts"
import { element } from "./xml.ts"

/** The numbers of a picture: every cell that is drawn, and the largest magnitude among all that they stand for. */
export interface TileNumbers {
  readonly data: TensorData
  readonly largest: number
  /** The cards whose pictures are drawn on its scale, so that `largest` is the largest of them all; empty where none are. */
  readonly shared?: string
  /** Of the classes that they score. */
  readonly names?: readonly string[] | null
  /** What a run dropped of it. */
  readonly dropped?: Dropped | null
  /** Where the cell lies that a playback follows, in steps of the picture. */
  readonly followed?: TileBox | null
}
/** What is known of a tensor; null where nothing is shown of it. */
export type TilesOf = (tile: Tile, family: Family) => TileNumbers | null

const LETTERS = 11
/** The bar at the left of a gradient. */
const BAR = { left: 7, width: 4 }

/** Both pictures of a card, in its own coordinates; empty where it has none. */
export function drawTiles(face: Face, numbersOf: TilesOf, colours: Colours, dark: boolean): string {
  const own = face.tile
  const place = face.kind === "symbol" ? symbolTile(face, 1) : cardText(face, 1).tile
  if (own === null || place === null) return ""
  // Beside a strip it is smaller than it would be alone.
  const tile = { ...own, width: place.width, height: place.height }
  const left = (face.width - tile.width) / 2
  return (["value", "gradient"] as const)
    .map((family) => {
      const numbers = numbersOf(own, family)
      const y = place.top + (family === "gradient" ? place.gradient : 0)
      const transform = `translate(${left} ${y})`
      return numbers === null ? "" : element("g", { transform }, half(tile, place, family, numbers, colours, dark))
    })
    .join("")
}

function half(
  tile: Tile,
  place: TilePlace,
  family: Family,
  { data, largest, shared = "", names = null, dropped = null, followed = null }: TileNumbers,
  colours: Colours,
  dark: boolean,
): string {
  const { height } = tile
  const written = tile.kind === "numbers" ? writtenIn(data, tile, tile, LETTERS) : null
  const ink = colours[family]
  const scores = tile.kind === "bars" ? barsIn(data, { names, shares: family === "value" }, tile, tile, LETTERS) : null
  const grey = isGreyPicture(tile, family, data)
  const range = grey ? "0 to 1" : `±${writeNumber(scores?.scale ?? largest)}`
  const under = { room: place.line, size: LETTERS, shared }
  const [scale, more] = lineUnder(tile, family, range, dropped, under, scores?.shares)
  const holes = dropped?.holes ?? null
  const line = { x: 0, y: height + SCALE_LINE / 2 + LETTERS * BASELINE, size: LETTERS, fill: ink }
  return [
    family === "gradient" ? element("rect", { x: -BAR.left, y: 0, width: BAR.width, height, rx: 2, fill: ink }) : "",
    scores !== null
      ? bars(scores, height, family, colours, dark)
      : written === null
        ? map(data, tile, { largest, family, dark, grey, holes }, colours)
        : numbers(data, tile, written, { largest, family, dark, holes }, colours),
    followed === null ? "" : mark(tile, followed, colours),
    place.scaled ? words(scale, line) : "",
    place.scaled && more !== ""
      ? words(more, { ...line, ...moreAt(tile, scale, more), fill: scores?.shares ? colours["ink-3"] : ink })
      : "",
  ].join("")
}

/** At the right end of the picture, or behind the scale where the picture is narrower than both. */
function moreAt({ width }: Tile, scale: string, more: string) {
  const first = textWidth(scale, LETTERS) + LETTERS
  return first + textWidth(more, LETTERS) <= width ? ({ x: width, anchor: "end" } as const) : { x: first }
}

/** The edge of a cell. */
function mark(tile: Tile, { x, y, width, height }: TileBox, colours: Colours): string {
  const [wide, high] = stepsOf(tile)
  const [across, down] = [tile.width / wide, tile.height / high]
  const box = { x: x * across, y: y * down, width: width * across - 1, height: height * down - 1 }
  return element("rect", { ...box, fill: "none", stroke: colours.selection, "stroke-width": 2 })
}

function map(data: TensorData, tile: Tile, look: MapLook, colours: Colours): string {
  const { width, height } = tile
  const frame = { x: 0, y: 0, width, height }
  const ground = element("rect", { ...frame, fill: colours.panel, stroke: colours.line })
  return ground + image(mapPixels(data, tile, look), tile, frame)
}

/** Steps as pixels, stretched over a rectangle. */
export function image(pixels: Uint8ClampedArray, sheet: Sheet, { x, y, width, height }: Cell): string {
  const [wide, high] = stepsOf(sheet)
  const href = pngAddress(writePng(pixels, wide, high))
  const style = "image-rendering:pixelated"
  return element("image", { x, y, width, height, preserveAspectRatio: "none", style, href })
}

/** Each class with its bar from the axis and its number, the largest in bold letters. */
function bars({ rows, axis, size }: Bars, height: number, family: Family, colours: Colours, dark: boolean): string {
  const line = { x1: axis, y1: 0, x2: axis, y2: height, stroke: colours.line }
  return [
    ...rows.map(({ name, text, share, value, leads, x, y, width, height: thick, end, shareEnd, middle }) => {
      const at = { y: middle + size * BASELINE, size, fill: colours.ink, weight: leads ? 600 : 400 } as const
      return [
        words(name, { ...at, x: 0 }),
        element("rect", { x, y, width, height: thick, fill: css(colourOf(value, Math.abs(value), family, dark)) }),
        words(text, { ...at, x: end, anchor: "end" }),
        share === "" ? "" : words(share, { ...at, x: shareEnd, anchor: "end", fill: colours["ink-3"], weight: 400 }),
      ].join("")
    }),
    element("line", line),
  ].join("")
}

/** Of each cell a wash of its hue under its number, as the canvas mixes them. */
export const WASH = 0.45

function numbers(
  data: TensorData,
  { rows, columns, width, height }: Tile,
  { texts, size }: Written,
  { largest, family, dark, holes = null }: MapLook,
  colours: Colours,
): string {
  const [wide, high] = [width / columns, height / rows]
  return texts
    .map((text, i) => {
      const [x, y] = [(i % columns) * wide, Math.floor(i / columns) * high]
      const cell = { x, y, width: wide - 1, height: high - 1, rx: 2 }
      const at = { x: x + wide - 4, y: y + high / 2 + size * BASELINE, size, anchor: "end" } as const
      if (holes?.[i] === 1) {
        const hole = element("rect", { ...cell, fill: colours.sunken }) + hatching(cell, colours)
        return hole + (family === "value" ? "" : words(text, { ...at, fill: colours["ink-2"] }))
      }
      const number = data[i] ?? Number.NaN
      const fill = css(colourOf(number, largest, family, dark))
      const ground = element("rect", { ...cell, fill, "fill-opacity": WASH })
      const lines = family === "gradient" && number < 0 ? hatching(cell, colours) : ""
      return ground + lines + words(text, { ...at, fill: colours.ink })
    })
    .join("")
}

interface Cell {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** From one line of a hatching to the next. */
const HATCH = 5

/** Lines from the lower left to the upper right of a cell. */
function hatching({ x, y, width, height }: Cell, colours: Colours): string {
  const lines: string[] = []
  for (let at = HATCH; at < width + height; at += HATCH) {
    const [down, over] = [Math.min(at, height), Math.max(0, at - width)]
    lines.push(`M${x + at - down} ${y + down}L${x + at - over} ${y + over}`)
  }
  return element("path", { d: lines.join(""), fill: "none", stroke: colours.ink, "stroke-opacity": 0.16 })
}
