// The numbers of an overlay, node by node: those that a document tells, and those that only a run tells.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { countedParts, joinParts, type OverlayName, type Part, type Parts } from "../../graph/measure/overlay/parts.ts"
import type { RunStep } from "../pass/result.ts"
import { deadTold, statsTold, type Told } from "./told.ts"

type Side = "value" | "gradient"

/** What an overlay asks of a run; places are `node:port`, params `node.param`. */
export interface OverlaidRun {
  readonly names: (kind: Side) => Iterable<string>
  /** Undefined for what is not to be shown yet. */
  readonly told: (kind: Side, place: string) => Told | undefined
  readonly steps: readonly RunStep[]
}

const NOTHING: Parts = new Map()

/** By node: counts, bytes, squares of gradients, units, milliseconds; nothing where there is no run that tells. */
export function overlayParts(name: OverlayName, analysis: Analysis, run: OverlaidRun | null): Parts {
  switch (name) {
    case "params":
    case "macs":
    case "memory":
      return countedParts(analysis, name)
    case "gradient":
      return run === null ? NOTHING : eachOutput(run, "gradient", squares)
    case "dead":
      return run === null
        ? NOTHING
        : eachOutput(run, "value", (told, node) => deadPart(analysis.nodes.get(node)?.op?.kind, told))
    case "time":
      return run === null ? NOTHING : timed(run)
  }
}

/** What `part` makes of a node's outputs, together. */
function eachOutput(run: OverlaidRun, kind: Side, part: (told: Told, node: string) => Part | null): Parts {
  const found = new Map<string, Part[]>()
  for (const name of run.names(kind)) {
    const colon = name.indexOf(":")
    // Params, whose names have a dot and no colon, are not on the way of the gradient.
    const node = name.slice(0, colon)
    const told = colon < 0 ? undefined : run.told(kind, name)
    const one = told === undefined ? null : part(told, node)
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
function squares(told: Told): Part | null {
  const { rms, count, nans, infinities } = statsTold(told)
  const finite = count - nans - infinities
  return finite === 0 ? null : { amount: rms * rms * finite, of: finite }
}

function deadPart(kind: string | undefined, told: Told): Part | null {
  const zeros = deadTold(kind, told)
  return zeros === null || zeros.units === 0 ? null : { amount: zeros.silent, of: zeros.units }
}

/** Milliseconds of its steps. */
function timed({ steps }: OverlaidRun): Parts {
  const spent = new Map<string, Part>()
  for (const { node, milliseconds } of steps) {
    spent.set(node, { amount: (spent.get(node)?.amount ?? 0) + milliseconds, of: 1 })
  }
  return spent
}
