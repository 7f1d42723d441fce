// Steps of a run by what happens in them: a frame of a story finds its step again after edits that leave it there.

import type { StepName } from "../../graph/step.ts"
import type { PlayerStep, Sequence } from "./playerSteps.ts"

/** What a step is called. The piece of a wire is the wire's; all else is its node's. */
export function nameOfStep({ phase, kind, node, pieces, arrived }: PlayerStep): StepName {
  const wire = kind === "piece" ? pieces[arrived - 1]?.wire : undefined
  return { phase, at: wire?.id ?? node }
}

/** The step that is meant: of a node the one in which all of it is there. Null where the run has none. */
export function stepNamed({ steps }: Sequence, { phase, at }: StepName): PlayerStep | null {
  return steps.findLast((step) => step.phase === phase && isMeant(step, at)) ?? null
}

function isMeant({ kind, node, wires }: PlayerStep, at: string | null): boolean {
  if (at === null) return true
  if (!at.includes(">")) return node === at
  return kind !== "sum" && wires.some(({ id }) => id === at)
}
