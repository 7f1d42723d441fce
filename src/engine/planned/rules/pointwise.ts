// Every number alone, in whatever layout it arrives, as a formula: the next op may take it into its own.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastLoss, FastPointwise } from "../../../kernels/fast.ts"
import { BARE } from "../../../kernels/planes.ts"
import { type Formula, namesIn, readFormula } from "../../../kernels/pointwise/formula.ts"
import { type Shape, sameShape } from "../../../tensor/tensor.ts"
import type { Draft, Drafted, Operand } from "../draft/draft.ts"
import { handedOn, summed, unwritten, type Worded } from "../draft/formulas.ts"
import type { Lowered, Lowering, Site } from "../draft/rule.ts"

type At = Site<FastPointwise | FastLoss>
type Operands = { [name: string]: Operand }

/** The rule of the kernel `pointwise`. */
export const pointwise: Lowering<FastPointwise> = {
  lower: (at) => {
    const { draft, fast, node } = at
    const shape = singleShape(node.outputs?.output) ?? []
    const formula = readFormula(fast.forward, fast.numbers)
    const operands = operandsOf(at, namesIn(formula))
    const back = at.learns ? namesBack(fast) : new Set<string>()
    const worded = { formula, operands, shape, kind: node.op.kind, remembered: back }
    const output =
      same(draft, formula, operands, shape) ??
      rectified(at, formula, operands, back) ??
      unwritten(draft, worded, at.outputHalo, back.has("output"))
    if (at.readers("output") !== 1) draft.written(output)
    return {
      outputs: { output },
      backward: (grad, wanted) => {
        const known = { output: { tensor: output, shape }, grad: { tensor: grad, shape } }
        return formulasBack(at, known, wanted, shape)
      },
    }
  },
}

/** The tensors of names in a formula: ports and params. */
export function operandsOf({ fast, param, input, node }: At, names: readonly string[]): Operands {
  const operands: Operands = {}
  for (const name of names) {
    const tensor = node.sources.has(name) ? input(name) : param(name)
    if (tensor === null) throw new Error(`${node.id} has no ${name}`)
    operands[name] = { tensor, shape: fast.views[name] ?? tensor.shape }
  }
  return operands
}

/** Tensors that the way back reads. */
function namesBack({ backward: formulas, numbers }: FastPointwise | FastLoss): ReadonlySet<string> {
  return new Set(Object.values(formulas).flatMap((text) => namesIn(readFormula(text, numbers))))
}

/** The tensor itself, where the formula is no more than its name. */
function same(draft: Draft, formula: Formula, operands: Operands, shape: Shape): Drafted | null {
  if (formula.kind !== "name") return null
  const tensor = operands[formula.name]?.tensor
  if (tensor === undefined || !sameShape(tensor.shape, shape)) return null
  return handedOn(draft, tensor, shape)
}

/** What is positive of a product that is not done yet: it is stored so. Null where it is something else. */
function rectified(
  { node, outputHalo }: At,
  formula: Formula,
  operands: Operands,
  remembered: ReadonlySet<string>,
): Drafted | null {
  const name = rectifiedIn(formula)
  const operand = name === null || remembered.has(name) ? undefined : operands[name]
  return operand?.tensor.deferred?.rectified?.({ kind: node.op.kind, halo: outputHalo }) ?? null
}

/** The name in `atLeast(name, 0)`. */
function rectifiedIn(formula: Formula): string | null {
  if (formula.kind !== "call" || formula.name !== "atLeast") return null
  const [kept, least] = formula.of
  return kept?.kind === "name" && least?.kind === "number" && least.value === 0 ? kept.name : null
}

/** The gradients by their formulas; `known`: what other names than ports and params stand for. `shape`: of all places together. */
export function formulasBack(
  at: At,
  known: Readonly<Record<"grad", Operand>> & { readonly output?: Operand },
  wanted: ReadonlySet<string>,
  shape: Shape,
): ReturnType<Lowered["backward"]> {
  const { draft, fast, node } = at
  const found: { [name: string]: Drafted } = {}
  const formulas = Object.entries(fast.backward).filter(([name]) => wanted.has(name))
  const { grad } = known
  // One formula may take what came back into its own; several read it.
  if (formulas.length > 1) draft.written(grad.tensor)
  for (const [name, text] of formulas) {
    const formula = readFormula(text, fast.numbers)
    const names = namesIn(formula)
    const operands = {
      ...operandsOf(
        at,
        names.filter((one) => !(one in known)),
      ),
      ...known,
    }
    const own = singleShape(node.context.shapes[name]) ?? node.params.find((param) => param.name === name)?.shape ?? []
    const seen = fast.views[name] ?? own
    const worded: Worded = { formula, operands, shape, kind: node.op.kind, remembered: new Set() }
    if (!sameShape(seen, shape)) found[name] = summed(draft, worded, seen, own)
    else if (text === "grad") found[name] = grad.tensor
    else found[name] = unwritten(draft, worded, node.sources.has(name) ? at.gradientHalo(name) : BARE, false)
  }
  return found
}
