// A document as a picture: SVG made of real text, paths and boxes, the same for the same document. No HTML inside, no style
// that other programs miss, nothing loaded from anywhere. `withFonts` (fonts.ts) puts the letters in. This folder turns a
// scene of graph/drawing into text; it decides neither what is drawn nor where, and needs no browser.

import { writeCount } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { Face } from "../../graph/drawing/face.ts"
import { restLook, type WireLook } from "../../graph/drawing/look.ts"
import { type Scene, sceneOf, type Written } from "../../graph/drawing/scene.ts"
import { textWidth } from "../../graph/drawing/text/textWidth.ts"
import type { Family } from "../../graph/drawing/tile/colour.ts"
import { paramCount } from "../../graph/measure/counts.ts"
import { type DimsOrder, neededBatchMark } from "../../graph/measure/notation.ts"
import type { Heat } from "../../graph/measure/overlay/heat.ts"
import { receptiveFields } from "../../graph/measure/receptive.ts"
import type { Wire } from "../../graph/wire.ts"
import { fieldInWords } from "../tables.ts"
import { type FigureBlock, NOTHING } from "./block.ts"
import { COLOURS, type Colours, paperOf, type Theme } from "./colours.ts"
import { extentOf } from "./extent.ts"
import { FONT_STYLE } from "./fonts.ts"
import { formulaBlock } from "./formulaBlock.ts"
import { groundOf, hatching, heatedScene, scaleBlock } from "./heat.ts"
import { type Details, drawNode, drawRing, roomFor } from "./nodes.ts"
import { drawStrip, type StripNumbers } from "./strip.ts"
import { tableBlock } from "./tableBlock.ts"
import { words } from "./text.ts"
import { drawTiles, type TilesOf } from "./tile.ts"
import { drawChips, drawFrame, drawWire } from "./wires.ts"
import { element, escapeXml } from "./xml.ts"

export interface PictureOptions {
  readonly theme: Theme
  /** Only these nodes and the wires between them; null: everything. */
  readonly chosen: ReadonlySet<string> | null
  /** The shape or number on each wire. */
  readonly chips: boolean
  /** Parameters as a computation, and receptive fields under cards. */
  readonly details: boolean
  /** False: transparent. */
  readonly background: boolean
  readonly title: boolean
  readonly table: "none" | "below" | "right"
  /** The forward rule of every node, underneath. */
  readonly formulas: boolean
  readonly order: DimsOrder
  /** How wires look, where a run is shown; else they are at rest. */
  readonly look?: (wire: Wire) => WireLook
  /** The tensors on cards, where a run is shown; without it cards are words alone, and smaller. */
  readonly tiles?: TilesOf
  /** The overlay over the cards, which brings its scale along. */
  readonly heat?: Heat
  /** What stands between the words and the pictures of cards, where a run is shown. */
  readonly strips?: StripNumbers
  /** The card at which a playback stands, in the hue of its pass. */
  readonly current?: { readonly node: string; readonly family: Family } | null
}

export interface Picture {
  readonly svg: string
  /** In CSS pixels. */
  readonly width: number
  readonly height: number
  readonly nodes: number
  readonly wires: number
}

const MARGIN = 24
const GAP = 32
const TITLE_SIZE = 18
const NOTE_SIZE = 13

export function drawPicture(analysis: Analysis, options: PictureOptions): Picture {
  const colours = COLOURS[options.theme]
  const details = options.details ? detailsOf(analysis) : new Map<string, Details>()
  const written = (face: Face): Written => roomFor(face, details.get(face.id))
  const kind = options.tiles === undefined ? "plain" : "pictured"
  const scene = heatedScene(sceneOf(analysis, options.chosen, written, options.order, kind), options.heat)
  const title = options.title ? titleBlock(analysis, colours) : NOTHING
  const graph = graphBlock(scene, analysis, options, { colours, details, written })
  const table = options.table === "none" ? NOTHING : tableBlock(analysis, options.order, options.chosen, colours)
  const formulas = options.formulas ? formulaBlock(analysis, scene.nodes, colours) : NOTHING
  const batch = options.chips || options.table !== "none" ? batchBlock(analysis, options, colours) : NOTHING
  const scale = options.heat === undefined ? NOTHING : scaleBlock(options.heat, colours, options.theme)
  const sheet = arrange([title], [graph, table], options.table === "right", [scale, batch, formulas])
  const [width, height] = [Math.ceil(sheet.width + 2 * MARGIN), Math.ceil(sheet.height + 2 * MARGIN)]
  const name = analysis.document.title ?? "Computation graph"
  const content = [
    element("title", {}, escapeXml(name.slice(0, 300))),
    element("desc", {}, escapeXml(describe(scene, analysis))),
    element("style", {}, FONT_STYLE),
    options.heat?.missing === true ? hatching(colours) : "",
    options.background ? element("rect", { width, height, fill: paperOf(options.theme) }) : "",
    element("g", { transform: `translate(${MARGIN} ${MARGIN})` }, sheet.svg || " "),
  ]
  const attrs = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    class: "gw",
  }
  const svg = `${element("svg", attrs, content.join("\n"))}\n`
  return { svg, width, height, nodes: scene.nodes.length, wires: wiresOf(scene) }
}

