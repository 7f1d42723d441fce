import { brief, clashes, putBefore, type RepairRule } from "../repairing.ts"
import { placeName } from "../wire.ts"

/** Two branches with other numbers of channels: a 1×1 convolution makes them equal, with a stride if one is smaller. */
export const channels: RepairRule = {
  name: "channels",
  find: (broken) =>
    clashes(broken).flatMap(({ wire, shape, other }) => {
      const [, from, h, w] = shape
      const [, to, oh, ow] = other
      if (shape.length !== 4 || other.length !== 4 || !from || !to || !h || !w || !oh || !ow || from === to) return []
      const steps = [Math.round(h / oh), Math.round(w / ow)]
      if (steps.some((step) => step < 1)) return []
      const step = brief(steps)
      const attrs = { out_channels: to, kernel_size: 1, ...(step === 1 ? {} : { stride: step }) }
      const by = step === 1 ? "" : `, stride ${steps.join("×")}`
      return [
        {
          label: `Match channels before ${placeName(wire.to)} with a 1×1 convolution: ${from} → ${to}${by}`,
          apply: (document) => putBefore(document, wire, "Conv2d", attrs),
        },
      ]
    }),
}
