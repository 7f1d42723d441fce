// What hangs below the words of a card: a strip with what the layer works with, and the picture of its tensor. Words come first;
// the further out, the more room they take, and strip and picture share what is left.

import { barsHeight } from "./bars.ts"
import { fitting } from "./drops.ts"
import { SHARES } from "./lineUnder.ts"
import { type Statistics, type StatisticsPlace, statisticsHeight, tableWidth } from "./statistics.ts"
import { gradientBelow, SCALE_LINE, TILE_FOOT, TILE_SIDE, type Tile, tileBlock } from "./tile.ts"
import { centred, placeWeights, type Room, type Weights, type WeightsPlace, weightsHeight } from "./weights.ts"

/** Where the picture of a tensor hangs on its card, in canvas pixels. */
export interface TilePlace {
  readonly top: number
  /** From the top of the value to that of the gradient. */
  readonly gradient: number
  /** Of either picture: its own size near by. */
  readonly width: number
  readonly height: number
  /** Whether there is room for the scales under both. */
  readonly scaled: boolean
  /** Height of the line that they stand in. */
  readonly under: number
  /** The room that the line under a picture has, from the picture's left edge. */
  readonly line: number
  /** What the grey numbers beside scores are, and the middle of its line: beside the words where there is no line under them. */
  readonly shares: { readonly text: string; readonly y: number } | null
  /** Above scores whose letters have no room: the middle of a line that says the largest. */
  readonly lead: { readonly y: number } | null
}

/** A card as far as it matters here. */
export interface Hanging {
  readonly tile: Tile | null
  readonly weights: Weights | null
  readonly statistics: Statistics | null
  readonly width: number
  readonly height: number
}
/** Where each of them is; null where it has no room. */
export interface Hung {
  readonly tile: TilePlace | null
  readonly weights: WeightsPlace | null
  readonly statistics: StatisticsPlace | null
}

/** Between a strip and the picture below it. */
const BETWEEN = 7
/** Below this zoom there are scales under pictures only where words leave air, and further out none. */
const SCALES_STEP = { sure: 0.65, least: 0.42 }
/** The least part of its size that a picture leaves to such a scale. */
const LEAST_SCALED = 0.8
/** The least part of its size that a picture leaves to a table. */
const LEAST_PICTURE = 0.5
/** The smallest text on the screen, in pixels. */
export const LEAST_TEXT = 11
/** Between words and what hangs below them where both share the room, in pixels of the screen. */
export const AIR = 2
/** Height of a line of small letters, as a part of their size. */
const LINE = 1.25

/** The least part of its size that a picture of maps leaves to a table near by. */
const LEAST_NEAR = 0.5

/** Height that is kept for a strip near by, with what is between it and the picture. What is learned, and what lies above maps, takes its own from the picture. */
export function stripBlock(
  { weights, statistics }: Pick<Hanging, "weights" | "statistics">,
  { kind, height, scaled }: Pick<Tile, "kind" | "height" | "scaled">,
): number {
  if (statistics !== null) {
    const taken = kind === "maps" ? 2 * (1 - LEAST_NEAR) * height : 0
    return Math.max(0, Math.ceil(statisticsHeight(statistics, LEAST_TEXT) + BETWEEN - taken))
  }
  return weights === null || weights.kind === "param" || kind === "maps" ? 0 : weightsBlock(weights, scaled)
}

/** Width that the numbers of a table need near by, the sides of its card included; 0 without one. */
export function stripWidth({ statistics }: Pick<Hanging, "statistics">): number {
  return statistics === null ? 0 : 4 * Math.ceil((tableWidth(statistics) + 2 * TILE_SIDE) / 4)
}

/** Height of a strip with what is between it and the picture; 0 where there is none. */
function weightsBlock(weights: Weights, scaled: boolean): number {
  const height = weightsHeight(weights, scaled)
  return height === 0 ? 0 : height + BETWEEN
}

/** A card with a picture. */
type Pictured = Hanging & { readonly tile: Tile }

/** `below`: where the words end. */
export function hang(card: Pictured, below: number, step: number): Hung {
  const alone = { ...NOTHING, tile: leadPlace(card, below, step) ?? tilePlaceBelow(card, below, step) }
  const hung = card.statistics === null ? withWeights(card, below, step) : withTable(card, card.statistics, below, step)
  return withScales(card, hung ?? alone, below, step)
}

/** Far out pictures have scales as well where air is left above them, or where what they give up for it is little. */
function withScales({ tile, width }: Pictured, hung: Hung, below: number, step: number): Hung {
  const place = hung.tile
  if (place === null || place.scaled || !tile.scaled || step <= SCALES_STEP.least) return hung
  const under = (LINE * LEAST_TEXT) / step
  const { weights, statistics } = hung
  const lacks = Math.max(0, 2 * under - ((weights ?? statistics)?.y ?? place.top) + below)
  const height = place.height - lacks / 2
  const least = Math.max(
    LEAST_SCALED * tile.height,
    tile.kind === "bars" ? barsHeight(tile.rows, LEAST_TEXT / step) : 0,
  )
  const isAlone = weights === null && statistics === null && place.lead === null
  if (lacks > 0 && (!isAlone || height < least)) return hung
  const own = tile.kind === "bars" ? place.width : (place.width * height) / place.height
  const up = 2 * under - lacks
  const gradient = gradientBelow({ height, scaled: true }, under)
  return {
    tile: {
      ...place,
      width: own,
      height,
      under,
      scaled: true,
      gradient,
      top: place.top - up,
      line: lineRoom(width, own),
    },
    weights: weights && raised(weights, up),
    statistics: statistics && { ...statistics, y: statistics.y - up },
  }
}

