// A step of a run by its name, as frames of a story write it: the pass, and the node or the wire at which it stands.

/** What a step is called, in words. */
export const STEP_RULE =
  '"forward" or "backward", and perhaps a space and the name of a node or, after "backward", of a wire'

/** `at`: a node's id or a wire's; null is the end of the pass. */
export interface StepName {
  readonly phase: "forward" | "backward"
  readonly at: string | null
}

const STEP = /^(forward|backward)(?: ([^ ]+))?$/

/** Whether a text is the name of a step; what it names need not be there. */
export function isStep(text: string): boolean {
  const [, phase, at] = STEP.exec(text) ?? []
  return phase !== undefined && !(phase === "forward" && at?.includes(">") === true)
}

/** Null for what is no step. */
export function readStep(text: string): StepName | null {
  const [, phase, at] = STEP.exec(text) ?? []
  return isStep(text) ? { phase: phase === "forward" ? "forward" : "backward", at: at ?? null } : null
}

/** As frames write it. */
export function writeStep({ phase, at }: StepName): string {
  return at === null ? phase : `${phase} ${at}`
}
