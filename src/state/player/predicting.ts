// "Predict first": before the next number of the followed cell is shown, one says what one expects. Pure.

import { writeNumber } from "../../formula/number.ts"
import { nodeName } from "../../graph/analysis/nodeName.ts"
import { placeName } from "../../graph/wire.ts"
import type { PlayerStep, Sequence } from "./playerSteps.ts"
import type { Trace } from "./trace.ts"

export type Sign = "−" | "0" | "+"
/** Beside the number that it is worked out from. */
export type Size = "smaller" | "as large" | "larger"

/** What is asked at a step. */
export interface Question {
  readonly step: number
  /** `What comes to X through σ²?` */
  readonly sentence: string
  /** The number that is hidden. */
  readonly number: number
  /** The one that it comes from; null at a sum. */
  readonly before: number | null
}

/** What a step brings to the followed cell, as a question; null where it brings no such number. */
export function questionAt(sequence: Sequence, trace: Trace | null, step: PlayerStep): Question | null {
  if (trace === null || step.phase !== "backward" || step.kind === "start") return null
  const { analysis } = sequence
  const here = nodeName(analysis, step.node)
  if (step.kind === "sum") {
    const number = trace.gradients.get(step.pieces[0]?.place ?? "")
    const sentence = `What do the ${step.pieces.length} pieces at ${here} add up to?`
    return number === undefined ? null : { step: step.index, sentence, number, before: null }
  }
  const [wire] = step.wires
  const number = wire === undefined ? undefined : trace.wires.get(wire.id)
  if (wire === undefined || number === undefined) return null
  const output = (analysis.leaving.get(wire.to.node) ?? [])[0]
  const before = trace.gradients.get(output === undefined ? `${wire.to.node}:output` : placeName(output.from)) ?? null
  return {
    step: step.index,
    sentence: `What comes back to ${here} through ${nodeName(analysis, wire.to.node)}?`,
    number,
    before,
  }
}

function signOf(x: number): Sign {
  return x > 0 ? "+" : x < 0 ? "−" : "0"
}

/** How large a number is beside another, by magnitude; as large within a twentieth. */
export function sizeBeside(x: number, other: number): Size {
  const [mine, theirs] = [Math.abs(x), Math.abs(other)]
  if (Math.abs(mine - theirs) <= Math.max(mine, theirs) / 20) return "as large"
  return mine < theirs ? "smaller" : "larger"
}

/** What there is to say to an answer: `Right: +0.0891`. */
export function verdictOf({ number, before }: Question, answer: Sign | Size): string {
  const is = isSize(answer) ? (before === null ? answer : sizeBeside(number, before)) : signOf(number)
  const written = `${number > 0 ? "+" : ""}${writeNumber(number)}`
  return is === answer ? `Right: ${written}` : `It is ${written}`
}

function isSize(answer: Sign | Size): answer is Size {
  return answer.length > 1
}
