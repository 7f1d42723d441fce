// Sets a formula: from its tree to glyphs and strokes at places, by TeX's rules (Appendix G of the TeXbook) as far as they
// show at the size of a label. Lengths are in em of the formula's own size; y grows downwards from the baseline.

import { AXIS, EMPTY, type Stroke, type TexBox } from "./texBox.ts"
import { Line } from "./texLine.ts"
import { readMetrics } from "./texMetrics.ts"
import { strokeAccent, strokeFence, strokeRoot } from "./texStrokes.ts"
import type { SymbolKind, TexNode } from "./texTree.ts"

/** Text size, display style, and whether this is inside a script. */
interface Style {
  readonly size: number
  readonly display: boolean
  readonly script: boolean
}

const X_HEIGHT = 0.431
const RULE = 0.04

/** `display`: fractions and sums at full size, limits above and below. */
export function setTex(tree: TexNode, display: boolean): TexBox {
  return set(tree, { size: 1, display, script: false })
}

function set(node: TexNode, style: Style): TexBox {
  switch (node.is) {
    case "symbol":
      return setSymbol(node, style)
    case "row":
      return setRow(node.items, style)
    case "scripts":
      return setScripts(node, style)
    case "fraction":
      return setFraction(node, style)
    case "root":
      return setRoot(set(node.body, { ...style, display: false }), style.size)
    case "accent":
      return setAccent(set(node.body, style), node.mark, style.size)
    case "fence":
      return setFence(node, style)
    case "grid":
      return setGrid(node.rows, style)
    case "space":
      return { ...EMPTY, width: node.width * style.size }
  }
}

function setSymbol({ text, font, kind }: TexNode & { readonly is: "symbol" }, style: Style): TexBox {
  const grown = font === "large" && style.display ? 1.4 : 1
  const size = style.size * grown
  const { width, height, depth, slant } = readMetrics(text, font)
  // A grown operator stays centred on the axis.
  const y = (grown - 1) * AXIS * style.size
  return {
    width: (width + slant) * size,
    height: height * size - y,
    depth: depth * size + y,
    glyphs: [{ x: 0, y, size, font, text }],
    strokes: [],
    slant: slant * size,
    single: [...text].length === 1 && kind !== "limits" && font !== "large",
  }
}

type Spaced = Exclude<SymbolKind, "limits">

/** TeX's table of spaces, in eighteenths of an em; a dash stands for a space that scripts do without. */
const SPACE: { readonly [left in Spaced]: { readonly [right in Spaced]?: number } } = {
  ord: { op: 3, bin: 4, rel: 5 },
  op: { ord: 3, op: 3, rel: 5 },
  bin: { ord: 4, op: 4, open: 4 },
  rel: { ord: 5, op: 5, open: 5 },
  open: {},
  close: { op: 3, bin: 4, rel: 5 },
  punct: { ord: 3, op: 3, rel: 3, open: 3, close: 3, punct: 3 },
}

function setRow(items: readonly TexNode[], style: Style): TexBox {
  const row = new Line()
  let before: Spaced | null = null
  for (const item of items) {
    const kind: Spaced | null = item.is === "space" ? null : kindIn(item, before)
    if (kind !== null && before !== null) {
      const tight = style.script && !(before === "op" || kind === "op")
      row.skip(tight ? 0 : ((SPACE[before][kind] ?? 0) / 18) * style.size)
    }
    row.add(set(item, style))
    if (kind !== null) before = kind
  }
  return row.box(items.length === 1)
}

/** A sign with nothing before it to join is a sign of what follows. */
function kindIn(node: TexNode, before: Spaced | null): Spaced {
  const kind = kindOf(node)
  const joins = before !== null && !["op", "bin", "rel", "open", "punct"].includes(before)
  return kind === "bin" && !joins ? "ord" : kind
}

function kindOf(node: TexNode): Spaced {
  if (node.is === "symbol") return node.kind === "limits" ? "op" : node.kind
  return node.is === "scripts" ? kindOf(node.base) : "ord"
}

function setScripts({ base, above, below }: TexNode & { readonly is: "scripts" }, style: Style): TexBox {
  const body = set(base, style)
  const small: Style = { size: style.size * (style.script ? 0.72 : 0.7), display: false, script: true }
  const up = above === null ? null : set(above, small)
  const down = below === null ? null : set(below, small)
  if (style.display && base.is === "symbol" && takesLimits(base)) return setLimits(body, up, down, style.size)
  const line = new Line()
  line.add(body)
  const s = style.size
  let rise = Math.max(body.single ? 0 : body.height - 0.386 * small.size, 0.39 * s, (up?.depth ?? 0) + 0.11 * s)
  let drop = Math.max(
    body.single ? 0 : body.depth + 0.05 * small.size,
    0.15 * s,
    (down?.height ?? 0) - 0.8 * X_HEIGHT * s,
  )
  if (up !== null && down !== null) {
    drop = Math.max(drop, 0.247 * s)
    const gap = rise - up.depth - (down.height - drop)
    const missing = Math.max(0, 4 * RULE * s - gap)
    rise += missing / 2
    drop += missing / 2
  }
  if (up !== null) line.put(up, body.width, -rise)
  if (down !== null) line.put(down, body.width - body.slant, drop)
  line.skip(Math.max(up?.width ?? 0, (down?.width ?? 0) - body.slant) + 0.05 * s)
  return line.box()
}

