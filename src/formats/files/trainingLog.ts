// The log of a training elsewhere, as train.py writes it: JSON, a step in each line. Nothing of it is trusted: a line that is
// none is named by its number.

import { count } from "../../graph/problem.ts"
import type { LoggedNode, LoggedStep } from "../../graph/values/recorded.ts"
import type { FileProblem } from "./fileKind.ts"

/** Lines that are read. */
const MOST_LINES = 2_000_000

/** The steps in their order; or what is wrong, in a sentence without its full stop. A last line that was cut off is left out. */
export function readTrainingLog(text: string): readonly LoggedStep[] | FileProblem {
  const lines = text.split("\n")
  if (lines.length > MOST_LINES)
    return { problem: `it has ${count(lines.length)} lines; at most ${count(MOST_LINES)} are read` }
  const steps: LoggedStep[] = []
  for (const [i, line] of lines.entries()) {
    if (line.trim() === "") continue
    const step = stepOf(line)
    if (typeof step === "string") {
      // Whoever trains may be writing it just now.
      if (i === lines.length - 1 && steps.length > 0) break
      return { problem: `line ${count(i + 1)} ${step}` }
    }
    const before = steps.at(-1)
    if (before !== undefined && step.step <= before.step) {
      return { problem: `line ${count(i + 1)} is step ${count(step.step)}, after step ${count(before.step)}` }
    }
    steps.push(step)
  }
  return steps.length === 0 ? { problem: "it has no steps" } : steps
}

/** A line's step, or what is wrong with it. */
function stepOf(line: string): LoggedStep | string {
  let read: unknown
  try {
    read = JSON.parse(line)
  } catch {
    return "is no JSON"
  }
  if (!isObject(read)) return "is no object"
  const [step, epoch] = [wholeIn(read, "step"), wholeIn(read, "epoch")]
  const [loss, lr] = [numberIn(read, "loss"), numberIn(read, "lr")]
  if (step === null || epoch === null) return "has no whole numbers step and epoch from 1 on"
  if (loss === null || lr === null) return "has no numbers loss and lr"
  const held = numberIn(read, "val_loss")
  return {
    step,
    epoch,
    loss,
    lr,
    epochLoss: numberIn(read, "epoch_loss"),
    validation: held === null ? null : { loss: held, accuracy: numberIn(read, "val_accuracy") },
    nodes: nodesIn(read),
  }
}

function nodesIn(read: object): ReadonlyMap<string, LoggedNode> | null {
  const nodes = own(read, "nodes")
  if (!isObject(nodes)) return null
  return new Map(
    Object.entries(nodes).flatMap(([id, node]): readonly (readonly [string, LoggedNode])[] => {
      if (!isObject(node)) return []
      const of = (name: string) => numberIn(node, name)
      const told = { activation: of("activation"), gradient: of("gradient"), dead: of("dead") }
      return [[id, { ...told, update: of("update"), norm: of("norm") }]]
    }),
  )
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined
}

function numberIn(object: object, name: string): number | null {
  const value = own(object, name)
  return typeof value === "number" && Number.isFinite(value) ? value : null
}

function wholeIn(object: object, name: string): number | null {
  const value = numberIn(object, name)
  return value !== null && Number.isSafeInteger(value) && value >= 1 ? value : null
}
