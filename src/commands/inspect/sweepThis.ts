import type { SweepValues } from "../../graph/document.ts"
import { setPart } from "../../graph/edit/nodeReferences.ts"
import type { AttrSpec } from "../../ops/attributes/attrs.ts"
import { edit } from "../../state/document.ts"
import { FRESH_SWEEP } from "../../state/run/sweep.ts"
import type { Command } from "../command.ts"
import { showDrawer } from "../showDrawer.ts"
import { chosenNode } from "./chosen/subject.ts"

export const sweepThis: Command = {
  id: "inspect.sweepThis",
  label: "Sweep this…",
  icon: "sweep",
  keywords: ["vary this number", "plot against", "try many values", "hyperparameter"],
  edits: true,
  needs: () => missing() ?? "",
  enabled: () => missing() === null,
  run: () => {
    const node = chosenNode()
    const found = firstNumber()
    if (node === null || found === null) return
    edit(`Sweep ${node.id}.${found.attr}`, (document) =>
      setPart(document, "sweep", {
        ...(document.sweep ?? FRESH_SWEEP),
        set: found.places,
        values: valuesAround(found),
      }),
    )
    showDrawer("sweep")
  },
}

interface Found {
  readonly attr: string
  readonly spec: AttrSpec<unknown>
  readonly now: number
  /** One, or both of a pair. */
  readonly places: readonly string[]
}

/** The first attribute of the node that is a number, or a pair of them. */
function firstNumber(): Found | null {
  const node = chosenNode()
  for (const [attr, spec] of Object.entries(node?.op?.attrs ?? {})) {
    const raw = node?.node.attrs?.[attr] ?? spec.fallback
    const list = Array.isArray(raw) ? raw : spec.control.kind === "pair" ? [raw, raw] : null
    const [now] = list ?? [raw]
    const { kind } = spec.control
    if (typeof now !== "number" || !["int", "number", "pair"].includes(kind)) continue
    const place = `${node?.id}.${attr}`
    return { attr, spec, now, places: list === null ? [place] : list.map((_, at) => `${place}[${at}]`) }
  }
  return null
}

const MOST_POINTS = 9

/** Whole numbers from the least up to twice what it is now; others from half to twice, within what is allowed. */
function valuesAround({ spec: { control }, now }: Found): SweepValues {
  const [least, most] =
    "min" in control ? [control.min, control.max] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  if (control.kind === "int" || control.kind === "pair") {
    const from = Math.max(least, Math.min(1, now))
    const to = Math.min(most, Math.max(2 * now, from + 1))
    const step = Math.max(1, Math.ceil((to - from) / (MOST_POINTS - 1)))
    const count = Math.floor((to - from) / step) + 1
    return Array.from({ length: count }, (_, at) => from + at * step)
  }
  const [from, to] = now === 0 ? [0, 1] : [now / 2, now * 2].sort((a, b) => a - b)
  return { from: Math.max(least, from ?? 0), to: Math.min(most, to ?? 1), count: MOST_POINTS }
}

function missing(): string | null {
  const node = chosenNode()
  if (node === null) return "Select one node first."
  return firstNumber() === null ? `${node.op?.title ?? node.id} has no number that a sweep could set.` : null
}
