// The chain rule written out for one tensor of a graph: numbered steps from where gradient enters down to the tensor, one
// for each wire on the way, each with the rule of the node behind it in the graph's names; pieces add at forks. At the end,
// where the rules allow it, everything is put in and taken together (closedForm.ts).

import { writeTex } from "../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { nodeName } from "../../graph/analysis/nodeName.ts"
import { rulesOf } from "../../graph/analysis/rules.ts"
import { objectiveSign } from "../../graph/drawing/objective.ts"
import { isRule } from "../../graph/values/upstreamRule.ts"
import type { Source, Wire } from "../../graph/wire.ts"
import { placeName } from "../../graph/wire.ts"
import { isSource } from "../pass/forward.ts"
import type { RunResult } from "../pass/result.ts"
import { entersAt, rootsOf } from "../pass/upstream.ts"
import { writeTerms } from "./algebra.ts"
import { type ClosedForm, closedForm } from "./closedForm.ts"
import { type Equation, equation, signed, sumOf } from "./equations.ts"
import { pathProducts } from "./paths.ts"
import { gradientAtom } from "./symbols.ts"
import { type Chain, gradientTex, labelOf, splitEquation, symbolsOf, via, wiresOf } from "./terms/chain.ts"

/** One line of a derivation. */
export interface DerivationStep extends Equation {
  readonly words: string
  /** The wire that the step is about, or null. */
  readonly wire: string | null
  readonly node: string
}
/** A gradient from the objective down, by the chain rule, and its closed form where there is one. */
export interface Derivation {
  /** The gradient that is derived, LaTeX. */
  readonly of: string
  /** What L stands for, LaTeX, where it is no number of the graph. */
  readonly objective: string | null
  readonly steps: readonly DerivationStep[]
  /** After substitution; `difference` is the largest to the run's gradient, as a share of the largest gradient. */
  readonly closed: { readonly steps: readonly DerivationStep[]; readonly difference: number } | null
}
/** An output, or a param of a node. */
export type Derivable = Source | { readonly node: string; readonly param: string }

/** Nodes whose rules are written out, nearest first; what lies beyond them is taken as known. */
const MOST_NODES = 30

/** Null where no gradient reaches. */
export function derive(analysis: Analysis, result: RunResult, of: Derivable): Derivation | null {
  const node = analysis.nodes.get(of.node)
  if (node === undefined) return null
  if ("param" in of) return deriveParam(analysis, result, node, of.param)
  if (!result.gradients.has(placeName(of))) return null
  const chain = chainOf(analysis, result, of)
  const steps = [...overview(chain, of), ...chain.nodes.flatMap((id) => stepsAt(chain, id, of))]
  return { of: gradientTex(chain, of), objective: objectiveTex(analysis), steps, closed: closing(chain, of) }
}

/** All steps as one LaTeX display, numbered; what a letter means stands on a line of its own without a number. */
export function derivationTex({ objective, steps, closed }: Derivation): string {
  const meant = objective === null ? [] : [`${aligned(objective)} \\notag`]
  const lines = [...meant, ...[...steps, ...(closed?.steps ?? [])].map(({ tex }) => aligned(tex))]
  return `\\begin{align}\n${lines.join(" \\\\\n")}\n\\end{align}`
}

function objectiveTex(analysis: Analysis): string | null {
  return objectiveSign(analysis) === "L" ? null : "L = \\sum \\mathrm{d}Y \\odot Y"
}

function chainOf(analysis: Analysis, result: RunResult, of: Source): Chain {
  const below = new Set([of.node])
  for (const id of analysis.order) {
    const entering = analysis.entering.get(id) ?? []
    if (entering.some((wire) => below.has(wire.from.node) && result.wires.has(wire.id))) below.add(id)
  }
  const inOrder = analysis.order.filter((id) => below.has(id))
  return { analysis, result, nodes: inOrder.slice(0, MOST_NODES).reverse() }
}

