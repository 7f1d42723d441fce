import { number } from "../../../ops/attributes/attrs.ts"
import { defineData } from "../data.ts"
import { countAttr, drawPoints, noiseAttr, pointsPlan } from "../drawing.ts"

export const circles = defineData({
  kind: "circles",
  title: "Two circles",
  summary: "A circle of radius 1 around a smaller one, as scikit-learn's make_circles.",

  attrs: {
    count: countAttr("Points of each class.", 100),
    factor: number({ doc: "Radius of the inner circle.", fallback: 0.5, min: 0, max: 1 }),
    noise: noiseAttr(0.08),
  },

  plan: ({ attrs }) => pointsPlan(attrs.count, 2),
  generate: ({ attrs, count, random, dtype }) => {
    const stream = random("points")
    return drawPoints(count, 2, dtype, (label) => {
      const angle = 2 * Math.PI * stream.uniform()
      const radius = label === 0 ? 1 : attrs.factor
      return [
        radius * Math.cos(angle) + attrs.noise * stream.normal(),
        radius * Math.sin(angle) + attrs.noise * stream.normal(),
      ]
    })
  },
})
