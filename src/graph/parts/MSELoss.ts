import type { Parts } from "./part.ts"
import { reducedLoss } from "./reducing.ts"

/** Difference, square, and what `reduction` makes of them. */
export const MSELoss: Parts = {
  kind: "MSELoss",
  draw: (draft) => {
    const difference = draft.add("difference", "Sub", { a: "@input", b: "@target" })
    const square = draft.apply("square", "Square", difference)
    draft.output("output", reducedLoss(draft, square, draft.word("reduction")))
    return null
  },
}
