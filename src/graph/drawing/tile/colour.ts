// Diverging colour maps. Zero is the neutral of the theme; values go orange (−) to blue (+), gradients olive (−) to
// magenta (+), so that the ends never look alike, also to eyes that do not tell red from green (a clear green is nearly
// magenta to them).

/** What a tensor is: it is drawn in the hues of its family. */
export type Family = "value" | "gradient"
/** 0 to 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number]

interface Map {
  readonly negative: Rgb
  readonly zero: Rgb
  readonly positive: Rgb
}

const MAPS: Readonly<Record<"light" | "dark", Readonly<Record<Family, Map>>>> = {
  light: {
    value: { negative: [201, 98, 22], zero: [255, 255, 255], positive: [11, 102, 168] },
    gradient: { negative: [112, 114, 0], zero: [255, 255, 255], positive: [168, 36, 111] },
  },
  dark: {
    value: { negative: [224, 140, 74], zero: [32, 36, 41], positive: [92, 170, 230] },
    gradient: { negative: [170, 172, 40], zero: [32, 36, 41], positive: [226, 116, 176] },
  },
}

const NOT_FINITE: Rgb = [120, 120, 120]

/** Colour of x on a scale from −largest to +largest. The square root keeps small numbers visible. */
export function colourOf(x: number, largest: number, family: Family, dark: boolean): Rgb {
  if (!Number.isFinite(x)) return NOT_FINITE
  const map = MAPS[dark ? "dark" : "light"][family]
  const strength = largest > 0 ? Math.sqrt(Math.min(1, Math.abs(x) / largest)) : 0
  const end = x < 0 ? map.negative : map.positive
  return [mix(map.zero[0], end[0], strength), mix(map.zero[1], end[1], strength), mix(map.zero[2], end[2], strength)]
}

/** Black or white, whichever is easier to read on a colour (WCAG relative luminance). */
export function inkOn([red, green, blue]: Rgb): "#000" | "#fff" {
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  return luminance > 0.179 ? "#000" : "#fff"
}

/** As style sheets and SVG write it. */
export function css([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`
}

function mix(from: number, to: number, share: number): number {
  return Math.round(from + (to - from) * share)
}

function linear(channel: number): number {
  const c = channel / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
}
