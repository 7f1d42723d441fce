// What can go wrong while numbers flow, as problems that name the node.

import { sentenceCase } from "../graph/analysis/ports.ts"
import { type Problem, wordsOf } from "../graph/problem.ts"
import { OpFailure } from "../ops/families/failure.ts"
import { knownTotals } from "../tensor/lazy.ts"
import { formatShape, type Tensor, type TensorData } from "../tensor/tensor.ts"

/** Which of its rules an op was at. */
export type RulePhase = "forward" | "backward"

/** What a rule threw, as a problem of its node: a refusal of its numbers, memory that is not there, or a bug in the op. */
export function faultOf(error: unknown, node: string, phase: RulePhase): Problem {
  if (error instanceof OpFailure) {
    return { code: "GW-E101", severity: "error", node, port: error.port, sentence: sentenceCase(error.sentence) }
  }
  const message = wordsOf(error)
  if (error instanceof RangeError && /allocation|array length|buffer/i.test(message)) {
    const sentence = `Out of memory in the ${phase} pass (${message}). Make its shapes or the batch smaller.`
    return { code: "GW-E211", severity: "error", node, sentence }
  }
  const sentence = `The ${phase} rule of this op failed: ${message}. This is a fault in Gradwire, not in the graph.`
  return { code: "GW-E199", severity: "error", node, sentence }
}

/** Index of the first NaN or infinity in row-major order, or −1. */
export function firstNonFinite(tensor: Tensor): number {
  if (knownTotals(tensor) !== null) return -1
  const { data } = tensor
  if (allFinite(data)) return -1
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i
  return -1
}

/** Products with 0 are 0, but of what is not finite; four sums at a time, since each waits for the one before. */
function allFinite(data: TensorData): boolean {
  let [a, b, c, d] = [0, 0, 0, 0]
  const last = data.length - 3
  let i = 0
  for (; i < last; i += 4) {
    a += 0 * (data[i] ?? 0)
    b += 0 * (data[i + 1] ?? 0)
    c += 0 * (data[i + 2] ?? 0)
    d += 0 * (data[i + 3] ?? 0)
  }
  for (; i < data.length; i++) a += 0 * (data[i] ?? 0)
  return a + b + c + d === 0
}

/** NaN or an infinity has appeared for the first time: the run goes on, the node is named, and the reason where its op knows it. */
export function nonFiniteWarning(
  node: string,
  port: string,
  tensor: Tensor,
  index: number,
  phase: RulePhase,
  reason: string | null = null,
): Problem {
  const value = tensor.data[index] ?? Number.NaN
  const cell =
    tensor.shape.length === 0 ? "" : ` at [${cellOf(index, tensor.shape).join(", ")}] of ${formatShape(tensor.shape)}`
  const what = phase === "forward" ? "The value" : "The gradient"
  const shown = Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞"
  const sentence = `${what} becomes ${shown}${cell}: the first number of the ${phase} pass that is not finite${reason === null ? "" : `. It is ${reason}`}.`
  return { code: "GW-E120", severity: "warning", node, port, sentence }
}

function cellOf(index: number, shape: readonly number[]): number[] {
  const cell: number[] = []
  let rest = index
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1
    cell.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  return cell
}
