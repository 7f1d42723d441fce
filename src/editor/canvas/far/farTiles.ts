// The small pictures of tensors on cards that are painted: of each a bitmap, made when it is first in view and kept while the
// run, the theme and what the player shows of it are the same. Numbers that are still to come are asked for, and painted later.

import type { Point } from "../../../graph/document.ts"
import { cardText, symbolTile, TILE_STEP } from "../../../graph/drawing/card/cardText.ts"
import type { Face } from "../../../graph/drawing/face.ts"
import type { Family } from "../../../graph/drawing/tile/colour.ts"
import type { Dropped } from "../../../graph/drawing/tile/drops.ts"
import type { TilePlace } from "../../../graph/drawing/tile/hanging.ts"
import { mapPixels } from "../../../graph/drawing/tile/pixels.ts"
import { fitsTile, largestIn } from "../../../graph/drawing/tile/small.ts"
import { hasPlainCards, stepsOf, type Tile } from "../../../graph/drawing/tile/tile.ts"
import { useDocument } from "../../../state/document.ts"
import { partHidden } from "../../../state/hiding.ts"
import { isTensorKnown, type PlayerPosition } from "../../../state/player/progress.ts"
import { mapped, type Reading } from "../../../state/run/numbers.ts"
import { type RunState, useRun } from "../../../state/run/run.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { droppedReading, tileReading, tileTensor } from "../../../state/run/tiles.ts"
import { keepRecent } from "../../../tensor/recent.ts"
import type { Thumbnail } from "../../../tensor/summary/thumbnail.ts"
import type { Colours } from "./farColours.ts"
import { Waiting } from "./waiting.ts"

/** New bitmaps in one frame; the rest have the next ones. */
const MOST_NEW = 40
/** Some ten kilobytes each; what was made last stays. */
const MOST_KEPT = 2000
/** The bar at the left of a gradient, in pixels of the screen. */
const BAR = { left: 3, width: 2 }

const FAMILIES: readonly Family[] = ["value", "gradient"]

interface Kept {
  readonly tile: Tile
  readonly tensor: RunTensor
  readonly dark: boolean
  readonly bitmap: HTMLCanvasElement | null
}

/** What one frame has to go by. */
export interface TilesFrame {
  readonly run: RunState
  readonly player: PlayerPosition
  readonly zoom: number
  readonly step: number
  readonly dark: boolean
  readonly colours: Colours
  /** So many more may be made. */
  left: number
}

/** By family and place. */
const kept = new Map<string, Kept>()
let wake = (): void => {}
const waiting = new Waiting(() => wake())

/** `again` is called when there is more to paint. Answers how to stop. */
export function keepTiles(again: () => void): () => void {
  wake = again
  return () => {
    wake = () => {}
    kept.clear()
  }
}

/** Null where cards show no pictures: so far out, or where the document asks for words alone, or hides its numbers. */
export function tilesFrame(frame: Omit<TilesFrame, "run" | "dark" | "left">): TilesFrame | null {
  if (frame.step < TILE_STEP || hasPlainCards(useDocument.getState().document) || partHidden("numbers")) return null
  const dark = document.documentElement.dataset.theme === "dark"
  return { ...frame, run: useRun.getState(), dark, left: MOST_NEW }
}

/** Both pictures of a card that stands at a point; answers how many there are by now. */
export function drawFarTiles(pen: CanvasRenderingContext2D, face: Face, [x, y]: Point, frame: TilesFrame): number {
  const { tile } = face
  const place = face.kind === "symbol" ? symbolTile(face, frame.step) : cardText(face, frame.step).tile
  if (tile === null || place === null) return 0
  let drawn = 0
  for (const family of FAMILIES) {
    const bitmap = isTensorKnown(frame.player, family, tile.place) ? bitmapOf(family, tile, frame) : null
    if (bitmap === null) continue
    put(pen, bitmap, family, boxIn(face, place, family, [x, y]), frame)
    drawn += 1
  }
  return drawn
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function boxIn(face: Face, place: TilePlace, family: Family, [x, y]: Point): Box {
  const { width, height } = place
  const top = place.top + (family === "gradient" ? place.gradient : 0)
  return { x: x + (face.width - width) / 2, y: y + top, width, height }
}

function put(
  pen: CanvasRenderingContext2D,
  bitmap: HTMLCanvasElement,
  family: Family,
  { x, y, width, height }: Box,
  { zoom, colours }: TilesFrame,
): void {
  pen.drawImage(bitmap, x, y, width, height)
  if (family === "value") return
  pen.fillStyle = colours.of("gradient")
  pen.fillRect(x - (BAR.left + BAR.width) / zoom, y, BAR.width / zoom, height)
}

/** Null where nothing is shown of it, or not yet. */
function bitmapOf(family: Family, tile: Tile, frame: TilesFrame): HTMLCanvasElement | null {
  const tensor = tileTensor(frame.run, family, tile)
  if (tensor === undefined) return null
  const key = `${family} ${tile.place}`
  const old = kept.get(key)
  if (old !== undefined && old.tensor === tensor && old.tile === tile && old.dark === frame.dark) return old.bitmap
  // Until the new numbers are there, the old ones stand.
  const before = old?.bitmap ?? null
  if (frame.left === 0) {
    wake()
    return before
  }
  const numbers = waiting.read(numbersOf(tensor, tile), tensor, tile)
  if (numbers === undefined) return before
  frame.left -= 1
  const bitmap = numbers === null ? null : painted(numbers, family, tile, frame.dark)
  keepRecent(kept, key, { tile, tensor, dark: frame.dark, bitmap }, MOST_KEPT)
  return bitmap
}

interface Numbers {
  readonly small: Thumbnail
  readonly dropped: Dropped | null
}

/** What a picture is painted of; null where the tensor has other planes. */
function numbersOf(tensor: RunTensor, tile: Tile): Reading<Numbers> | null {
  const small = tileReading(tensor, tile)
  if (small === null) return null
  const mask = droppedReading(tensor.run, tile)
  if (mask === null) return mapped(small, (small) => ({ small, dropped: null }))
  return {
    now: () => {
      const [there, dropped] = [small.now(), mask.now()]
      return there === null || dropped === null ? null : { is: { small: there.is, dropped: dropped.is } }
    },
    later: async () => ({ small: await small.later(), dropped: await mask.later() }),
  }
}

/** As large as on a card near by, which is never seen here. */
function painted({ small, dropped }: Numbers, family: Family, tile: Tile, dark: boolean): HTMLCanvasElement | null {
  if (!fitsTile(small, tile)) return null
  const [width, height] = stepsOf(tile)
  const full = canvasOf(width, height)
  const pen = full.getContext("2d")
  if (pen === null) return null
  const image = pen.createImageData(width, height)
  const look = { largest: largestIn(small), family, dark, holes: dropped?.holes ?? null }
  image.data.set(mapPixels(small.planes.data, tile, look))
  pen.putImageData(image, 0, 0)
  if (width <= tile.width && height <= tile.height) return full
  const less = canvasOf(Math.ceil(Math.min(width, tile.width)), Math.ceil(Math.min(height, tile.height)))
  less.getContext("2d")?.drawImage(full, 0, 0, less.width, less.height)
  return less
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas")
  canvas.width = width
  canvas.height = height
  return canvas
}