/** Those that are drawn as one are counted each. */
function wiresOf({ wires }: Scene): number {
  return wires.reduce((sum, { more }) => sum + 1 + more, 0)
}

function describe(scene: Scene, { document }: Analysis): string {
  const about = (document.description ?? "").slice(0, 1000)
  const counts = `${writeCount(scene.nodes.length)} nodes and ${writeCount(wiresOf(scene))} wires, drawn by Gradwire.`
  return about === "" ? counts : `${about} ${counts}`
}

function titleBlock({ document }: Analysis, colours: Colours): FigureBlock {
  const title = document.title ?? ""
  if (title === "") return NOTHING
  const svg = words(title, { x: 0, y: TITLE_SIZE, size: TITLE_SIZE, weight: 600, fill: colours.ink, room: 1200 })
  return { svg, width: Math.min(1200, textWidth(title, TITLE_SIZE, 600)), height: TITLE_SIZE + 6 }
}

/** The size of the batch, once, where the shapes in the picture are those of one example. */
function batchBlock(analysis: Analysis, { look, table }: PictureOptions, colours: Colours): FigureBlock {
  const mark = neededBatchMark(analysis)
  const shapes = table !== "none" || look === undefined || analysis.wires.some((wire) => look(wire).tone === "rest")
  if (mark === null || !shapes) return NOTHING
  const svg = words(mark, { x: 0, y: NOTE_SIZE, size: NOTE_SIZE, fill: colours.ink, room: 1200 })
  return { svg, width: textWidth(mark, NOTE_SIZE), height: NOTE_SIZE + 4 }
}

interface Drawing {
  readonly colours: Colours
  readonly details: ReadonlyMap<string, Details>
  readonly written: (face: Face) => Written
}

function graphBlock(
  scene: Scene,
  analysis: Analysis,
  options: PictureOptions,
  { colours, details, written }: Drawing,
): FigureBlock {
  const look = options.look ?? ((wire) => restLook(wire, analysis, options.order))
  const chips = options.chips ? drawChips(scene.wires, scene.nodes, ({ wire }) => look(wire), colours, written) : []
  const tiles =
    ({ tiles, strips, theme }: PictureOptions) =>
    (face: Face) => {
      if (tiles === undefined) return ""
      const dark = theme === "dark"
      const strip = strips === undefined ? "" : drawStrip(face, strips, colours, dark, details.has(face.id))
      return strip + drawTiles(face, tiles, colours, dark)
    }
  const box = extentOf(scene, chips, written)
  if (box === null) return NOTHING
  const layers = [
    scene.frames.map((frame) => drawFrame(frame, colours)).join(""),
    scene.wires.map((drawn) => drawWire(drawn, look(drawn.wire), colours)).join("\n"),
    scene.nodes
      .map((node) => {
        const ground = groundOf(options.heat?.cards.get(node.face.id), colours, options.theme)
        const ring = node.face.id === options.current?.node ? drawRing(node, colours[options.current.family]) : ""
        return ring + drawNode(node, colours, details.get(node.face.id), tiles(options)(node.face), ground)
      })
      .join("\n"),
    chips.map(({ svg }) => svg).join(""),
  ]
  const shift = `translate(${Math.round(-box.x)} ${Math.round(-box.y)})`
  return { svg: element("g", { transform: shift }, layers.join("\n")), width: box.width, height: box.height }
}

function detailsOf(analysis: Analysis): ReadonlyMap<string, Details> {
  const fields = receptiveFields(analysis)
  return new Map(
    [...analysis.nodes.values()].map((node) => {
      const count = paramCount(node)
      const field = fields.get(node.id) ?? null
      const seen =
        field === null || field.status === "undefined" || node.op?.shelf === "source" ? "" : fieldInWords(field)
      return [
        node.id,
        {
          count: count === null || /^\d+$/.test(count.text) ? "" : `${count.text} = ${writeCount(count.count)}`,
          field: seen === "" ? "" : `receptive field: ${seen.replace(", ", ", jump ")}`,
        },
      ]
    }),
  )
}

/** Blocks under one another; the two in the middle also side by side. */
function arrange(
  first: readonly FigureBlock[],
  [graph, table]: readonly [FigureBlock, FigureBlock],
  beside: boolean,
  last: readonly FigureBlock[],
): FigureBlock {
  const parts: string[] = []
  let [width, height] = [0, 0]
  const put = (block: FigureBlock, x: number, y: number): void => {
    if (block.svg === "") return
    parts.push(element("g", { transform: `translate(${x} ${y})` }, block.svg))
    width = Math.max(width, x + block.width)
    height = Math.max(height, y + block.height)
  }
  const under = (block: FigureBlock): void => put(block, 0, height === 0 ? 0 : height + GAP)
  first.forEach(under)
  const top = height === 0 ? 0 : height + GAP
  under(graph)
  if (beside) put(table, graph.width === 0 ? 0 : graph.width + 1.5 * GAP, top)
  else under(table)
  last.forEach(under)
  return { svg: parts.join("\n"), width, height }
}