function takesLimits(base: TexNode & { readonly is: "symbol" }): boolean {
  return base.kind === "limits" || ["max", "min", "lim", "sup", "inf"].includes(base.text)
}

function setLimits(body: TexBox, up: TexBox | null, down: TexBox | null, size: number): TexBox {
  const width = Math.max(body.width, up?.width ?? 0, down?.width ?? 0)
  const line = new Line()
  line.put(body, (width - body.width) / 2, 0)
  if (up !== null) line.put(up, (width - up.width) / 2, -(body.height + 0.12 * size + up.depth))
  if (down !== null) line.put(down, (width - down.width) / 2, body.depth + 0.12 * size + down.height)
  line.skip(width)
  return line.box()
}

function setFraction({ over, under, small }: TexNode & { readonly is: "fraction" }, style: Style): TexBox {
  const full = style.display && !small
  const size = full ? style.size : style.size * (style.script ? 0.72 : 0.7)
  const inner: Style = { size, display: false, script: style.script || !full }
  const [top, bottom] = [set(over, inner), set(under, inner)]
  const s = style.size
  const clear = (full ? 3 : 1.6) * RULE * s
  const rise = Math.max((full ? 0.677 : 0.394) * s, AXIS * s + clear + top.depth)
  const drop = Math.max((full ? 0.686 : 0.345) * s, clear + bottom.height - AXIS * s)
  const width = Math.max(top.width, bottom.width) + 0.08 * s
  const pad = 0.12 * s
  const line = new Line()
  line.put(top, pad + (width - top.width) / 2, -rise)
  line.put(bottom, pad + (width - bottom.width) / 2, drop)
  const rule: Stroke = {
    x: pad,
    y: -AXIS * s,
    width: 0.045 * s,
    path: [
      ["M", 0, 0],
      ["L", width, 0],
    ],
  }
  line.put({ ...EMPTY, strokes: [rule] }, 0, 0)
  line.skip(width + 2 * pad)
  return line.box()
}

function setRoot(body: TexBox, size: number): TexBox {
  const height = Math.max(body.height, X_HEIGHT * size) + 0.14 * size
  const { strokes, width } = strokeRoot(height, body.depth, body.width, size)
  const line = new Line()
  line.put({ ...EMPTY, height: height + 0.05 * size, strokes }, 0, 0)
  line.put(body, width, 0)
  line.skip(width + body.width + 0.08 * size)
  return line.box()
}

function setAccent(body: TexBox, mark: string, size: number): TexBox {
  const { strokes, height } = strokeAccent(mark, body, size)
  return { ...body, height: body.height + height, strokes: [...body.strokes, ...strokes] }
}

function setFence({ left, right, body: inside }: TexNode & { readonly is: "fence" }, style: Style): TexBox {
  const body = set(inside, style)
  const line = new Line()
  const s = style.size
  // As tall as what it holds, on both sides of the axis alike.
  const half = Math.max(body.height - AXIS * s, body.depth + AXIS * s)
  for (const [side, fence] of [
    ["left", left],
    ["right", right],
  ] as const) {
    if (side === "right") line.add(body)
    if (fence === ".") line.skip(0.05 * s)
    else if (half <= 0.56 * s && "()[]|".includes(fence)) {
      line.add(setSymbol({ is: "symbol", text: fence, font: "main", kind: side === "left" ? "open" : "close" }, style))
    } else line.add(strokeFence(fence, half, s))
  }
  return line.box()
}

function setGrid(rows: readonly (readonly TexNode[])[], style: Style): TexBox {
  const cells = rows.map((row) => row.map((cell) => set(cell, { ...style, display: false })))
  const columns = Math.max(...cells.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...cells.map((row) => row[at]?.width ?? 0)))
  const gap = 0.28 * style.size
  const heights = cells.map((row) => Math.max(0.7 * style.size, ...row.map((cell) => cell.height)))
  const depths = cells.map((row) => Math.max(0.25 * style.size, ...row.map((cell) => cell.depth)))
  const total = [...heights, ...depths].reduce((sum, part) => sum + part, 0) + gap * (rows.length - 1)
  const line = new Line()
  let y = -AXIS * style.size - total / 2
  for (const [i, row] of cells.entries()) {
    y += heights[i] ?? 0
    let x = 0
    for (const [at, cell] of row.entries()) {
      line.put(cell, x, y)
      x += (widths[at] ?? 0) + style.size
    }
    y += (depths[i] ?? 0) + gap
  }
  line.skip(widths.reduce((sum, width) => sum + width, 0) + style.size * (columns - 1))
  return line.box()
}
