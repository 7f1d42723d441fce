// The hue of overlays: one, from nearly paper to deep, which neither values nor gradients have. Its ends are tokens of the
// editor's style sheet (src/editor/parts/styles/tokens.css), which a test holds equal to these.

import type { Rgb } from "../tile/colour.ts"

/** The ends of the scale. */
export const HEAT: Readonly<Record<"light" | "dark", { readonly least: Rgb; readonly most: Rgb }>> = {
  light: { least: [240, 246, 241], most: [10, 112, 60] },
  dark: { least: [34, 43, 38], most: [168, 240, 200] },
}

/** The colour at a place between 0 and 1, as style sheets mix it. */
export function heatColour(at: number, dark: boolean): Rgb {
  const { least, most } = HEAT[dark ? "dark" : "light"]
  const mix = (from: number, to: number): number => Math.round(from + (to - from) * at)
  return [mix(least[0], most[0]), mix(least[1], most[1]), mix(least[2], most[2])]
}
