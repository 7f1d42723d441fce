// A playback in words: what each beat is called, and all of it as a numbered list that can be copied, printed and read aloud.

import { writeNumber } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { nodeName } from "../../graph/analysis/nodeName.ts"
import type { PlayerStep, Sequence, StepPhase } from "./playerSteps.ts"
import { eventOf } from "./playerWords.ts"
import { type Beat, beatAt, isReadable, timelineOf } from "./timeline.ts"
import type { Cell, Trace } from "./trace.ts"

/** The beats of one pass. */
export function beatsOfPass(sequence: Sequence, phase: StepPhase): readonly Beat[] {
  return timelineOf(sequence).beats.filter((beat) => beat.phase === phase)
}

/** In few letters: `Y → β`, `sum at X`, `conv1 … fc`. */
export function beatName({ analysis, steps }: Sequence, { first, last }: Beat): string {
  const [begin, end] = [steps[first], steps[last]]
  if (begin === undefined || end === undefined) return ""
  if (end.kind === "sum") return `sum at ${nodeName(analysis, end.node)}`
  if (first === last) return stepName(analysis, begin)
  return `${nodeName(analysis, begin.node)} … ${nodeName(analysis, end.node)}`
}

/**
 * What is said of a step while its pass is played: `Backward, beat 7 of 10 · the gradient reaches X from Z, piece 1 of 3`;
 * while the steps of a beat follow each other too fast to be read, the ends of all of them, `loss … conv1`.
 */
export function captionOf(sequence: Sequence, index: number, playing: boolean): string {
  const timeline = timelineOf(sequence)
  const beat = timeline.beats[beatAt(timeline, index)]
  const step = sequence.steps[index]
  if (beat === undefined || step === undefined) return ""
  const own = beatsOfPass(sequence, beat.phase)
  const way = beat.phase === "forward" ? "Forward" : "Backward"
  const brief = playing && beat.first !== beat.last && !isReadable(timeline, index)
  const words = brief ? beatName(sequence, beat) : eventOf(sequence.analysis, step)
  return `${way}, beat ${own.indexOf(beat) + 1} of ${own.length} · ${words}`
}

/** `Z → X`; of a forward step its node. */
export function stepName(analysis: Analysis, { phase, kind, node, wires }: PlayerStep): string {
  const name = nodeName(analysis, node)
  if (kind === "start") return `d${name}`
  if (phase === "forward") return name
  const [wire] = wires
  return wire === undefined ? `outside → ${name}` : `${nodeName(analysis, wire.to.node)} → ${name}`
}

/** `X[0, 0]: 0.201 + 0.0891 − 0.126 = 0.164`: the numbers of the followed cell at a step; null where none is followed. */
export function equationOf({ analysis }: Sequence, trace: Trace | null, step: PlayerStep): string | null {
  if (trace === null) return null
  const place = step.phase === "forward" ? placeOf(trace, step.node) : step.pieces[0]?.place
  const cell = place === undefined ? undefined : trace.cells.get(place)
  if (place === undefined || cell === undefined) return null
  const name = `${nodeName(analysis, step.node)}${addressText(cell)}`
  if (step.phase === "forward") return equation(name, [trace.values.get(place)])
  const sum = trace.gradients.get(place)
  const gradient = `∂L/∂${name}`
  if (step.kind === "start" || step.kind === "arrive") return equation(gradient, [sum])
  const there = step.pieces
    .slice(0, step.arrived)
    .map(({ wire }) => (wire === null ? undefined : trace.wires.get(wire.id)))
  if (there.some((x) => x === undefined)) return equation(gradient, [sum])
  return step.kind === "sum" ? `${equation(gradient, there)} = ${number(sum)}` : equation(gradient, there)
}

function placeOf(trace: Trace, node: string): string | undefined {
  return [...trace.values.keys()].find((place) => place.startsWith(`${node}:`))
}

function equation(name: string, terms: readonly (number | undefined)[]): string {
  const [first, ...others] = terms
  const rest = others.map((x = Number.NaN) => (x < 0 ? ` − ${number(-x)}` : ` + ${number(x)}`))
  return `${name} = ${number(first)}${rest.join("")}`
}

function number(x: number | undefined): string {
  return x === undefined ? "…" : writeNumber(x)
}

/** `[0, 2]`; nothing for a single number. */
export function addressText(cell: Cell): string {
  return cell.length === 0 ? "" : `[${cell.join(", ")}]`
}

/** What one beat brings: each of its steps, with the numbers of the followed cell at the last. */
export function beatWords(sequence: Sequence, { first, last }: Beat, trace: Trace | null): string {
  const steps = sequence.steps.slice(first, last + 1)
  const events = steps.map((step) => eventOf(sequence.analysis, step))
  const end = steps.at(-1)
  const numbers = end === undefined ? null : equationOf(sequence, trace, end)
  return `${capital(events.join("; "))}${numbers === null ? "" : `: ${numbers}`}.`
}

/** All beats of a pass as a numbered list. */
export function playbackText(sequence: Sequence, phase: StepPhase, trace: Trace | null): string {
  const lines = beatsOfPass(sequence, phase).map((beat, i) => `${i + 1}. ${beatWords(sequence, beat, trace)}`)
  return `${phase === "forward" ? "Forward" : "Backward"}\n${lines.join("\n")}\n`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
