// The numbers of an overlay that only a run tells, by node.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { countedParts, joinParts, type OverlayName, type Part, type Parts } from "../../graph/measure/overlay/parts.ts"
import type { RunTensor, ShownRun } from "./shown.ts"
import { deadIn, stats } from "./stats.ts"

const NOTHING: Parts = new Map()

/** Whether a tensor is shown by now. */
type IsShown = (kind: "value" | "gradient", place: string) => boolean

/** By node; nothing where there is no run that tells. */
export function partsOf(
  name: OverlayName,
  analysis: Analysis,
  run: ShownRun | null,
  isShown: IsShown = () => true,
): Parts {
  switch (name) {
    case "params":
    case "macs":
    case "memory":
      return countedParts(analysis, name)
    case "gradient":
      return run === null ? NOTHING : eachOutput(run, "gradient", isShown, squares)
    case "dead":
      return run === null
        ? NOTHING
        : eachOutput(run, "value", isShown, (tensor, node) => deadPart(analysis.nodes.get(node)?.op?.kind, tensor))
    case "time":
      return run === null ? NOTHING : timed(run)
  }
}

/** What `part` makes of a node's outputs, together. */
function eachOutput(
  run: ShownRun,
  kind: "value" | "gradient",
  isShown: IsShown,
  part: (tensor: RunTensor, node: string) => Part | null,
): Parts {
  const found = new Map<string, Part[]>()
  for (const name of run.names(kind)) {
    const colon = name.indexOf(":")
    // Params, whose names have a dot and no colon, are not on the way of the gradient.
    const node = name.slice(0, colon)
    const tensor = colon < 0 || !isShown(kind, name) ? undefined : run.at(kind, name)
    const one = tensor === undefined ? null : part(tensor, node)
    if (one !== null) found.set(node, [...(found.get(node) ?? []), one])
  }
  return new Map(
    [...found].flatMap(([node, parts]) => {
      const whole = joinParts(parts)
      return whole === null ? [] : [[node, whole] as const]
    }),
  )
}

/** The sum of the squares, over the finite numbers. */
function squares(tensor: RunTensor): Part | null {
  const { rms, count, nans, infinities } = stats(tensor)
  const finite = count - nans - infinities
  return finite === 0 ? null : { amount: rms * rms * finite, of: finite }
}

function deadPart(kind: string | undefined, tensor: RunTensor): Part | null {
  const zeros = deadIn(kind, tensor)
  return zeros === null || zeros.units === 0 ? null : { amount: zeros.silent, of: zeros.units }
}

/** Milliseconds of its steps. */
function timed({ steps }: ShownRun): Parts {
  const spent = new Map<string, Part>()
  for (const { node, milliseconds } of steps) {
    spent.set(node, { amount: (spent.get(node)?.amount ?? 0) + milliseconds, of: 1 })
  }
  return spent
}
