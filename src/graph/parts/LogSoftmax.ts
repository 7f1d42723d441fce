import type { Parts } from "./part.ts"
import { logSoftmaxParts } from "./softmaxing.ts"

/** x − max, less the logarithm of the sum of its exponentials. */
export const LogSoftmax: Parts = {
  kind: "LogSoftmax",
  draw: (draft) => {
    draft.output("output", logSoftmaxParts(draft, "@input", draft.number("dim")))
    return null
  },
}
