// A document as a TikZ picture: one \node a card, one \draw a wire, at the places of the canvas, for pdfLaTeX with TikZ alone.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { Face } from "../../graph/drawing/face.ts"
import { restLook } from "../../graph/drawing/look.ts"
import { type Scene, sceneOf } from "../../graph/drawing/scene.ts"
import type { Curve } from "../../graph/drawing/wires/curve.ts"
import type { PlacedBox } from "../../graph/edit/arrange.ts"
import { type DimsOrder, neededBatchMark } from "../../graph/measure/notation.ts"
import { COLOURS, categoryOf, type Token } from "../figures/colours.ts"
import { extentOf } from "../figures/extent.ts"
import { chipPlaces } from "../figures/wires.ts"
import { latexText, type Missing } from "./latexText.ts"
import { bp, at as point, writeNode } from "./tikzNodes.ts"

/** A drawing, and how large it is. */
export interface TikzPicture {
  readonly lines: readonly string[]
  /** In canvas pixels. */
  readonly width: number
  readonly height: number
}

/** The lines from \definecolor to \end{tikzpicture}. */
export function tikzPicture(analysis: Analysis, order: DimsOrder, missing: Missing): TikzPicture {
  const scene = sceneOf(analysis, null, undefined, order)
  const names = nodeNames(scene)
  const chips = chipPlaces(scene.wires, scene.nodes, ({ wire }) => restLook(wire, analysis, order), NOTHING)
  const box = extentOf(scene, [], NOTHING)
  const lines = [
    ...coloursOf(scene),
    "\\begin{tikzpicture}[x=0.75bp, y=-0.75bp, line width=0.6bp, inner sep=0pt, font=\\sffamily\\footnotesize,",
    ...STYLES.map((style) => `  ${style},`),
    ...shelvesOf(scene).map((token) => `  ${styleOf(token)}/.style={draw=${colourOf(token)}},`),
    "]",
    ...scene.frames.map(({ frame: { group }, box }) => {
      const label = latexText(group.label ?? group.id, missing)
      const corner = point(box.x + 12, box.y + 8)
      return `\\draw[frame] ${point(box.x, box.y)} rectangle +(${px(box.width)}, ${px(box.height)}); \\node[heading] at ${corner} {${label}};`
    }),
    ...scene.wires.map(({ wire, curve }) => {
      const bad = restLook(wire, analysis, order).bad
      return `\\draw[${bad ? "wire, wrong" : "wire"}] ${pathOf(curve)};`
    }),
    ...scene.nodes.flatMap((node) =>
      writeNode(node, names.get(node.face) ?? "", styleOf(categoryOf(node.face.shelf)), missing),
    ),
    ...chips.map(({ at: [x, y], look }) => `\\node[chip] at ${point(x, y)} {${latexText(look.chip, missing)}};`),
    ...batchLine(analysis, box, missing),
    "\\end{tikzpicture}",
  ]
  return { lines, width: box?.width ?? 0, height: box?.height ?? 0 }
}

/** The size of the batch, where the shapes are those of one example. */
function batchLine(analysis: Analysis, box: PlacedBox | null, missing: Missing): readonly string[] {
  const mark = neededBatchMark(analysis)
  if (mark === null || box === null) return []
  return [`\\node[heading] at ${point(box.x, box.y + box.height + 12)} {${latexText(mark, missing)}};`]
}

/** Nothing is written over or under nodes but what they bring. */
const NOTHING = () => ({ above: 0, below: 0 })

const STYLES: readonly string[] = [
  "card/.style={draw, fill=white, rounded corners=4bp, align=left}",
  "closed/.style={double, double distance=1bp}",
  "round/.style={draw, fill=white, line width=1bp}",
  "under/.style={font=\\sffamily\\scriptsize, text=gw-ink-2}",
  "target/.style={line width=1.4bp}",
  "unfinished/.style={dashed}",
  "wrong/.style={draw=gw-problem, line width=1.4bp}",
  "wire/.style={draw=gw-wire, line width=1bp, ->, >=latex}",
  "chip/.style={fill=white, text=gw-ink-2, inner sep=1.5bp, rounded corners=2bp, font=\\sffamily\\scriptsize}",
  "frame/.style={draw=gw-line-strong, rounded corners=8bp}",
  "heading/.style={anchor=north west, text=gw-ink-2}",
]
const ALWAYS: readonly Token[] = ["ink-2", "wire", "line-strong", "problem"]

function coloursOf(scene: Scene): readonly string[] {
  return [...new Set([...ALWAYS, ...shelvesOf(scene)])].map(
    (token) => `\\definecolor{${colourOf(token)}}{HTML}{${COLOURS.light[token].slice(1).toUpperCase()}}`,
  )
}

function shelvesOf({ nodes }: Scene): readonly Token[] {
  return [...new Set(nodes.map(({ face }) => categoryOf(face.shelf)))].sort()
}

function colourOf(token: Token): string {
  return `gw-${token}`
}

/** `layer` of `cat-layer`. */
function styleOf(token: Token): string {
  return `${token.replace(/^cat-/, "")} card`
}

/** Names that TikZ takes: letters, digits and hyphens, each once. */
function nodeNames({ nodes }: Scene): ReadonlyMap<Face, string> {
  const used = new Set<string>()
  return new Map(
    nodes.map(({ face }) => {
      const stem = face.id.replace(/[^A-Za-z0-9]+/g, "-")
      let name = stem
      for (let i = 2; used.has(name); i++) name = `${stem}-${i}`
      used.add(name)
      return [face, name]
    }),
  )
}

function pathOf({ pieces }: Curve): string {
  const [first] = pieces
  if (first === undefined) return "(0, 0)"
  const steps = pieces.map(
    ([, leave, arrive, to]) => `.. controls ${point(...leave)} and ${point(...arrive)} .. ${point(...to)}`,
  )
  return `${point(...first[0])} ${steps.join(" ")}`
}

function px(n: number): string {
  return bp(n / 0.75)
}
