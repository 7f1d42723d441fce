// Tensors as formulas of others: written when somebody looks, taken into the next formula when nobody else does, so that a chain
// of ops is one kernel that reads and writes memory once.

import type { Images } from "../../../kernels/fast.ts"
import type { Halo } from "../../../kernels/planes.ts"
import { call, type Formula, functionsIn, namesIn, substituted } from "../../../kernels/pointwise/formula.ts"
import { isDear } from "../../../kernels/pointwise/functions.ts"
import { pointwise, pointwiseSum, rounded } from "../../../kernels/pointwise/pointwise.ts"
import type { Walk } from "../../../kernels/pointwise/walk.ts"
import { type Shape, sameShape, sizeOf } from "../../../tensor/tensor.ts"
import type { Buffer } from "./buffers.ts"
import { contiguous, type Draft, type Drafted, drafted, inPlanes, type Operand } from "./draft.ts"
import { byEach } from "./parts.ts"
import { isInPlanes, type Sums, sumsInPlanes, walkInPlanes, walkOfAxes, walkParts } from "./walks.ts"

/** A formula on its way to a kernel. */
export interface Worded {
  readonly formula: Formula
  readonly operands: { readonly [name: string]: Operand }
  /** Of all places together. */
  readonly shape: Shape
  /** What it does: the kind of its op. */
  readonly kind: string
  /** Operands that the way back asks for again. */
  readonly remembered: ReadonlySet<string>
}

/** A formula with operands by their numbers. */
interface Chain {
  readonly formula: Formula
  readonly of: readonly Operand[]
  readonly kinds: readonly string[]
}

/** Functions and operands of one kernel at most. */
const [MOST_FUNCTIONS, MOST_OPERANDS] = [48, 8]

/** The tensor of a formula, unwritten. `remembered`: the way back asks for its numbers. */
export function unwritten(draft: Draft, worded: Worded, halo: Halo, remembered: boolean): Drafted {
  const chain = chained(draft, worded)
  const { node, phase } = draft.part
  const { shape } = worded
  const made = drafted(shape)
  const write = (): void => draft.as(node, () => writeChain(draft, chain, made, halo))
  made.unwritten = { ...chain, phase, remembered, write }
  chains.set(made, chain)
  return made
}

/** How tensors came to be, also once they are written. */
const chains = new WeakMap<Drafted, Chain>()

/** The formula of a tensor, with its operands in place of those that are formulas of what `isKnown` alone; null where it has none. */
export function formulaBehind(tensor: Drafted, isKnown: (operand: Operand) => boolean): Chain | null {
  const chain = chains.get(tensor)
  if (chain === undefined) return null
  const of: Operand[] = []
  const numbered = (operand: Operand): Formula => {
    const before = of.findIndex((one) => isSame(one, operand))
    return { kind: "name", name: `x${before < 0 ? of.push(operand) - 1 : before}` }
  }
  const formula = substituted(chain.formula, (name) => {
    const operand = operandAt(chain.of, name)
    const inner =
      operand.offset === undefined && sameShape(operand.shape, tensor.shape) ? chains.get(operand.tensor) : null
    if (inner == null || !inner.of.every(isKnown)) return numbered(operand)
    return substituted(inner.formula, (place) => numbered(operandAt(inner.of, place)))
  })
  return { formula, of, kinds: chain.kinds }
}

/** The formula with those of its operands put in that are formulas still. */
function chained(draft: Draft, { formula, operands, shape, kind, remembered }: Worded): Chain {
  const of: Operand[] = []
  const kinds: string[] = []
  const numbered = (operand: Operand): Formula => {
    const before = of.findIndex((one) => isSame(one, operand))
    const index = before < 0 ? of.push(operand) - 1 : before
    return { kind: "name", name: `x${index}` }
  }
  let functions = functionsIn(formula).length
  const parts = new Map<string, Formula>()
  for (const name of namesIn(formula)) {
    const operand = operands[name]
    if (operand === undefined) throw new Error(`a formula of ${kind} speaks of ${name}, which is not there`)
    const inner = operand.tensor.unwritten
    const small = inner !== null && functions + functionsIn(inner.formula).length <= MOST_FUNCTIONS
    const few = inner !== null && of.length + inner.of.length <= MOST_OPERANDS
    const dear = inner !== null && functionsIn(inner.formula).some(isDear)
    const again = dear && (inner.remembered || remembered.has(name))
    if (inner === null || !small || !few || again || !sameShape(operand.shape, shape)) {
      draft.written(operand.tensor)
      parts.set(name, numbered(operand))
      continue
    }
    functions += functionsIn(inner.formula).length
    // On the way back, what is worked out once more is no step of the chain.
    if (inner.phase === draft.part.phase) kinds.push(...inner.kinds)
    parts.set(
      name,
      substituted(inner.formula, (place) => numbered(operandAt(inner.of, place))),
    )
  }
  const whole = substituted(formula, (name) => parts.get(name) ?? { kind: "name", name })
  return { formula: whole, of, kinds: [...kinds, kind] }
}

