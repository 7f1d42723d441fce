// The colour of one place of a decision surface with several scores.

import type { Rgb } from "../../../../graph/drawing/tile/colour.ts"
import { classHueName } from "./classHues.ts"

const GROUND: Readonly<Record<"light" | "dark", Rgb>> = { light: [255, 255, 255], dark: [32, 36, 41] }
/** The strongest colour lets the points on it be seen. */
const STRONGEST = 0.42

/** The hue of the largest score; its strength is softmax's share of it over that of chance. */
export function mixedColour(scores: ArrayLike<number>, style: CSSStyleDeclaration, dark: boolean): Rgb {
  let best = 0
  for (let i = 1; i < scores.length; i++) if ((scores[i] ?? 0) > (scores[best] ?? 0)) best = i
  let sum = 0
  for (let i = 0; i < scores.length; i++) sum += Math.exp((scores[i] ?? 0) - (scores[best] ?? 0))
  const share = 1 / sum
  const chance = 1 / scores.length
  const ground = GROUND[dark ? "dark" : "light"]
  if (!Number.isFinite(share)) return ground
  const strength = STRONGEST * Math.min(1, Math.max(0, (share - chance) / (1 - chance)))
  const hue = hexOf(style.getPropertyValue(classHueName(best)))
  const mix = (i: 0 | 1 | 2): number => Math.round(ground[i] * (1 - strength) + hue[i] * strength)
  return [mix(0), mix(1), mix(2)]
}

function hexOf(text: string): Rgb {
  const [, red = "80", green = "80", blue = "80"] = /^\s*#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(text) ?? []
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)]
}
