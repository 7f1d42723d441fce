import { int, number } from "../../../ops/attributes/attrs.ts"
import { defineData } from "../data.ts"
import { countAttr, drawPoints, noiseAttr, pointsPlan } from "../drawing.ts"

export const gaussians = defineData({
  kind: "gaussians",
  title: "Gaussian clouds",
  summary: "Round clouds of points, their centres evenly on a circle.",

  attrs: {
    count: countAttr("Points of each class.", 100),
    classes: int({ doc: "Number of clouds.", fallback: 2, min: 1, max: 20 }),
    radius: number({ doc: "Of the circle on which the centres lie.", fallback: 2, min: 0 }),
    noise: noiseAttr(0.8),
  },

  plan: ({ attrs }) => pointsPlan(attrs.count, attrs.classes),
  generate: ({ attrs, count, random, dtype }) => {
    const stream = random("points")
    const { classes, radius, noise } = attrs
    return drawPoints(count, classes, dtype, (label) => {
      const angle = (2 * Math.PI * label) / classes
      return [radius * Math.cos(angle) + noise * stream.normal(), radius * Math.sin(angle) + noise * stream.normal()]
    })
  },
})