function isSame(a: Operand, b: Operand): boolean {
  return a.tensor === b.tensor && a.offset === b.offset && sameShape(a.shape, b.shape)
}

function operandAt(of: readonly Operand[], name: string): Operand {
  const operand = of[Number(name.slice(1))]
  if (operand === undefined) throw new Error(`a formula has no operand ${name}`)
  return operand
}

/** What a step is called: the ops that it does. */
function told(kinds: readonly string[]): string {
  return kinds.join(" → ")
}

const namesOf = (of: readonly unknown[]): readonly string[] => of.map((_, i) => `x${i}`)

function writeChain(draft: Draft, { formula, of, kinds }: Chain, target: Drafted, halo: Halo): void {
  for (const { tensor } of of) draft.written(tensor)
  const names = namesOf(of)
  const images = imagesOf(of, target.shape)
  if (images !== null) {
    const out = draft.newPlanes(images, halo)
    const { walk, buffers } = walkInPlanes(draft, of, images, target.shape, { planes: out.planes })
    writeWalk(draft, told(kinds), formula, names, walk, [...buffers, out.buffer])
    target.planes.push(out)
    return
  }
  const walk = walkOfAxes(of, target.shape, target.shape, 4)
  const buffers = of.map(({ tensor }) => draft.flat(tensor))
  const out = draft.buffer(sizeOf(target.shape))
  writeWalk(draft, told(kinds), formula, names, walk, [...buffers, out])
  target.flat = out
}

/** The step of a formula over a walk, the last buffer being written. */
function writeWalk(
  draft: Draft,
  what: string,
  formula: Formula,
  names: readonly string[],
  walk: Walk,
  buffers: readonly Buffer[],
): void {
  const { stretches, walkOf, stepOf } = walkParts(walk)
  draft.divide({
    ...{ what, stretches },
    kernel: (count, first) => pointwise(draft.module, formula, names, walkOf(count, first)),
    args: buffers.map((buffer, i) => byEach(buffer, stepOf(i))),
  })
}

/** How an operand lies in planes, where one does and all others can be met there. */
function imagesOf(of: readonly Operand[], shape: Shape): Images | null {
  const whole = of.filter((one) => sameShape(one.shape, shape)).flatMap(({ tensor }) => tensor.planes)
  const like = whole.find(({ planes }) => planes.pitch % 4 === 0)
  return like !== undefined && of.every((one) => isInPlanes(one.shape, shape, like.images)) ? like.images : null
}

/** The formula's values summed over the places along which `to` is repeated; float64 until all are there. */
export function summed(draft: Draft, worded: Worded, to: Operand["shape"], resultShape: Shape): Drafted {
  const { formula, of, kinds } = chained(draft, worded)
  for (const { tensor } of of) draft.written(tensor)
  const names = namesOf(of)
  const images = imagesOf(of, worded.shape)
  const inside = images !== null && isInPlanes(to, worded.shape, images) ? images : null
  const sums: Sums | null = inside === null ? null : sumsInPlanes(to, worded.shape, inside)
  const count = sums === null ? sizeOf(to) : sums.count
  // The last vector of a row adds zeros to what lies behind it.
  const wide = draft.buffer(2 * count + 8)
  draft.clear(wide)
  if (inside !== null && sums !== null) {
    const { walk, buffers } = walkInPlanes(draft, of, inside, worded.shape, sums)
    draft.call(`${told(kinds)}, sums`, pointwiseSum(draft.module, formula, names, walk), [...buffers, wide])
  } else {
    const walk = walkOfAxes(of, worded.shape, to, 8)
    const buffers = of.map(({ tensor }) => draft.flat(tensor))
    draft.call(`${told(kinds)}, sums`, pointwiseSum(draft.module, formula, names, walk), [...buffers, wide])
  }
  const narrow = draft.buffer(count)
  draft.call("round", rounded(draft.module, count), [wide, narrow])
  if (sums === null || sums.planes === null) return contiguous(resultShape, narrow)
  return inPlanes(resultShape, { planes: sums.planes, images: sums.images, buffer: narrow })
}

/** The sum of tensors of one shape. */
export function sumOf(draft: Draft, tensors: readonly Drafted[], halo: Halo): Drafted {
  const [first] = tensors
  if (first === undefined) throw new Error("a sum has terms")
  const operands = Object.fromEntries(tensors.map((tensor, i) => [`t${i}`, { tensor, shape: tensor.shape }]))
  const terms = Object.keys(operands).map((name): Formula => ({ kind: "name", name }))
  const formula = terms.reduce((sum, term) => call("+", sum, term))
  return unwritten(draft, { formula, operands, shape: first.shape, kind: "sum", remembered: new Set() }, halo, false)
}

/** The same numbers as the output of another node. */
export function handedOn(draft: Draft, tensor: Drafted, shape: Shape): Drafted {
  draft.written(tensor)
  // What was given is found under its own name only.
  if (tensor.given !== null || tensor.planes.length === 0) return contiguous(shape, draft.flat(tensor))
  return drafted(shape, { flat: tensor.flat, planes: tensor.planes })
}