function raised(weights: WeightsPlace, up: number): WeightsPlace {
  const { y, label } = weights
  const lines = label?.lines.map((line) => ({ ...line, y: line.y - up }))
  return { ...weights, y: y - up, label: label && { ...label, lines: lines ?? [] } }
}

/** The room of the line under a picture of a width on a card of another. */
function lineRoom(card: number, picture: number): number {
  return (card + picture) / 2 - TILE_SIDE / 2
}

/** The table needs room for its letters: null where that would leave too little to the picture. */
function withTable(card: Pictured, statistics: Statistics, below: number, step: number): Hung | null {
  const size = LEAST_TEXT / step
  const height = statisticsHeight(statistics, size)
  const room = roomBelow(card, below, step) - height - BETWEEN
  if (room < 2 * LEAST_PICTURE * card.tile.height) return null
  const tile = tilePlace(card, room, step)
  const x = TILE_SIDE
  const table = { x, y: tile.top - BETWEEN - height, width: card.width - 2 * x, height, size, title: null }
  return { ...NOTHING, tile, statistics: table }
}

/** Maps and picture are made small together; letters in a picture are not. */
function withWeights(card: Pictured, below: number, step: number): Hung | null {
  const strip = card.weights === null ? 0 : weightsBlock(card.weights, card.tile.scaled)
  const isKept = card.weights !== null && card.weights.kind !== "param"
  if (card.weights === null || strip === 0 || (!isKept && card.tile.kind !== "maps")) return null
  const free = roomBelow(card, below, step)
  const share = Math.min(1, free / (2 * card.tile.height + strip))
  const tile = tilePlace(card, free - share * strip, step)
  const height = share * (strip - BETWEEN)
  const room = { x: TILE_SIDE, y: tile.top - share * BETWEEN - height, width: card.width - 2 * TILE_SIDE, height }
  const weights = placeWeights(card.weights, [room], step)
  return weights === null
    ? null
    : { ...NOTHING, tile, weights: centred(weights, card.weights, room, LEAST_TEXT / step) }
}

const NOTHING: Hung = { tile: null, weights: null, statistics: null }

function isScaled({ scaled }: Tile, step: number): boolean {
  return scaled && step > SCALES_STEP.sure
}

/** Where a picture alone hangs on a card whose words end at `below`. */
export function tilePlaceBelow(card: Sized, below: number, step: number): TilePlace {
  return tilePlace(card, roomBelow(card, below, step), step)
}

type Sized = Pick<Pictured, "tile" | "width" | "height">

/** At the foot of a card; `room` for value and gradient without what is between and under them. */
function tilePlace({ tile, width, height }: Sized, room: number, step: number): TilePlace {
  const shown = { ...sizeIn(tile, room / 2, step), scaled: isScaled(tile, step) }
  return {
    ...shown,
    under: SCALE_LINE,
    top: height - TILE_FOOT - tileBlock(shown),
    gradient: gradientBelow(shown),
    line: lineRoom(width, shown.width),
    shares: null,
    lead: null,
  }
}

/** A picture becomes smaller as a whole; scores become lower alone, and higher where their letters need it. */
function sizeIn(tile: Tile, room: number, step: number): Pick<TilePlace, "width" | "height"> {
  const scale = Math.min(1, room / tile.height)
  if (tile.kind !== "bars") return { width: scale * tile.width, height: scale * tile.height }
  const lettered = barsHeight(tile.rows, LEAST_TEXT / step)
  return { width: tile.width, height: room < lettered ? scale * tile.height : Math.max(scale * tile.height, lettered) }
}

/** Height below the words that scores need for their letters. */
export function letteredBlock(tile: Tile, step: number): number {
  const height = barsHeight(tile.rows, LEAST_TEXT / step)
  return AIR / step + tileBlock({ height, scaled: isScaled(tile, step) }) + TILE_FOOT
}

/** Height of the line that says the largest score, where the others have no letters. */
export function leadBlock(step: number): number {
  return (LINE * LEAST_TEXT) / step
}

/** With that line between the words and scores without letters, where both have room. */
function leadPlace(card: Sized, below: number, step: number): TilePlace | null {
  const { kind, rows, height } = card.tile
  if (kind !== "bars" || tilePlaceBelow(card, below, step).height >= barsHeight(rows, LEAST_TEXT / step)) return null
  const lead = leadBlock(step)
  const place = tilePlaceBelow(card, below + lead, step)
  return place.height < LEAST_PICTURE * height ? null : { ...place, lead: { y: place.top - lead / 2 } }
}

function roomBelow({ tile, height }: Sized, below: number, step: number): number {
  return height - TILE_FOOT - below - tileBlock({ height: 0, scaled: isScaled(tile, step) })
}

/** Far out there is no line under scores: what their grey numbers are stands at the end of the last line of words. */
export function withShares(
  { tile }: Pick<Hanging, "tile">,
  place: TilePlace | null,
  room: Room | undefined,
  step: number,
): TilePlace | null {
  if (tile?.kind !== "bars" || place === null || place.scaled || room === undefined) return place
  const text = fitting(SHARES, room.width, LEAST_TEXT / step)
  return text === "" ? place : { ...place, shares: { text, y: room.y + room.height / 2 } }
}

/** What a table is of, at the end of the last line of words. */
export function withTitle(
  { statistics }: Pick<Hanging, "statistics">,
  place: StatisticsPlace,
  room: Room | undefined,
): StatisticsPlace {
  if (statistics === null || statistics.titled || room === undefined) return place
  const text = fitting([statistics.title, ...statistics.shorter], room.width, place.size)
  const at = { x: place.x + place.width, y: room.y + room.height / 2 }
  return text === "" ? place : { ...place, title: { text, ...at } }
}
