// The gradient check as the editor shows it: how far it is, what it found for each tensor and, summed up, for each node.
// It has a worker of its own, so that a run and an edit never wait for it. What it found is dropped as soon as the
// document means something else.

import { create } from "zustand"
import type { GradcheckProgress, GradcheckResult, TensorCheck } from "../../engine/check/gradcheck.ts"
import { createRunner } from "../../engine/worker/client.ts"
import type { CheckOptions } from "../../engine/worker/protocol.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { shapesAt } from "../../graph/analysis/shapes.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { costs, totalCost } from "../../graph/measure/costs.ts"
import type { Mode } from "../../ops/op.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import { useAnalysis } from "../analysis.ts"
import { useDocument } from "../document.ts"
import { useSession } from "../session.ts"
import { Latest } from "./latest.ts"
import { sameMeaning } from "./sameNumbers.ts"

export type CheckStatus =
  | { readonly kind: "idle" }
  | { readonly kind: "checking"; readonly progress: GradcheckProgress | null }
  | { readonly kind: "done"; readonly milliseconds: number }
  | { readonly kind: "stopped" }
  /** The document changed its meaning while or after it was checked. */
  | { readonly kind: "dropped" }
  | { readonly kind: "failed"; readonly sentence: string }

/** What was found at one node: of all its tensors together. */
export interface NodeCheck {
  readonly worst: number
  /** Numbers compared, without those at a kink. */
  readonly compared: number
  readonly kinks: number
}

interface GradcheckState {
  readonly status: CheckStatus
  readonly result: GradcheckResult | null
  readonly mode: Mode
  readonly nodes: ReadonlyMap<string, NodeCheck>
}

/** What a checker must do; engine/worker/client.ts makes the real one. */
export interface Checker {
  readonly check: (
    document: GradwireDocument,
    options: CheckOptions,
    onProgress: (progress: GradcheckProgress) => void,
  ) => { readonly done: Promise<GradcheckResult>; readonly cancel: () => void }
}

/** How many numbers of a tensor may be checked: what the issue asks where it is quick, fewer where it would take minutes. */
export const SAMPLES = [2000, 500, 100, 20, 5] as const
/** Multiply-adds in float64 that a check may take; some ten seconds. */
const BUDGET = 2e10
/** Forward passes for one number (engine/check/slope.ts). */
const PASSES = 5

const QUIET: Pick<GradcheckState, "result" | "nodes"> = { result: null, nodes: new Map() }

export const useGradcheck = create<GradcheckState>()(() => ({ ...QUIET, status: { kind: "idle" }, mode: "train" }))

let checker: Checker | null = null
const checks = new Latest()

/** Tests put a checker of their own in place. */
export function setChecker(other: Checker): void {
  checker = other
}

/** Checks every param, every source and every output on the way. */
export function checkGradients(samples?: number): void {
  const isNewest = checks.begin()
  const since = performance.now()
  const { document } = useDocument.getState()
  const { mode } = useSession.getState()
  const options: CheckOptions = {
    mode,
    outputs: true,
    samples: samples ?? affordableSamples(useAnalysis.getState().analysis),
  }
  useGradcheck.setState({ ...QUIET, mode, status: { kind: "checking", progress: null } })
  checker ??= createRunner()
  const job = checker.check(document, options, (progress) => {
    if (isNewest()) useGradcheck.setState({ status: { kind: "checking", progress } })
  })
  checks.hear(
    isNewest,
    job,
    (result) => {
      const status: CheckStatus = { kind: "done", milliseconds: performance.now() - since }
      useGradcheck.setState({ status, result, nodes: byNode(result.tensors) })
    },
    (sentence) => useGradcheck.setState({ status: { kind: "failed", sentence } }),
  )
}

export function stopChecking(): void {
  if (useGradcheck.getState().status.kind !== "checking") return
  checks.forget()
  useGradcheck.setState({ status: { kind: "stopped" } })
}

/** The most of `SAMPLES` that stays within the budget. */
export function affordableSamples(analysis: Analysis): number {
  const { macs, activations } = totalCost(costs(analysis, { dtype: "float64" }).values())
  const onePass = macs + activations
  const sizes = [...analysis.nodes.values()].flatMap((node) => [
    ...node.params.filter(({ wired }) => wired === null).map(({ shape }) => sizeOf(shape)),
    ...Object.values(node.outputs ?? {}).flatMap((held) => shapesAt(held).map(sizeOf)),
  ])
  const work = (samples: number): number =>
    PASSES * onePass * sizes.reduce((sum, size) => sum + Math.min(size, samples), 0)
  return SAMPLES.find((samples) => work(samples) <= BUDGET) ?? SAMPLES[SAMPLES.length - 1] ?? 5
}

/** Sums up the tensors of each node. */
function byNode(tensors: readonly TensorCheck[]): ReadonlyMap<string, NodeCheck> {
  const nodes = new Map<string, NodeCheck>()
  for (const { node, worst, checked, kinks } of tensors) {
    const before = nodes.get(node) ?? { worst: 0, compared: 0, kinks: 0 }
    nodes.set(node, {
      worst: Math.max(before.worst, worst),
      compared: before.compared + checked - kinks.length,
      kinks: before.kinks + kinks.length,
    })
  }
  return nodes
}

function drop(status: CheckStatus): void {
  if (useGradcheck.getState().status.kind === "idle") return
  checks.forget()
  useGradcheck.setState({ ...QUIET, status })
}

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) drop({ kind: "idle" })
  else if (state.document !== before.document && !sameMeaning(state.document, before.document)) {
    drop({ kind: "dropped" })
  }
})
useSession.subscribe((state, before) => {
  if (state.mode !== before.mode) drop({ kind: "dropped" })
})
