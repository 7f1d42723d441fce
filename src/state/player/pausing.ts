// Conditions on which the player pauses: a debugger's breakpoints, for numbers. Asked step by step, so that a long run
// costs nothing until somebody plays it.

import { writeNumber } from "../../formula/number.ts"
import { nodeName } from "../../graph/analysis/nodeName.ts"
import type { Stats } from "../../tensor/summary/stats.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { RunTensor, ShownRun } from "../run/shown.ts"
import { deadIn, stats } from "../run/stats.ts"
import type { PauseRules, RuleName } from "./pauseRules.ts"
import type { PlayerStep, Sequence } from "./playerSteps.ts"

/** Why the player stands still at a step. */
export interface Finding {
  /** `here`: somebody asked to pause at this node. */
  readonly rule: RuleName | "here"
  readonly node: string
  readonly sentence: string
}

/** On what the player pauses: rules about numbers, and nodes that somebody chose. */
export interface Pauses {
  readonly rules: PauseRules
  readonly stops: readonly string[]
}

/** What is new after a step: an output's value, a piece, a sum, a param's gradient. */
export interface Fresh {
  readonly name: string
  readonly side: "value" | "gradient"
  readonly tensor: RunTensor | Tensor
  /** The node whose rule made it. */
  readonly by: string
}

/** The tensors that a step brings. */
export function freshAt({ analysis, result }: Sequence, step: PlayerStep): readonly Fresh[] {
  const { node } = step
  if (step.phase === "forward") {
    const ports = Object.entries(analysis.nodes.get(node)?.op?.outputs ?? {})
    return ports.flatMap(([port, { hidden }]) => (hidden ? [] : valuesAt(result, `${node}:${port}`, node)))
  }
  const params = step.params.flatMap((param) => freshGradient(result, `${node}.${param}`, node))
  const last = step.pieces[step.arrived - 1]
  if (step.kind === "sum") return [...freshGradient(result, last?.place ?? "", node), ...params]
  const pieces = step.kind === "piece" ? (last === undefined ? [] : [last]) : step.pieces
  const arrived = pieces.map(
    ({ place, wire, tensor }) => ({ name: place, side: "gradient", tensor, by: wire?.to.node ?? node }) as const,
  )
  return [...arrived, ...params]
}

function valuesAt(result: ShownRun, place: string, by: string): readonly Fresh[] {
  const whole = result.at("value", place)
  if (whole !== undefined) return [{ name: place, side: "value", tensor: whole, by }]
  const items: Fresh[] = []
  for (;;) {
    const name = `${place}[${items.length}]`
    const tensor = result.at("value", name)
    if (tensor === undefined) return items
    items.push({ name, side: "value", tensor, by })
  }
}

function freshGradient(result: ShownRun, name: string, by: string): readonly Fresh[] {
  const tensor = result.at("gradient", name)
  return tensor === undefined ? [] : [{ name, side: "gradient", tensor, by }]
}

/** Why to pause at a step: the first rule that it meets, else that its node was chosen; null if there is no reason. */
export function findingAt(sequence: Sequence, index: number, { rules, stops }: Pauses): Finding | null {
  const step = sequence.steps[index]
  if (step === undefined) return null
  const met = ruleMet(sequence, index, step, rules)
  if (met !== null || !stops.includes(step.node) || !isFirst(step)) return met
  return {
    rule: "here",
    node: step.node,
    sentence: `Paused at ${nodeName(sequence.analysis, step.node)}, as you asked.`,
  }
}

/** A node with several pieces of gradient takes several steps: one pauses at the first of them. */
function isFirst({ phase, kind, arrived }: PlayerStep): boolean {
  return phase === "forward" || (kind !== "sum" && arrived <= 1)
}

function ruleMet(sequence: Sequence, index: number, step: PlayerStep, rules: PauseRules): Finding | null {
  const fresh = freshAt(sequence, step)
  if (rules.nonFinite.on && fresh.some(({ tensor }) => isBroken(stats(tensor))) && firstBroken(sequence) === index) {
    return brokenFinding(sequence, fresh)
  }
  if (rules.dead.on && step.phase === "forward") {
    const found = deadFinding(sequence, step.node, fresh, rules.dead.at)
    if (found !== null) return found
  }
  return step.phase === "backward" && step.kind !== "piece" ? rmsFinding(sequence, step, fresh, rules) : null
}

/** The next step from `from` on at which to pause; null if there is none. */
export function nextFinding(
  sequence: Sequence,
  from: number,
  pauses: Pauses,
): { readonly index: number; readonly finding: Finding } | null {
  for (let index = Math.max(0, from); index < sequence.steps.length; index++) {
    const finding = findingAt(sequence, index, pauses)
    if (finding !== null) return { index, finding }
  }
  return null
}

function isBroken({ nans, infinities }: Stats): boolean {
  return nans + infinities > 0
}

const broken = new WeakMap<Sequence, number>()

/** The step that brings the first NaN or infinity, or −1: what follows from it is not new. */
function firstBroken(sequence: Sequence): number {
  const known = broken.get(sequence)
  if (known !== undefined) return known
  const first = sequence.steps.findIndex((step) =>
    freshAt(sequence, step).some(({ tensor }) => isBroken(stats(tensor))),
  )
  broken.set(sequence, first)
  return first
}

function brokenFinding({ analysis }: Sequence, fresh: readonly Fresh[]): Finding | null {
  const first = fresh.find(({ tensor }) => isBroken(stats(tensor)))
  if (first === undefined) return null
  const { nans, infinities, count } = stats(first.tensor)
  const what = nans > 0 ? "NaN" : "∞"
  const both = nans > 0 && infinities > 0
  const number = both ? `${nans} NaN and ${infinities} infinite` : String(nans + infinities)
  const where = first.side === "value" ? "the value of" : "the gradient sent back by"
  const sentence = `${what} appears first in ${where} ${nodeName(analysis, first.by)}: ${number} of ${count} numbers.`
  return { rule: "nonFinite", node: first.by, sentence }
}

function deadFinding({ analysis }: Sequence, node: string, fresh: readonly Fresh[], least: number): Finding | null {
  const [output] = fresh
  const zeros = output === undefined ? null : deadIn(analysis.nodes.get(node)?.op?.kind, output.tensor)
  if (zeros === null || zeros.share < least) return null
  const { share, silent, units } = zeros
  const whole = silent === 0 ? "" : `; ${silent} of ${units} units are dead, 0 for every sample`
  const sentence = `${percent(share)} of the outputs of ${nodeName(analysis, node)} are 0${whole}.`
  return { rule: "dead", node, sentence }
}

function rmsFinding(
  { analysis }: Sequence,
  step: PlayerStep,
  fresh: readonly Fresh[],
  { low, high }: PauseRules,
): Finding | null {
  for (const { name, tensor } of fresh) {
    const { rms } = stats(tensor)
    const said = `RMS of ∂L/∂(${wordsFor(name, nodeName(analysis, step.node), step.node)}) is ${writeNumber(rms)}`
    if (low.on && rms < low.at)
      return { rule: "low", node: step.node, sentence: `${said}, below ${writeNumber(low.at)}.` }
    if (high.on && rms > high.at) {
      return { rule: "high", node: step.node, sentence: `${said}, above ${writeNumber(high.at)}.` }
    }
  }
  return null
}

/** `conv1.weight`; an output by its node's name. */
function wordsFor(name: string, node: string, id: string): string {
  return name.startsWith(`${id}:`) ? node : `${node}${name.slice(id.length)}`
}

function percent(share: number): string {
  return `${writeNumber(100 * share)} %`
}
