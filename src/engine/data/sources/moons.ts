import { defineData } from "../data.ts"
import { countAttr, drawPoints, noiseAttr, pointsPlan } from "../drawing.ts"

export const moons = defineData({
  kind: "moons",
  title: "Two moons",
  summary: "Two half circles that reach into each other, as scikit-learn's make_moons.",

  attrs: { count: countAttr("Points of each class.", 100), noise: noiseAttr(0.1) },

  plan: ({ attrs }) => pointsPlan(attrs.count, 2),
  generate: ({ attrs, count, random, dtype }) => {
    const stream = random("points")
    return drawPoints(count, 2, dtype, (label) => {
      const angle = Math.PI * stream.uniform()
      const [x, y] = label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)]
      return [x + attrs.noise * stream.normal(), y + attrs.noise * stream.normal()]
    })
  },
})
