import { formatShape } from "../../../tensor/tensor.ts"
import { setAttr } from "../../edit/edit.ts"
import { isUnfilled } from "../../edit/inputShape.ts"
import { chainBehind, type RepairRule, wiresWithShapes } from "../repair.ts"

/** A batch of one example has no variance: the Input gets a batch of several. */
export const batchSize: RepairRule = {
  name: "batchSize",
  reach: "source",
  find: ({ analysis, node }) =>
    wiresWithShapes(analysis, node.id).flatMap(({ wire }) => {
      const input = chainBehind(analysis, wire.from).at(-1)
      const shape = input?.outputs?.value
      const sizes = shape?.filter((size) => typeof size === "number") ?? []
      if (input === undefined || !isUnfilled(input) || sizes[0] !== 1) return []
      const larger = [4, ...sizes.slice(1)]
      return [
        {
          label: `Change the shape of ${input.id} to ${formatShape(larger)}: 4 examples a batch`,
          apply: (document) => setAttr(document, input.id, "shape", larger),
        },
      ]
    }),
}
