import { number } from "../../../ops/attributes/attrs.ts"
import { defineData } from "../data.ts"
import { countAttr, curvePlan, drawCurve, noiseAttr, rangeAttrs } from "../drawing.ts"

export const sine = defineData({
  kind: "sine",
  title: "Noisy sine",
  summary: "y = amplitude · sin(2π · frequency · x + phase) + noise.",

  attrs: {
    count: countAttr("Points in all.", 100),
    amplitude: number({ doc: "Height of the wave.", fallback: 1 }),
    frequency: number({ doc: "Waves for each unit of x.", fallback: 1 }),
    phase: number({ doc: "At x = 0, in radians.", fallback: 0, unit: "rad" }),
    ...rangeAttrs,
    noise: noiseAttr(0.1),
  },

  plan: ({ attrs }) => curvePlan(attrs),
  generate: ({ attrs, count, random, dtype }) =>
    drawCurve(
      count,
      dtype,
      random("points"),
      attrs,
      (x) => attrs.amplitude * Math.sin(2 * Math.PI * attrs.frequency * x + attrs.phase),
    ),
})
