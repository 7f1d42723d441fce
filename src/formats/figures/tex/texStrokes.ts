// What a formula draws as lines: bars of fractions, roots, accents, and delimiters that grow. In em; y grows downwards.

import { AXIS, type Step, type Stroke, type TexBox } from "./texBox.ts"

const THIN = 0.045

/** The sign and the bar over what is `wide`, from `height` above the baseline to `depth` below; and the sign's width. */
export function strokeRoot(
  height: number,
  depth: number,
  wide: number,
  size: number,
): { readonly strokes: readonly Stroke[]; readonly width: number } {
  const bottom = Math.max(depth, 0.06 * size)
  const [width, hook] = [0.72 * size, bottom - 0.52 * (height + bottom)]
  const at = (x: number, y: number): readonly [number, number] => [x * size, y]
  const thin: Stroke = {
    x: 0,
    y: 0,
    width: THIN * size,
    path: [
      ["M", ...at(0.06, hook + 0.08 * size)],
      ["L", ...at(0.2, hook)],
      ["L", ...at(0.4, bottom)],
      ["L", width, -height],
      ["L", width + wide + 0.06 * size, -height],
    ],
  }
  const thick: Stroke = {
    x: 0,
    y: 0,
    width: 0.09 * size,
    path: [
      ["M", ...at(0.21, hook + 0.02 * size)],
      ["L", ...at(0.39, bottom - 0.04 * size)],
    ],
  }
  return { strokes: [thin, thick], width: width + 0.02 * size }
}

/** The mark over a box, and how much taller it makes it. */
export function strokeAccent(
  mark: string,
  { width, height, slant, single }: TexBox,
  size: number,
): { readonly strokes: readonly Stroke[]; readonly height: number } {
  const middle = width / 2 + (single ? slant / 2 + 0.03 * size : 0)
  const half = mark === "bar" ? Math.max(0.2 * size, width / 2 - 0.05 * size) : 0.19 * size
  const { path, height: rise, thickness = THIN } = accentOf(mark, half, size)
  return {
    strokes: [{ x: middle, y: -height - 0.1 * size, width: thickness * size, path }],
    height: rise * size,
  }
}

interface Accent {
  readonly path: readonly Step[]
  /** Of the font's size: how much taller it makes a box, and its line where that is not the usual one. */
  readonly height: number
  readonly thickness?: number
}

/** A mark around its own middle, `half` to each side. */
function accentOf(mark: string, half: number, size: number): Accent {
  const rise = 0.14 * size
  const from: Step = ["M", -half, 0]
  switch (mark) {
    case "hat":
      return { path: [from, ["L", 0, -rise], ["L", half, 0]], height: 0.28 }
    case "tilde": {
      const wave: Step = ["C", -half / 3, -rise * 1.3, half / 3, rise, half, -rise]
      return { path: [["M", -half, -0.02 * size], wave], height: 0.28 }
    }
    case "vec": {
      const back = half - 0.1 * size
      const shaft: readonly Step[] = [
        ["M", -half, -rise / 2],
        ["L", half, -rise / 2],
      ]
      return { path: [...shaft, ["M", back, -rise], ["L", half, -rise / 2], ["L", back, 0]], height: 0.28 }
    }
    case "dot": {
      const y = -0.06 * size
      const path: readonly Step[] = [
        ["M", -0.005, y],
        ["L", 0.005, y],
      ]
      return { path, height: 0.24, thickness: 0.12 }
    }
    default:
      return { path: [from, ["L", half, 0]], height: 0.15 }
  }
}

/** A delimiter that reaches `half` above and below the axis. */
export function strokeFence(fence: string, half: number, size: number): TexBox {
  const [top, bottom, mid] = [-AXIS * size - half, -AXIS * size + half, -AXIS * size]
  const wide = fence === "|" ? 0.28 * size : fence === "‖" ? 0.5 * size : 0.48 * size
  const [near, far] = [0.12 * size, 0.4 * size]
  const path = fencePath(fence, { top, bottom, mid, near, far, wide })
  const strokes = [{ x: 0, y: 0, width: 0.055 * size, path }]
  return { width: wide, height: -top, depth: bottom, glyphs: [], strokes, slant: 0, single: false }
}

interface Reach {
  readonly top: number
  readonly bottom: number
  readonly mid: number
  readonly near: number
  readonly far: number
  readonly wide: number
}

function fencePath(fence: string, { top, bottom, mid, near, far, wide }: Reach): readonly Step[] {
  const bow = 2 * near - far
  switch (fence) {
    case "(":
      return [
        ["M", far, top],
        ["Q", bow, mid, far, bottom],
      ]
    case ")":
      return [
        ["M", near, top],
        ["Q", wide + far - 2 * near - 0.02, mid, near, bottom],
      ]
    case "[":
    case "⌊":
    case "⌈":
      return bracket(fence === "[" || fence === "⌈", fence === "[" || fence === "⌊", near + 0.04, far, top, bottom)
    case "]":
    case "⌋":
    case "⌉":
      return bracket(fence === "]" || fence === "⌉", fence === "]" || fence === "⌋", far - 0.04, near, top, bottom)
    case "{":
      return brace(far, (near + far) / 2, near, top, mid, bottom)
    case "}":
      return brace(near, (near + far) / 2, far, top, mid, bottom)
    case "‖":
      return [
        ["M", 0.17, top],
        ["L", 0.17, bottom],
        ["M", 0.33, top],
        ["L", 0.33, bottom],
      ]
    default:
      return [
        ["M", wide / 2, top],
        ["L", wide / 2, bottom],
      ]
  }
}

function bracket(
  above: boolean,
  below: boolean,
  back: number,
  open: number,
  top: number,
  bottom: number,
): readonly Step[] {
  return [
    ...(above
      ? ([
          ["M", open, top],
          ["L", back, top],
        ] as const)
      : ([["M", back, top]] as const)),
    ["L", back, bottom],
    ...(below ? ([["L", open, bottom]] as const) : []),
  ]
}

function brace(ends: number, stem: number, tip: number, top: number, mid: number, bottom: number): readonly Step[] {
  const bend = Math.min(0.22, (bottom - top) / 4)
  return [
    ["M", ends, top],
    ["Q", stem, top, stem, top + bend],
    ["L", stem, mid - bend],
    ["Q", stem, mid, tip, mid],
    ["Q", stem, mid, stem, mid + bend],
    ["L", stem, bottom - bend],
    ["Q", stem, bottom, ends, bottom],
  ]
}