function deriveParam(analysis: Analysis, result: RunResult, node: NodeAnalysis, param: string): Derivation | null {
  const template = rulesOf(node)?.backward[param]
  if (template == null || !result.gradients.has(`${node.id}.${param}`)) return null
  const output = Object.keys(node.op?.outputs ?? {})[0] ?? "output"
  const before = derive(analysis, result, { node: node.id, port: output })
  // What a Parameter node learns is its output.
  if (node.op !== null && isSource(node.op)) return before
  const tex = writeTex(template, symbolsOf(analysis, node))
  const words = `The rule of ${nodeName(analysis, node.id)} for its ${param}.`
  const step = { ...equation(tex, []), words, wire: null, node: node.id }
  return {
    of: splitEquation(tex)[0],
    objective: objectiveTex(analysis),
    steps: [...(before?.steps ?? []), step],
    closed: null,
  }
}

/** The gradient at each output of one node: its pieces, then their sum. */
function stepsAt(chain: Chain, id: string, of: Source): readonly DerivationStep[] {
  const node = chain.analysis.nodes.get(id)
  const ports = Object.keys(node?.op?.outputs ?? {}).filter((port) => id !== of.node || port === of.port)
  return ports.flatMap((port) => {
    const outputs = [...chain.result.gradients.keys()].filter(
      (name) => name === `${id}:${port}` || name.startsWith(`${id}:${port}[`),
    )
    return outputs.flatMap((name) => {
      const index = /\[(\d+)\]$/.exec(name)?.[1]
      const source: Source = index === undefined ? { node: id, port } : { node: id, port, index: Number(index) }
      return id === of.node && placeName(source) !== placeName(of) ? [] : stepsTo(chain, source)
    })
  })
}

function stepsTo(chain: Chain, source: Source): readonly DerivationStep[] {
  const { analysis } = chain
  const wires = wiresOf(chain, source)
  const gradient = gradientTex(chain, source)
  const here = { wire: null, node: source.node }
  if (wires.some((wire) => !chain.nodes.includes(wire.to.node))) {
    const words = `∂L/∂${nodeName(analysis, source.node)} is taken as known: it comes from nearer to the target.`
    return [{ ...here, ...equation(`${gradient} = \\text{known}`, []), words }]
  }
  const given = entersAt(analysis, placeName(source)) || wires.length === 0
  const alone = wires.length + (given ? 1 : 0) === 1
  const start = alone ? gradient : via(gradient, "\\text{given}")
  const steps: DerivationStep[] = given ? [{ ...here, ...startOf(chain, source, start) }] : []
  for (const wire of wires) {
    const step = pieceStep(chain, wire, gradient, alone)
    if (step !== null) steps.push(step)
  }
  if (alone) return steps
  const pieces = [
    ...(given ? [{ tex: start, wires: [] }] : []),
    ...wires.map((wire) => ({ tex: via(gradient, labelOf(chain, wire)), wires: [wire.id] })),
  ]
  const words = `${pieces.length} pieces arrive at ${nodeName(analysis, source.node)} and add.`
  return [...steps, { ...here, ...sumOf(gradient, pieces), words }]
}

function startOf({ analysis, result }: Chain, source: Source, left: string): Equation & Pick<DerivationStep, "words"> {
  const name = nodeName(analysis, source.node)
  const written = rootsOf(analysis).find((root) => placeName(root.source) === placeName(source))?.written ?? []
  const drawn = written.length > 0 && written.every((place) => isRule(analysis.document.upstream?.[place]))
  if (drawn)
    return { ...equation(`${left} = \\text{given}`, []), words: `The upstream gradient at ${name} is drawn by a rule.` }
  if (written.length > 0)
    return { ...equation(`${left} = \\text{given}`, []), words: `The document gives the upstream gradient at ${name}.` }
  const scalar = result.values.get(placeName(source))?.shape.length === 0
  return scalar
    ? { ...equation(`${left} = 1`, []), words: `Backward starts at ${name}, a single number.` }
    : { ...equation(`${left} = 1 \\text{ in every cell}`, []), words: `Backward starts at ${name} with ones.` }
}

