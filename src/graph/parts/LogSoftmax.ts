import type { Parts } from "./part.ts"
import { logSoftmaxParts } from "./softmaxing.ts"

export const LogSoftmax: Parts = {
  kind: "LogSoftmax",
  draw: (draft) => {
    draft.output("output", logSoftmaxParts(draft, "@input", draft.number("dim")))
    return null
  },
}
