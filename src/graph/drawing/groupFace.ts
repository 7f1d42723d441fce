// What the card of a collapsed group shows: its name, the shapes that go in and come out, what it learns, how much is inside.

import type { Analysis } from "../analysis/analysis.ts"
import { shapeAt } from "../analysis/shapes.ts"
import { type CardPorts, cardPorts, type GroupCard } from "../edit/fold.ts"
import { type DimsOrder, writeShape } from "../measure/notation.ts"
import { placeName, type Source } from "../wire.ts"
import { cardSize, type Face, type FaceKind, isWrong, paramWords, withTile } from "./face.ts"
import { bundledRows, portsOfCard } from "./ports.ts"
import type { Tile } from "./tile/tile.ts"
import { tileOf } from "./tile/tiling.ts"

/** Of the shapes on one side so many are named. */
const MOST_SHAPES = 2
/** A name, shapes in two lines and parameters, in canvas pixels. */
const LEAST_HEIGHT = 100
/** Between what goes in and what comes out. */
export const ARROW = " → "

/** The card of a collapsed group, with the first thing that is wrong inside. Its size does not depend on the order. */
export function cardFace(
  { id, group, members }: GroupCard,
  analysis: Analysis,
  order: DimsOrder = analysis.document.view?.shapes ?? "CHW",
  kind: FaceKind = "pictured",
): Face {
  const inside = members.flatMap((member) => analysis.nodes.get(member) ?? [])
  const broken = inside.find(({ problems }) => problems.some(isWrong))
  const problem = broken?.problems.find(isWrong)
  const ports = cardPorts(analysis, members)
  const rows = Math.max(bundledRows(ports.inputs.length), bundledRows(ports.outputs.length))
  const size = members.length === 1 ? "1 node" : `${members.length} nodes`
  const learned = paramWords(inside.flatMap(({ params }) => params))
  const words = {
    title: group.label ?? group.id,
    short: "",
    name: "",
    tex: null,
    caption: shapesThrough(ports, analysis, order),
    footer: learned === "" ? size : `${learned}, ${size}`,
  }
  const { width, height } = cardSize(words, rows, 2)
  // Where the shapes do not fit beside each other they take two lines.
  const bare = { width, height: words.caption === "" ? height : Math.max(height, LEAST_HEIGHT) }
  const tile = kind === "plain" ? null : firstTile(ports, analysis)
  const box = tile === null ? bare : { width, height: withTile(bare, tile).height }
  return {
    ...words,
    ...box,
    kind: "folded",
    id,
    formula: "",
    symbol: "",
    shelf: "group",
    problem: problem === undefined || broken === undefined ? null : `${broken.id}: ${problem.sentence}`,
    open: "",
    waiting: false,
    target: analysis.target !== null && members.includes(analysis.target.node),
    ports: portsOfCard(ports, box.width),
    tile,
    weights: null,
    statistics: null,
    bare,
    members,
  }
}

/** The picture of the first tensor that comes out and has one on a card of its own. */
function firstTile({ outputs }: CardPorts, analysis: Analysis): Tile | null {
  for (const source of outputs) {
    const node = analysis.nodes.get(source.node)
    const tile = node === undefined ? null : tileOf(node, analysis)
    // What one draws on has a card of its own.
    if (tile?.place === placeName(source) && !tile.pad) return lower(tile)
  }
  return null
}

/** A group has much to say: its picture is as low as this, without a scale. */
const LOW = 24

function lower(tile: Tile): Tile {
  const share = Math.min(1, LOW / tile.height)
  return { ...tile, width: share * tile.width, height: share * tile.height, scaled: false }
}

/** `28×28×1 → 14×14×10`; empty while one side is not known. */
function shapesThrough({ inputs, outputs }: CardPorts, analysis: Analysis, order: DimsOrder): string {
  const sources = inputs.flatMap((sink) => {
    const entering = analysis.entering.get(sink.node) ?? []
    return entering.find(({ to }) => placeName(to) === placeName(sink))?.from ?? []
  })
  const [into, out] = [sources, outputs].map((places) => shapesOf(places, analysis, order))
  return into === undefined || out === undefined || into === "" || out === "" ? "" : into + ARROW + out
}

/** The different shapes at these places, the first of them first. */
function shapesOf(places: readonly Source[], analysis: Analysis, order: DimsOrder): string {
  const written = places.flatMap((place) => {
    const shape = shapeAt(analysis.nodes.get(place.node)?.outputs, place)
    return shape === null ? [] : [writeShape(analysis, place, shape, order)]
  })
  const different = [...new Set(written)]
  return [...different.slice(0, MOST_SHAPES), ...(different.length > MOST_SHAPES ? ["…"] : [])].join(", ")
}
