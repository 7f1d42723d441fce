import type { Draft } from "./draft.ts"
import type { Parts } from "./part.ts"

/** x·½(1 + erf(x/√2)), or x·½(1 + tanh(√(2/π)(x + 0.044715 x³))). */
export const GELU: Parts = {
  kind: "GELU",
  draw: (draft) => {
    const curve = draft.word("approximate") === "tanh" ? tanhCurve(draft) : erfCurve(draft)
    const raised = draft.add("raised", "Add", { a: curve, b: draft.constant("one", 1) })
    const share = draft.add("share", "Mul", { a: raised, b: draft.constant("half", 0.5, "\\tfrac12") })
    draft.output("output", draft.add("Y", "Mul", { a: "@input", b: share }))
    return null
  },
}

function erfCurve(draft: Draft): string {
  const scale = draft.constant("inverse_root", Math.SQRT1_2, "\\tfrac{1}{\\sqrt2}")
  return draft.apply("erf", "Erf", draft.add("scaled", "Mul", { a: "@input", b: scale }))
}

function tanhCurve(draft: Draft): string {
  const square = draft.apply("square", "Square", "@input")
  const cube = draft.add("cube", "Mul", { a: square, b: "@input" })
  const small = draft.add("small", "Mul", { a: cube, b: draft.constant("cubic", 0.044715) })
  const inner = draft.add("inner", "Add", { a: "@input", b: small })
  const slope = draft.constant("slope", Math.sqrt(2 / Math.PI), "\\sqrt{2/\\pi}")
  return draft.apply("tanh", "Tanh", draft.add("scaled", "Mul", { a: inner, b: slope }))
}