function pieceStep(chain: Chain, wire: Wire, gradient: string, alone: boolean): DerivationStep | null {
  const node = chain.analysis.nodes.get(wire.to.node)
  const template = node === undefined ? null : rulesOf(node)?.backward[wire.to.port]
  if (node === undefined || template == null) return null
  const [left, right] = splitEquation(writeTex(template, symbolsOf(chain.analysis, node)))
  const name = wire.to.index === undefined ? left : gradient
  return {
    ...equation(`${alone ? name : via(name, labelOf(chain, wire))} = ${right}`, [wire.id]),
    words: `Along the wire ${wireWords(chain, wire)}${portWords(chain, wire)}: the rule of ${node.op?.title ?? ""}.`,
    wire: wire.id,
    node: wire.from.node,
  }
}

function wireWords({ analysis }: Chain, { from, to }: Wire): string {
  return `from ${nodeName(analysis, from.node)} to ${nodeName(analysis, to.node)}`
}

/** The port, where the node has more than one. */
function portWords({ analysis }: Chain, { to }: Wire): string {
  const ports = Object.keys(analysis.nodes.get(to.node)?.op?.inputs ?? {})
  return ports.length < 2 ? "" : `, port ${to.port}`
}

function closing(chain: Chain, of: Source): Derivation["closed"] {
  const form = closedForm(chain.analysis, chain.result, of)
  if (form === null) return null
  const atom = gradientAtom({ ...chain, set: form.set }, of)
  if (atom === null) return null
  const left = atom.write("i")
  const several = form.pieces.length > 1
  const pieces = form.pieces.map(
    ({ wire, sum }): DerivationStep => ({
      ...signed(
        via(left, labelOf(chain, wire)),
        writeTerms(sum).map(({ sign, tex }) => ({ sign, tex, wires: [wire.id] })),
      ),
      words: `After substitution, along the wire ${wireWords(chain, wire)}.`,
      wire: wire.id,
      node: of.node,
    }),
  )
  const total: DerivationStep = {
    ...signed(
      left,
      writeTerms(form.sum, ({ origins }) => (several ? labelsOf(chain, form, origins) : null)).map((term) => ({
        sign: term.sign,
        tex: term.tex,
        wires: form.pieces.map(({ wire }) => wire.id).filter((id) => !several || term.origins.includes(id)),
      })),
    ),
    words: several
      ? "The sum, with what all terms share taken out. Below each term: the wires it came by."
      : "After substitution.",
    wire: null,
    node: of.node,
  }
  return { steps: several ? [...pieces, total] : [total], difference: form.difference }
}

function labelsOf(chain: Chain, { pieces }: ClosedForm, origins: readonly string[]): string {
  const wires = pieces.filter(({ wire }) => origins.includes(wire.id))
  return `\\text{via } ${wires.map(({ wire }) => labelOf(chain, wire)).join(",\\,")}`
}

function overview(chain: Chain, of: Source): readonly DerivationStep[] {
  const found = pathProducts(chain, of)
  if (found === null) return []
  const name = nodeName(chain.analysis, of.node)
  const words =
    found.length === 1
      ? `One path leads from ${name} to where the gradient enters.`
      : `${found.length} paths lead from ${name} to where the gradient enters; the chain rule sums over them.`
  return [{ ...sumOf(gradientTex(chain, of), found), words, wire: null, node: of.node }]
}

function aligned(tex: string): string {
  const [left, right] = splitEquation(tex)
  return `${left} &= ${right.replaceAll(/,\s*\\quad\s*/g, ", \\notag \\\\\n&\\quad ")}`
}
