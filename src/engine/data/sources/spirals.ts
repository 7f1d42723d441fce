import { int, number } from "../../../ops/attributes/attrs.ts"
import { defineData } from "../data.ts"
import { countAttr, drawPoints, noiseAttr, pointsPlan } from "../drawing.ts"

export const spirals = defineData({
  kind: "spirals",
  title: "Spirals",
  summary: "Arms that wind out of the origin to radius 1.",

  attrs: {
    count: countAttr("Points of each class.", 100),
    classes: int({ doc: "Number of arms.", fallback: 2, min: 1, max: 20 }),
    turns: number({ doc: "How often an arm winds round.", fallback: 1.25, min: 0, max: 20 }),
    noise: noiseAttr(0.02),
  },

  plan: ({ attrs }) => pointsPlan(attrs.count, attrs.classes),
  generate: ({ attrs, count, random, dtype }) => {
    const stream = random("points")
    return drawPoints(count, attrs.classes, dtype, (label) => {
      const radius = stream.uniform()
      const angle = 2 * Math.PI * (attrs.turns * radius + label / attrs.classes)
      return [
        radius * Math.cos(angle) + attrs.noise * stream.normal(),
        radius * Math.sin(angle) + attrs.noise * stream.normal(),
      ]
    })
  },
})
