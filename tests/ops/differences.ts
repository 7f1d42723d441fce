// Central differences of L = Σ output · g in float64, against which every backward rule is held.

import type { AnyForwardContext, AnyOp, Mode } from "../../src/ops/op.ts"
import type { ByName, Held } from "../../src/ops/port.ts"
import type { Tensor } from "../../src/tensor/tensor.ts"
import {
  backwardContext,
  drawUpstream,
  forwardContext,
  listOf,
  runBackward,
  runForward,
  type Setting,
  tensorsAt,
} from "./context.ts"

const STEP = 1e-5
/** Of the largest derivative of the same tensor. */
const TOLERANCE = 1e-6
/** Where a whole gradient is zero in mathematics, only rounding is left: of the largest derivative at the op. */
const NOISE = 1e-8
const MOST_ELEMENTS = 72
const MOST_DRAWS = 24

export interface Disagreement {
  readonly arrow: string
  readonly sentence: string
}
interface Slope {
  readonly at: number
  readonly rule: number
  readonly difference: number
}

/**
 * Draws points until none lies on a kink (there, differences with a step and with half of it disagree), then compares.
 * A point within a step of a kink is rare by chance; an op that has nothing but kinks fails here with a sentence.
 */
export function compareWithDifferences(op: AnyOp, setting: Setting, mode: Mode): readonly Disagreement[] {
  for (let seed = 1; seed <= MOST_DRAWS; seed++) {
    const at = forwardContext(op, setting, mode, seed)
    const outputs = runForward(op, at)
    const grad = drawUpstream(op, outputs, seed)
    const fixed = new Set(Object.keys(setting.values ?? {}))
    const measured = measureAll(op, at, outputs, grad, fixed)
    if (measured !== null) return judge(measured)
  }
  return [{ arrow: "any", sentence: `${MOST_DRAWS} draws all lay on a kink: is forward the same twice, and smooth?` }]
}

function measureAll(
  op: AnyOp,
  at: AnyForwardContext,
  outputs: ByName<Held<Tensor>>,
  grad: ByName<Held<Tensor>>,
  fixed: ReadonlySet<string>,
): ReadonlyMap<string, readonly Slope[]> | null {
  const backward = backwardContext(op, at, outputs, grad)
  const slopes = new Map<string, readonly Slope[]>()
  for (const arrow of Object.keys(op.backward)) {
    const rules = runBackward(op, backward, arrow)
    if (rules === null) continue
    for (const [index, tensor] of tensorsAt(at, arrow).entries()) {
      const measured = measure(tensor, rules[index], fixed.has(arrow), () => loss(runForward(op, at), grad))
      if (measured === null) return null
      slopes.set(rules.length === 1 ? arrow : `${arrow}[${index}]`, measured)
    }
  }
  return slopes
}

/** `null` where an element lies on a kink; numbers that an example fixes cannot be drawn again, so there it is left out. */
function measure(tensor: Tensor, rule: Tensor | undefined, fixed: boolean, run: () => number): readonly Slope[] | null {
  const slopes = spread(tensor.data.length).map((at) => {
    const difference = slope(tensor, at, STEP / 2, run)
    const gap = Math.abs(slope(tensor, at, STEP, run) - difference)
    return { at, rule: rule?.data[at] ?? Number.NaN, difference, gap }
  })
  const largest = Math.max(0, ...slopes.map((s) => Math.abs(s.difference)))
  const smooth = slopes.filter((s) => s.gap <= TOLERANCE * largest + NOISE)
  return smooth.length === slopes.length || fixed ? smooth : null
}

/** All elements of a small tensor, evenly spread ones of a large one (a stride that is odd meets every row and column). */
function spread(size: number): readonly number[] {
  if (size <= MOST_ELEMENTS) return Array.from({ length: size }, (_, i) => i)
  const stride = Math.floor(size / MOST_ELEMENTS) | 1
  return Array.from({ length: MOST_ELEMENTS }, (_, i) => (i * stride) % size)
}

function slope(tensor: Tensor, at: number, step: number, run: () => number): number {
  const before = tensor.data[at]!
  tensor.data[at] = before + step
  const above = run()
  tensor.data[at] = before - step
  const below = run()
  tensor.data[at] = before
  return (above - below) / (2 * step)
}

/** Σ output · g; outputs that carry no gradient have g = 0 and are left out, whatever they hold. */
function loss(outputs: ByName<Held<Tensor>>, grad: ByName<Held<Tensor>>): number {
  let sum = 0
  for (const [port, held] of Object.entries(outputs)) {
    for (const [index, output] of listOf(held).entries()) {
      const g = listOf(grad[port])[index]!.data
      for (let i = 0; i < g.length; i++) if (g[i] !== 0) sum += output.data[i]! * g[i]!
    }
  }
  return sum
}

function judge(measured: ReadonlyMap<string, readonly Slope[]>): readonly Disagreement[] {
  const all = [...measured.values()].flat()
  const overall = Math.max(1, ...all.map((s) => Math.abs(s.difference)))
  const found: Disagreement[] = []
  for (const [arrow, slopes] of measured) {
    const largest = Math.max(0, ...slopes.map((s) => Math.abs(s.difference)))
    const bound = TOLERANCE * largest + NOISE * overall
    const wrong = slopes.filter((s) => !(Math.abs(s.rule - s.difference) <= bound))
    const worst = wrong.reduce<Slope | null>(
      (w, s) => (w === null || !(Math.abs(s.rule - s.difference) <= Math.abs(w.rule - w.difference)) ? s : w),
      null,
    )
    if (worst === null) continue
    const { at, rule, difference } = worst
    const sentence = `${wrong.length} of ${slopes.length} elements differ; worst at ${at}: rule ${rule}, differences ${difference}`
    found.push({ arrow, sentence })
  }
  return found
}
