// "Predict first": before the next number of the followed cell is shown, one says what one expects. Pure.

import { writeNumber } from "../../formula/number.ts"
import { nodeName } from "../../graph/analysis/nodeName.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import type { PlayerStep, Sequence } from "./playerSteps.ts"
import type { Trace } from "./trace.ts"

export type Sign = "−" | "0" | "+"
/** Beside the number that it is worked out from. */
export type Size = "smaller" | "as large" | "larger"

/** What is asked: the number that a step brings, or before a step which wire it is about. */
export type Question = NumberQuestion | WireQuestion

export interface NumberQuestion {
  readonly asks: "number"
  readonly step: number
  /** `What comes to X through σ²?` */
  readonly sentence: string
  /** The number that is hidden. */
  readonly number: number
  /** The one that it comes from; null at a sum. */
  readonly before: number | null
}

/** What a step brings to the followed cell, as a question; null where it brings no such number. */
export function questionAt(sequence: Sequence, trace: Trace | null, step: PlayerStep): NumberQuestion | null {
  if (trace === null || step.phase !== "backward" || step.kind === "start") return null
  const { analysis } = sequence
  const here = nodeName(analysis, step.node)
  if (step.kind === "sum") {
    const number = trace.gradients.get(step.pieces[0]?.place ?? "")
    const sentence = `What do the ${step.pieces.length} pieces at ${here} add up to?`
    return number === undefined ? null : { asks: "number", step: step.index, sentence, number, before: null }
  }
  const [wire] = step.wires
  const number = wire === undefined ? undefined : trace.wires.get(wire.id)
  if (wire === undefined || number === undefined) return null
  const output = (analysis.leaving.get(wire.to.node) ?? [])[0]
  const before = trace.gradients.get(output === undefined ? `${wire.to.node}:output` : placeName(output.from)) ?? null
  return {
    asks: "number",
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
export function verdictOf({ number, before }: NumberQuestion, answer: Sign | Size): string {
  const is = isSize(answer) ? (before === null ? answer : sizeBeside(number, before)) : signOf(number)
  const written = `${number > 0 ? "+" : ""}${writeNumber(number)}`
  return is === answer ? `Right: ${written}` : `It is ${written}`
}

function isSize(answer: Sign | Size): answer is Size {
  return answer.length > 1
}

// ---- The next wire --------------------------------------------------------------------------------------------------

export interface WireQuestion {
  readonly asks: "wire"
  /** The step that is to come. */
  readonly step: number
  readonly sentence: string
  /** The wires that no gradient has come back along yet. */
  readonly choices: readonly WireChoice[]
  /** The id of the one that is next. */
  readonly next: string
}
export interface WireChoice {
  readonly id: string
  /** `Y → β`, from the end that the gradient leaves. */
  readonly name: string
  /** All of the gradient has come to the node that it leaves. */
  readonly ready: boolean
  /** That node. */
  readonly from: string
}

/** Before a step that goes along a wire while others could be next as well: which one; once for each node that the gradient leaves. */
export function wireQuestionAt(sequence: Sequence, index: number): WireQuestion | null {
  const { analysis, result, steps, gradient } = sequence
  const wire = loneWire(steps[index])
  const before = steps.slice(0, index).findLast((step) => loneWire(step) !== undefined)
  if (wire === undefined || loneWire(before)?.to.node === wire.to.node) return null
  const left = analysis.wires.filter(
    ({ id }) => result.has("wire", id) && (gradient.wires.get(id) ?? Number.POSITIVE_INFINITY) >= index,
  )
  const choices = left.map((one): WireChoice => {
    const ready = (gradient.nodes.get(one.to.node) ?? Number.POSITIVE_INFINITY) < index
    return { id: one.id, name: nameOf(sequence, one, left), ready, from: nodeName(analysis, one.to.node) }
  })
  if (choices.filter(({ ready }) => ready).length < 2) return null
  return { asks: "wire", step: index, sentence: "Which wire does the gradient take next?", choices, next: wire.id }
}

/** The one wire that a gradient comes along in a step. */
function loneWire(step: PlayerStep | undefined): Wire | undefined {
  return step?.phase === "backward" && step.kind !== "sum" && step.wires.length === 1 ? step.wires[0] : undefined
}

/** With the port where two wires join the same nodes. */
function nameOf({ analysis }: Sequence, { from, to }: Wire, all: readonly Wire[]): string {
  const twins = all.filter((other) => other.from.node === from.node && other.to.node === to.node)
  const port = twins.length > 1 ? placeName(to).slice(to.node.length) : ""
  return `${nodeName(analysis, to.node)}${port} → ${nodeName(analysis, from.node)}`
}

/** The wire that somebody typed, whatever arrow; null where there is none of that name. */
export function readWire({ choices }: WireQuestion, typed: string): WireChoice | null {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replace(/->|→|>|\s/g, " ")
      .replace(/\s+/g, " ")
      .trim()
  return choices.find(({ name, id }) => plain(name) === plain(typed) || id === typed) ?? null
}

/** What there is to say to a wire. */
export function wireVerdict({ choices, next }: WireQuestion, answer: WireChoice): string {
  const name = choices.find(({ id }) => id === next)?.name ?? ""
  if (answer.id === next) return `Right: it takes ${name}`
  if (answer.ready) return `${answer.name} is free to go as well; this run takes ${name} first`
  return `Not yet: ${answer.from} has not all of its gradient. It takes ${name}`
}
