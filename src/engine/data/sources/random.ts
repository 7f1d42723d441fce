import { MAX_RANK } from "../../../graph/limits.ts"
import { choice, number } from "../../../ops/attributes/attrs.ts"
import { shapeAttr } from "../../../ops/families/filling.ts"
import type { Random } from "../../../tensor/random.ts"
import { type Dtype, type Shape, type Tensor, zeros } from "../../../tensor/tensor.ts"
import { defineData } from "../data.ts"
import { countAttr } from "../drawing.ts"

export const random = defineData({
  kind: "random",
  title: "Random numbers",
  summary: "Independent numbers of a chosen mean and standard deviation, and targets that know nothing of them.",

  attrs: {
    count: countAttr("Examples in all.", 64),
    shape: { ...shapeAttr([8]), fallback: [8], doc: "Of one x; an empty list is a single number." },
    distribution: choice(["normal", "uniform"], { doc: "Of all numbers.", fallback: "normal" }),
    mean: number({ doc: "Mean of x.", fallback: 0 }),
    std: number({ doc: "Standard deviation of x.", fallback: 1, min: 0 }),
    target_shape: { ...shapeAttr([1]), fallback: [1], doc: "Of one y; an empty list is a single number." },
    target_mean: number({ doc: "Mean of y.", fallback: 0 }),
    target_std: number({ doc: "Standard deviation of y.", fallback: 1, min: 0 }),
  },

  plan: ({ attrs }) => {
    for (const name of ["shape", "target_shape"] as const) {
      const axes = attrs[name].length
      if (axes < MAX_RANK) continue
      const sentence = `"${name}" has ${axes} axes; at most ${MAX_RANK - 1} are possible, as the batch is one more`
      return { attr: name, sentence }
    }
    return {
      count: attrs.count,
      fields: {
        x: { doc: "Random numbers.", shape: attrs.shape, role: "number" },
        y: { doc: "Random targets, independent of x.", shape: attrs.target_shape, role: "number" },
      },
    }
  },

  generate: ({ attrs, count, random: stream, dtype }) => {
    const normal = attrs.distribution === "normal"
    return {
      x: drawn([count, ...attrs.shape], stream("x"), attrs.mean, attrs.std, normal, dtype),
      y: drawn([count, ...attrs.target_shape], stream("y"), attrs.target_mean, attrs.target_std, normal, dtype),
    }
  },
})

/** The uniform distribution of this standard deviation reaches √3·std to either side of the mean. */
function drawn(shape: Shape, random: Random, mean: number, std: number, normal: boolean, dtype: Dtype): Tensor {
  const tensor = zeros(shape, dtype)
  const unit = normal ? () => random.normal() : () => Math.sqrt(3) * (2 * random.uniform() - 1)
  for (let i = 0; i < tensor.data.length; i++) tensor.data[i] = mean + std * unit()
  return tensor
}
