import type { Parts } from "./part.ts"

/** x · σ(x). */
export const SiLU: Parts = {
  kind: "SiLU",
  draw: (draft) => {
    const gate = draft.apply("gate", "Sigmoid", "@input")
    draft.output("output", draft.add("Y", "Mul", { a: "@input", b: gate }))
    return null
  },
}
