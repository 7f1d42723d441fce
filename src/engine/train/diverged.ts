// A step came to a number that is not finite: which tensor was the first. The step is run again with everything looked at.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { RUN_BYTES } from "../../graph/limits.ts"
import { single } from "../../graph/measure/readOff.ts"
import { type Problem, quote } from "../../graph/problem.ts"
import { placeName } from "../../graph/wire.ts"
import { firstNonFinite } from "../faults.ts"
import type { RunResult } from "../pass/result.ts"
import { run } from "../pass/run.ts"
import type { Taken } from "./learner.ts"

const ADVICE = "The params are as they were before this step. Try a smaller learning rate, or clip the gradients."

/** Names step, node and the first tensor that is not finite; null if none can be found. `memoryLimit`: bytes that looking may take. */
export function divergence(
  { step, prepared, seed, kept, updates }: Taken,
  memoryLimit: number = RUN_BYTES,
): Problem | null {
  const { analysis } = prepared
  const dtype = updates.values().next().value?.param.data instanceof Float32Array ? "float32" : "float64"
  const look = (backward: boolean): RunResult =>
    run(analysis, { mode: "train", dtype, seed, backward, memoryLimit }, undefined, kept)
  const whole = look(true)
  const unseen = isTooMuch(whole)
  // Values alone take half of the memory, and are mostly where it begins.
  const result = unseen === undefined ? whole : look(false)
  const first = result.problems.find(({ code }) => code === "GW-E120")
  if (first?.node !== undefined) {
    const empty = nothingCounts(result, first.node, analysis)
    if (empty !== null) {
      const sentence = `Step ${step} has no loss: ${empty} The params are as they were before this step. Take larger batches, or leave out fewer examples.`
      return { ...first, code: "GW-R120", severity: "error", sentence }
    }
    const port = first.port === undefined ? "" : `:${first.port}`
    const sentence = `Training diverged in step ${step} at "${first.node}${port}". ${first.sentence} ${ADVICE}`
    return { ...first, code: "GW-R120", severity: "error", sentence }
  }
  if (unseen !== undefined) return outOfSight(step, unseen)
  for (const [name, at] of updates) {
    const index = firstNonFinite({ shape: at.param.shape, data: at.next })
    if (index < 0) continue
    const dot = name.lastIndexOf(".")
    const sentence = `Training diverged in step ${step}: the update makes ${quote(name)} ${at.next[index]} at flat index ${index}, the first param that is not finite. ${ADVICE}`
    return {
      code: "GW-R120",
      severity: "error",
      node: name.slice(0, dot),
      port: name.slice(dot + 1),
      sentence: sentence.replace("-Infinity", "−∞").replace("Infinity", "∞"),
    }
  }
  return null
}

function isTooMuch({ problems }: RunResult): Problem | undefined {
  return problems.find(({ code }) => code === "GW-E210")
}

/** A plan that keeps little may train what cannot be looked at as a whole. */
function outOfSight(step: number, { found, expected }: Problem): Problem {
  const sentence = `Training diverged in step ${step}: its loss or a gradient is not finite. To find the first such tensor, every value and gradient of the step would have to be kept, which takes ${found ?? "more"}; the limit is ${expected ?? "less"}. ${ADVICE} A smaller batch can be looked at.`
  return { code: "GW-R120", severity: "error", sentence }
}

/** A mean over no example is NaN, as in PyTorch: not a step too large. */
function nothingCounts(result: RunResult, node: string, analysis: Analysis): string | null {
  const loss = analysis.nodes.get(node)
  const ignored = loss?.context?.attrs.ignore_index
  const target = single(analysis, node, "target")
  const classes = target === null ? undefined : result.values.get(placeName(target))?.data
  if (typeof ignored !== "number" || classes === undefined || !classes.every((one) => one === ignored)) return null
  return `every example of its batch has the class ${String(ignored).replace("-", "−")}, which ${quote(node)} leaves out, and a mean over none is NaN.`
}
