// The editor's colours for a drawing that style sheets do not reach. Read again when the theme changes.

import { heatColour } from "../../../graph/drawing/heat/colour.ts"
import { css, inkOn } from "../../../graph/drawing/tile/colour.ts"

export type Tint =
  | "canvas"
  | "panel"
  | "wire"
  | "ink"
  | "ink-2"
  | "value"
  | "value-line"
  | "gradient"
  | "gradient-line"
  | "selection"
  | "problem"
  | "line"
  | "line-strong"

/** Of a place on an overlay's scale so many colours are told apart. */
const HEATS = 64

export interface Colours {
  readonly of: (tint: Tint) => string
  /** A card far out: its category's hue on the panel. */
  readonly block: (shelf: string) => string
  /** A block under an overlay, by its place on the scale, and the ink on it. */
  readonly heat: (at: number) => string
  readonly heatInk: (at: number) => string
}

const SHELVES: Readonly<Record<string, string>> = { reduce: "cat-maths", unknown: "line-strong" }
/** As NodeCard.module.css mixes it. */
const SHARE = 0.55

let theme: string | null = null
let colours: Colours | null = null

export function coloursNow(): Colours {
  const now = document.documentElement.dataset.theme ?? ""
  if (colours !== null && theme === now) return colours
  theme = now
  const style = getComputedStyle(document.documentElement)
  const known = new Map<string, string>()
  const remembered = (name: string, find: () => string): string => {
    const colour = known.get(name) ?? find()
    known.set(name, colour)
    return colour
  }
  const token = (name: string): string => remembered(name, () => style.getPropertyValue(`--${name}`).trim())
  const dark = now === "dark"
  const step = (at: number): number => Math.round(at * HEATS) / HEATS
  colours = {
    of: token,
    heat: (at) => remembered(`heat ${step(at)}`, () => css(heatColour(step(at), dark))),
    heatInk: (at) => remembered(`ink ${step(at)}`, () => inkOn(heatColour(step(at), dark))),
    block: (shelf) =>
      remembered(`block ${shelf}`, () =>
        mix(token(SHELVES[shelf] ?? `cat-${shelf}`) || token("line-strong"), token("panel"), SHARE),
      ),
  }
  return colours
}

/** `share` of the first colour, the rest of the second. */
function mix(a: string, b: string, share: number): string {
  const [x, y] = [a, b].map(channels)
  const parts = [0, 1, 2].map((i) => Math.round((x?.[i] ?? 0) * share + (y?.[i] ?? 0) * (1 - share)))
  return `rgb(${parts.join(" ")})`
}

/** Style sheets may write a colour in many ways; a pen reads it back as #rrggbb. */
function channels(colour: string): readonly number[] {
  const pen = document.createElement("canvas").getContext("2d")
  if (pen === null) return [0, 0, 0]
  pen.fillStyle = colour
  return [1, 3, 5].map((at) => Number.parseInt(String(pen.fillStyle).slice(at, at + 2), 16))
}
