import { number } from "../../../ops/attributes/attrs.ts"
import { defineData } from "../data.ts"
import { countAttr, curvePlan, drawCurve, noiseAttr, rangeAttrs } from "../drawing.ts"

export const line = defineData({
  kind: "line",
  title: "Noisy line",
  summary: "y = slope · x + intercept + noise.",

  attrs: {
    count: countAttr("Points in all.", 50),
    slope: number({ doc: "Of the line.", fallback: 2 }),
    intercept: number({ doc: "Of the line, at x = 0.", fallback: 1 }),
    ...rangeAttrs,
    noise: noiseAttr(0.2),
  },

  plan: ({ attrs }) => curvePlan(attrs),
  generate: ({ attrs, count, random, dtype }) =>
    drawCurve(count, dtype, random("points"), attrs, (x) => attrs.slope * x + attrs.intercept),
})
