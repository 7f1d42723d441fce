// Colours of tensors, as eyes see them that lack one kind of cone.

import { expect, test } from "vitest"
import { heatColour } from "../../src/graph/drawing/heat/colour.ts"
import { colourOf, type Family, type Rgb } from "../../src/graph/drawing/tile/colour.ts"

type Triple = readonly [number, number, number]
type Matrix = readonly [Triple, Triple, Triple]

// Machado, Oliveira and Fernandes (2009), severity 1, on linear sRGB.
const EYES: Readonly<Record<string, Matrix>> = {
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
}
// Linear sRGB to XYZ of D65, divided by the white point.
const XYZ: Matrix = [
  [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
]

const times = (matrix: Matrix, [x, y, z]: Triple) =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Triple
const linear = (rgb: Rgb) =>
  rgb.map((channel) => {
    const c = channel / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as unknown as Triple

/** CIE L*a*b*. */
function lab(light: Triple): Triple {
  const [x, y, z] = times(XYZ, light).map((t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116))
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)]
}

/** Colour difference CIE 1976. */
function difference(one: Rgb, other: Rgb, eyes: Matrix): number {
  const seen = (rgb: Rgb) => lab(times(eyes, linear(rgb)).map((c) => Math.min(1, Math.max(0, c))) as unknown as Triple)
  const [a, b] = [seen(one), seen(other)]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

test("the measure knows the green and magenta that look alike without green cones", () => {
  expect(difference([38, 122, 79], [168, 36, 111], EYES.deuteranopia!)).toBeLessThan(20)
})

test.each(
  Object.keys(EYES).flatMap((eyes) =>
    (["value", "gradient"] as const).flatMap((family) => [false, true].map((dark) => [eyes, family, dark] as const)),
  ),
)("to eyes of %s, plus and minus of a %s are far apart (dark: %s)", (eyes, family: Family, dark) => {
  for (const size of [1, 0.5]) {
    const apart = difference(colourOf(-size, 1, family, dark), colourOf(size, 1, family, dark), EYES[eyes]!)
    expect(apart).toBeGreaterThan(size === 1 ? 40 : 25)
  }
})

const ALL: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]

test.each([false, true])("the hue of overlays is none of the two families', to any eyes (dark: %s)", (dark) => {
  const hues = (["value", "gradient"] as const).flatMap((family) => [-1, 1].map((x) => colourOf(x, 1, family, dark)))
  for (const hue of hues) {
    expect(difference(heatColour(1, dark), hue, ALL)).toBeGreaterThan(40)
    for (const eyes of Object.values(EYES)) expect(difference(heatColour(1, dark), hue, eyes)).toBeGreaterThan(20)
  }
})
