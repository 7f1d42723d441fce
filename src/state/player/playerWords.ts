// What a step of the player says: a sentence, and the formulas that it used, with the names of the graph.

import { labelOf, symbolsOf } from "../../engine/explain/terms/chain.ts"
import { isSource } from "../../engine/pass/forward.ts"
import { isCompound, writeTex } from "../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { nodeName } from "../../graph/analysis/nodeName.ts"
import { rulesOf } from "../../graph/analysis/rules.ts"
import { nodeTex, outputTex } from "../../graph/analysis/symbols.ts"
import type { Wire } from "../../graph/wire.ts"
import { type Piece, type PlayerStep, portOfTwin, type Sequence } from "./playerSteps.ts"

/** `Backward, step 14 of 17 · the gradient reaches X from Z, piece 1 of 3`. */
export function sentenceOf({ analysis, steps }: Sequence, index: number): string {
  const step = steps[index]
  if (step === undefined) return ""
  const way = step.phase === "forward" ? "Forward" : "Backward"
  return `${way}, step ${index + 1} of ${steps.length} · ${eventOf(analysis, step)}`
}

/** Rules that are written out at one step; what arrives along more wires than these follows the same ones. */
const MOST_RULES = 64

/** LaTeX of what the step did: the op's rule, or the rule of each arrow that something came along. */
export function formulasOf({ analysis }: Sequence, step: PlayerStep): readonly string[] {
  const node = analysis.nodes.get(step.node)
  if (node?.op == null) return []
  const own = step.params.flatMap((name) => ruleTex(analysis, node, name) ?? [])
  switch (step.kind) {
    case "compute":
      // Data that are given have no rule.
      return isSource(node.op) ? [] : [forwardTex(analysis, node)]
    case "start":
    case "arrive":
      return [...step.pieces.slice(0, MOST_RULES).map((piece) => pieceTex(analysis, piece)), ...own]
    case "piece": {
      const piece = step.pieces[step.arrived - 1]
      const tex = piece === undefined ? "" : pieceTex(analysis, piece)
      return [tex.replace("=", "\\mathrel{+}="), ...own]
    }
    case "sum":
      return [sumTex(analysis, step.pieces), ...own]
  }
}

/** `∂L/∂X = …`, as the wire's far end works it out; of an upstream gradient, that it is given. */
function pieceTex(analysis: Analysis, { place, wire }: Piece): string {
  const given = `${gradientTex(analysis, place)} = \\text{upstream gradient}`
  if (wire === null) return given
  const node = analysis.nodes.get(wire.to.node)
  return (node && ruleTex(analysis, node, wire.to.port)) ?? `${gradientTex(analysis, place)} = \\ldots`
}

/** The right side of a piece's formula: the local rule, with what it is applied to. */
export function pieceValueTex(analysis: Analysis, piece: Piece): string {
  return rightOf(pieceTex(analysis, piece))
}

/** `∂L/∂X`, of an output by its place or of a param by its name. */
export function gradientTex(analysis: Analysis, name: string): string {
  return `\\frac{\\partial L}{\\partial ${termTex(analysis, name)}}`
}

/** The same in one line. */
export function flatGradientTex(analysis: Analysis, name: string): string {
  return `\\partial L/\\partial ${termTex(analysis, name)}`
}

function termTex(analysis: Analysis, name: string): string {
  const tex = tensorTex(analysis, name)
  return isCompound(tex) ? `(${tex})` : tex
}

/** How formulas call an output (`node:port`) or a param (`node.name`). */
export function tensorTex(analysis: Analysis, name: string): string {
  const colon = name.indexOf(":")
  const id = colon >= 0 ? name.slice(0, colon) : name.slice(0, name.lastIndexOf("."))
  const node = analysis.nodes.get(id)
  const rest = name.slice(id.length + 1)
  if (node === undefined) return `\\text{${rest}}`
  if (colon < 0) {
    // What a source learns is its output.
    if (node.op !== null && isSource(node.op)) return nodeTex(node.node)
    return symbolsOf(analysis, node)(rest) ?? `\\text{${rest}}`
  }
  const [, port = rest, index] = /^([^[]*)(?:\[(\d+)\])?$/.exec(rest) ?? []
  const primary = Object.keys(node.op?.outputs ?? {})[0] === port
  return outputTex(node.node, port, primary, index === undefined ? undefined : Number(index))
}

/** What happens at a step, in words. */
export function eventOf(analysis: Analysis, step: PlayerStep): string {
  const name = (id: string): string => nodeName(analysis, id)
  const from = step.wires.map((wire) => name(wire.to.node))
  const and = step.params.length === 0 ? "" : `; ${listOf(step.params)} of ${name(step.node)} get theirs`
  switch (step.kind) {
    case "compute":
      return computeWords(analysis, step.node)
    case "start":
      return `the gradient starts at ${name(step.node)}${and}`
    case "arrive":
      return `the gradient reaches ${name(step.node)} from ${listOf(distinct(from))}${and}`
    case "piece": {
      const piece = step.pieces[step.arrived - 1]
      const whence = `${from[0] ?? "outside"}${piece === undefined ? "" : portOfTwin(step.pieces, piece)}`
      return `the gradient reaches ${name(step.node)} from ${whence}, piece ${step.arrived} of ${step.pieces.length}`
    }
    case "sum":
      return `the gradient adds up at ${name(step.node)} from ${countWord(step.pieces.length)} pieces${and}`
  }
}

function computeWords(analysis: Analysis, id: string): string {
  const op = analysis.nodes.get(id)?.op
  const name = nodeName(analysis, id)
  if (op == null) return name
  return Object.keys(op.inputs).length === 0 ? `${name} is given` : `${op.title} gives ${name}`
}

function forwardTex(analysis: Analysis, node: NodeAnalysis): string {
  return writeTex(rulesOf(node)?.forward ?? "", symbolsOf(analysis, node))
}

function ruleTex(analysis: Analysis, node: NodeAnalysis, port: string): string | null {
  const rule = rulesOf(node)?.backward[port]
  return rule == null ? null : writeTex(rule, symbolsOf(analysis, node))
}

/** Longer sums are written by where their pieces come from. */
const LONGEST_SUM = 420

function sumTex(analysis: Analysis, pieces: readonly Piece[]): string {
  const left = gradientTex(analysis, pieces[0]?.place ?? "")
  const terms = pieces.slice(0, 5).map((piece) => pieceValueTex(analysis, piece))
  const whole = terms.map((term, i) => (i > 0 && !term.startsWith("-") ? `+ ${term}` : term)).join(" ")
  if (whole.length <= LONGEST_SUM && pieces.length <= 4) return `${left} = ${whole}`
  const short = pieces.slice(0, 6).map(({ wire }) => `\\left.${left}\\right|_{${originTex(analysis, wire)}}`)
  return `${left} = ${short.join(" + ")}${pieces.length > 6 ? " + \\ldots" : ""}`
}

function originTex(analysis: Analysis, wire: Wire | null): string {
  return wire === null ? "\\text{upstream}" : labelOf({ analysis }, wire)
}

/** What stands behind the first `=` that is in no braces. */
function rightOf(tex: string): string {
  let depth = 0
  for (let i = 0; i < tex.length; i++) {
    if (tex[i] === "\\") i++
    else if (tex[i] === "{") depth++
    else if (tex[i] === "}") depth--
    else if (tex[i] === "=" && depth === 0) return tex.slice(i + 1).trim()
  }
  return tex
}

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

function countWord(n: number): string {
  return WORDS[n] ?? String(n)
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}

function listOf(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`
}
