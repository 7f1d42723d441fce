// Gradients with something left out: the piece of one wire at a fork, or one term or factor of a normalisation's closed form.

import { broadcast2 } from "../../tensor/broadcast.ts"
import { castTo, sameShape, type Tensor } from "../../tensor/tensor.ts"
import { evaluate, type Polynomial, writeSum } from "../explain/algebra.ts"
import { closedForm } from "../explain/closedForm.ts"
import { outputAt } from "./rerun/place.ts"
import type { CauseRule } from "./rerun/subject.ts"

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
    yield { words: "One term of the closed form is missing.", tex: writeSum([term]), tensor: evaluated(others) }
    for (const factor of term.factors) {
      if (!factor.atom.onSet || factor.atom.form !== "compound") continue
      const left = { ...term, factors: term.factors.filter((other) => other !== factor) }
      const tex = `\\left(${factor.atom.write("i")}\\right)`
      const words = "One term of the closed form has lost this factor, as in the form printed in the course's solution."
      yield { words, tex, tensor: evaluated([...others, left]) }
    }
  }
}

function minus(a: Tensor, b: Tensor): Tensor {
  return broadcast2(a, b, (x, y) => x - y)
}
