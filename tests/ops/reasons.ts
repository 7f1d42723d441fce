// Decisions that the table-driven test would otherwise take for accidents.

/** Ops without PyTorch numbers, and why there are none. */
export const WITHOUT_REFERENCE: ReadonlyMap<string, string> = new Map([])

/** Arrows with no gradient although their port holds no class indices. */
export const NULL_ARROWS: ReadonlyMap<string, string> = new Map([
  ["StopGradient.input", "stopping the gradient is what it is for"],
  ["Where.condition", "a choice, not a quantity"],
])
