import type { Parts } from "./part.ts"
import { scaledAndShifted } from "./standardizing.ts"

/** x/√(mean x² + ε), then γ. */
export const RMSNorm: Parts = {
  kind: "RMSNorm",
  draw: (draft) => {
    const eps = draft.numberOrNone("eps")
    if (eps === null)
      return "its eps is none, which depends on the precision of the run; set it to a number, such as 0.00001"
    const dim = draft.numbers("normalized_shape").map((_, axis, all) => axis - all.length)
    const square = draft.apply("square", "Square", "@input")
    const mean = draft.apply("mean", "Mean", square, { dim, keepdim: true }, "r^2")
    const sum = draft.add("sum", "Add", { a: mean, b: draft.constant("eps", eps, "\\varepsilon") })
    const scale = draft.apply("scale", "Rsqrt", sum)
    scaledAndShifted(draft, draft.add("Z", "Mul", { a: "@input", b: scale }, {}, "Z"), 0)
    return null
  },
}
