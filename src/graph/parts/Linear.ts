import type { Parts } from "./part.ts"

/** x Wᵀ + b. */
export const Linear: Parts = {
  kind: "Linear",
  draw: (draft) => {
    const weight = draft.param("weight", "W", "W")
    if (weight === null) throw new Error("a Linear without weight")
    const turned = draft.apply("W_T", "Transpose", weight, { dim0: 0, dim1: 1 }, "W^{\\mathsf T}")
    const product = draft.add("product", "MatMul", { a: "@input", b: turned })
    const bias = draft.param("bias", "b", "b")
    draft.output("output", bias === null ? product : draft.add("Y", "Add", { a: product, b: bias }))
    return null
  },
}
