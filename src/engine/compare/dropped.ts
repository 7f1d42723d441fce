// Gradients with something left out: the piece of one wire at a fork, or one term or factor of a normalisation's closed form.

import { broadcast2 } from "../../tensor/broadcast.ts"
import { castTo, sameShape, type Tensor } from "../../tensor/tensor.ts"
import { evaluate, type Polynomial, write } from "../explain/algebra.ts"
import { closedForm } from "../explain/closedForm.ts"
import { smallNode } from "./local.ts"
import { gradientTerms } from "./normalized.ts"
import { outputAt } from "./place.ts"
import { type CauseRule, toleranceFor, wrongCells } from "./subject.ts"

/** Without the piece of one wire, or with that piece alone. */
export const droppedPiece: CauseRule = function* ({ analysis, result, name, side, ours }) {
  const output = side === "gradient" && result.gradients.has(name) ? outputAt(analysis, name) : null
  if (output === null) return
  const wires = analysis.wires.filter(({ id, from }) => `${from.node}:${from.port}` === name && result.wires.has(id))
  if (wires.length < 2) return
  for (const { id, to } of wires) {
    const piece = result.wires.get(id)
    if (piece === undefined || !sameShape(piece.shape, ours.shape)) continue
    yield {
      words: `The piece from ${to.node}, along the wire to its ${to.port}, is missing.`,
      tensor: minus(ours, piece),
    }
    if (wires.length > 2) yield { words: `Only the piece from ${to.node} is there.`, tensor: castTo(piece, "float64") }
  }
}

/** The closed form without one of its terms, or without one factor of a term. */
export const droppedTerm: CauseRule = function* ({ analysis, result, name, side, ours }) {
  const output = side === "gradient" && result.gradients.has(name) ? outputAt(analysis, name) : null
  const form = output === null ? null : closedForm(analysis, result, output)
  if (form === null || form.sum.length < 2) return
  const evaluated = (sum: Polynomial): Tensor => broadcast2(evaluate(sum), ours, (x) => x)
  for (const term of form.sum) {
    const others = form.sum.filter((other) => other !== term)
    yield { words: "One term of the closed form is missing.", tex: write([term]), tensor: evaluated(others) }
    for (const factor of term.factors) {
      if (!factor.atom.onSet || factor.atom.form !== "compound") continue
      const left = { ...term, factors: term.factors.filter((other) => other !== factor) }
      const tex = `\\left(${factor.atom.write("i")}\\right)`
      const words = "One term of the closed form has lost this factor, as in the form printed in the course's solution."
      yield { words, tex, tensor: evaluated([...others, left]) }
    }
  }
}

/** The same for a normalisation that is one node. */
export const droppedNormTerm: CauseRule = function* ({ analysis, result, name, side, ours }) {
  const wire = analysis.wires.find(
    ({ id, from }) => result.wires.has(id) && (id === name || `${from.node}:${from.port}` === name),
  )
  const local = side === "gradient" && wire?.to.port === "input" ? smallNode(analysis, result, wire.to.node) : null
  const grad = result.gradients.get(`${wire?.to.node ?? ""}:output`)
  const terms = local === null || grad === undefined ? null : gradientTerms(local, castTo(grad, "float64"))
  if (terms === null) return
  const { direct, mean, variance, withoutNormal, withoutDeviation } = terms
  const whole = minus(minus(direct, mean), variance)
  // With running statistics, or with other wires at the fork, the terms are not the whole gradient.
  if (!sameShape(whole.shape, ours.shape) || wrongCells(ours, whole, toleranceFor(ours, EXACT)).length > 0) return
  yield { words: "The term through the mean μ is missing.", tex: MEAN_TERM, tensor: minus(direct, variance) }
  yield { words: "The term through the variance σ² is missing.", tex: VARIANCE_TERM, tensor: minus(direct, mean) }
  yield { words: "The terms through μ and through σ² are missing: they were taken for constants.", tensor: direct }
  const kept = minus(direct, mean)
  const lost = "The term through σ² has lost this factor"
  yield {
    words: `${lost}, as in the form printed in the course's solution.`,
    tex: "x_i - \\mu",
    tensor: minus(kept, withoutDeviation),
  }
  yield { words: `${lost}.`, tex: "\\hat{x}_i", tensor: minus(kept, withoutNormal) }
}

const EXACT = { absolute: 0, relative: 0 }
const MEAN_TERM = "\\frac{1}{n \\sqrt{\\sigma^2 + \\epsilon}} \\sum_k \\gamma\\, \\frac{\\partial L}{\\partial y_k}"
const VARIANCE_TERM =
  "\\frac{\\hat{x}_i}{n \\sqrt{\\sigma^2 + \\epsilon}} \\sum_k \\gamma\\, \\frac{\\partial L}{\\partial y_k}\\, \\hat{x}_k"

function minus(a: Tensor, b: Tensor): Tensor {
  return broadcast2(a, b, (x, y) => x - y)
}
