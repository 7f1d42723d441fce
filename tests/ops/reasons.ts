// Decisions that the table-driven test would otherwise take for accidents.

/** Ops without PyTorch numbers, and why there are none. */
export const WITHOUT_REFERENCE: ReadonlyMap<string, string> = new Map([
  ["Input", "gives what it was given or drew: our own frozen generator, pinned in its own test"],
  ["Constant", "gives what it was given or drew"],
  ["Parameter", "gives what it was given or drew, and hands its gradient on unchanged"],
])

/** Arrows with no gradient although their port holds no class indices. */
export const NULL_ARROWS: ReadonlyMap<string, string> = new Map([
  ["StopGradient.input", "stopping the gradient is what it is for"],
  ["Where.condition", "a choice, not a quantity"],
])

/** Ops of the norms' shelf that average nothing. */
export const WITHOUT_MEANS: ReadonlyMap<string, string> = new Map([
  ["ScaleShift", "scales and shifts by what is given"],
])
