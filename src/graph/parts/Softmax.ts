import type { Parts } from "./part.ts"
import { shiftedExponentials } from "./softmaxing.ts"

/** Exponentials of x − max over their sum. */
export const Softmax: Parts = {
  kind: "Softmax",
  draw: (draft) => {
    const { exp, sum } = shiftedExponentials(draft, "@input", draft.number("dim"))
    draft.output("output", draft.add("p", "Div", { a: exp, b: sum }, {}, "p"))
    return null
  },
}
