// What stands between the words of a card and the picture of its tensor, as the canvas draws it (src/editor/canvas/tiles): what a
// layer has learned, how its attention lies, what a normalisation works with.

import { type CardText, cardText } from "../../graph/drawing/card/cardText.ts"
import type { Face } from "../../graph/drawing/face.ts"
import { colourOf, css } from "../../graph/drawing/tile/colour.ts"
import { mapPixels } from "../../graph/drawing/tile/pixels.ts"
import type { StatisticsPlace, StatisticsRow } from "../../graph/drawing/tile/statistics.ts"
import { type RowNumbers, tableIn } from "../../graph/drawing/tile/table.ts"
import { maskedIn, type WeightsPlace } from "../../graph/drawing/tile/weights.ts"
import type { Colours } from "./colours.ts"
import { BASELINE, words } from "./text.ts"
import { image, WASH } from "./tile.ts"
import { element } from "./xml.ts"

/** What is known of the numbers of a strip; null where nothing is shown of them. */
export interface StripNumbers {
  readonly weights: (weights: WeightsPlace) => RowNumbers | null
  readonly row: (row: StatisticsRow) => RowNumbers | null
}

/** In the coordinates of the card. `hasDetails`: the room beside the words is taken. */
export function drawStrip(
  face: Face,
  numbers: StripNumbers,
  colours: Colours,
  dark: boolean,
  hasDetails: boolean,
): string {
  if (face.kind !== "card") return ""
  const text = cardText(face, 1)
  const { weights, statistics } = text
  if (statistics !== null) {
    const place = hasDetails ? { ...statistics, title: null } : statistics
    return table(face, place, numbers, colours, dark)
  }
  return weights === null || (hasDetails && isBeside(weights, text)) ? "" : maps(weights, numbers, colours, dark)
}

function isBeside({ y }: WeightsPlace, { top, lines }: CardText): boolean {
  return y < top + lines.reduce((sum, { height }) => sum + height, 0)
}

function maps(weights: WeightsPlace, numbers: StripNumbers, colours: Colours, dark: boolean): string {
  const found = numbers.weights(weights)
  if (found === null) return ""
  const look = { largest: found.largest, family: "value", dark, holes: maskedIn(found.data, weights) } as const
  const { label } = weights
  const said = label?.lines.map(({ text, y }) =>
    words(text, { x: label.x, y: y + label.size * BASELINE, size: label.size, fill: colours["ink-2"] }),
  )
  return image(mapPixels(found.data, weights, look), weights, weights) + (said ?? []).join("")
}

function table(
  { statistics }: Face,
  place: StatisticsPlace,
  numbers: StripNumbers,
  colours: Colours,
  dark: boolean,
): string {
  if (statistics === null) return ""
  const { texts, rects, lines, size } = tableIn(statistics, statistics.rows.map(numbers.row), place)
  const inside = [
    ...rects.map(({ x, y, width, height, value, largest, pale }) => {
      const fill = css(colourOf(value, largest, "value", dark))
      return element("rect", { x, y, width, height, fill, "fill-opacity": pale ? WASH : undefined })
    }),
    ...lines.map(({ x, y, width }) => element("line", { x1: x, x2: x + width, y1: y, y2: y, stroke: colours.line })),
    ...texts.map(({ text, x, y, end, bold, quiet }) =>
      words(text, {
        x,
        y: y + size * BASELINE,
        size,
        fill: quiet ? colours["ink-2"] : colours.ink,
        anchor: end ? "end" : "start",
        weight: bold ? 600 : 400,
      }),
    ),
  ]
  return element("g", { transform: `translate(${place.x} ${place.y})` }, inside.join(""))
}
