// Are the gradients right? Backward against central differences in float64, one number at a time, for every param and
// every floating source. What is differentiated is Σ upstream · output, exactly what backward starts from.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { Problem } from "../../graph/problem.ts"
import { randomStream } from "../../tensor/random.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { ended } from "../../tensor/work.ts"
import { feedPass } from "../pass/firstExamples.ts"
import { forwardNode, type RunnableNode, runnableNodes } from "../pass/forward.ts"
import { type Pass, startPass } from "../pass/pass.ts"
import { run } from "../pass/run.ts"
import { objectiveOf, rootsOf, upstreamAt } from "../pass/upstream.ts"
import { type Slope, slopeAt } from "./slope.ts"
import { type Role, subjectsOf, type VariedTensor } from "./subjects.ts"
import { TOLERANCE } from "./tolerance.ts"

/** What a check can be told besides its document; every part has a default. */
export interface GradcheckOptions {
  /** Of the run: which numbers are drawn. Default: the document's. */
  readonly seed?: number
  /** Numbers checked of a tensor that has more, drawn without repetition from a stream of the seed. Default 2,000. */
  readonly samples?: number
  /** Checks the gradient at every output on the way as well: where a rule is wrong is then seen. Default false. */
  readonly outputs?: boolean
}

/** One tensor's gradient against differences. */
export interface TensorCheck {
  /** `node.param`, `node:value` of a source, or `node:port` of an output on the way. */
  readonly name: string
  readonly role: Role
  readonly node: string
  readonly elements: number
  readonly checked: number
  /** Largest |backward − difference| / scale over what was checked without the kinks; see `scaleOf`. */
  readonly worst: number
  /** Where that is: flat index, and both numbers. Null where nothing was compared. */
  readonly at: { readonly index: number; readonly backward: number; readonly difference: number } | null
  /** Flat indices so close to a kink that there is no derivative to compare with. */
  readonly kinks: readonly number[]
}

/** What a check found, tensor by tensor. */
export interface GradcheckResult {
  readonly target: string | null
  readonly seed: number
  readonly samples: number
  readonly tensors: readonly TensorCheck[]
  /** Largest `worst` of all. */
  readonly worst: number
  readonly passed: boolean
  readonly problems: readonly Problem[]
}

/** How far a check is. */
export interface GradcheckProgress {
  /** The tensor whose numbers are being checked, and its node. */
  readonly name: string
  readonly node: string
  readonly done: number
  readonly of: number
}

/** Yields once for each number that was checked. The mode is that of the analysis; a random mask stays the same throughout. */
export function* gradcheck(
  analysis: Analysis,
  options: GradcheckOptions = {},
): Generator<GradcheckProgress, GradcheckResult, void> {
  const seed = options.seed ?? analysis.document.seed ?? 0
  const samples = options.samples ?? 2000
  const result = run(analysis, { mode: analysis.mode, dtype: "float64", seed })
  const pass = startPass(analysis, "float64", seed)
  feedPass(pass)
  for (const node of runnableNodes(pass)) finishNode(pass, node)
  const roots = rootsOf(analysis)
  const upstream = upstreamAt(pass, roots)
  const subjects = upstream.size === 0 ? [] : subjectsOf(pass, result, roots, options.outputs === true)
  const largest = Math.max(0, ...subjects.map(({ gradient }) => largestOf(gradient)))
  const objective = (): number => objectiveOf(pass, upstream, roots)
  const chosen = subjects.map((subject) => indicesOf(subject, samples, seed))
  const of = chosen.reduce((sum, indices) => sum + indices.length, 0)
  const tensors: TensorCheck[] = []
  let done = 0
  for (const [i, subject] of subjects.entries()) {
    const check = startCheck(subject)
    for (const [index, slope] of slopesOf(pass, subject, chosen[i] ?? [], objective)) {
      compare(check, index, slope, largest)
      done += 1
      yield { name: subject.name, node: subject.node.id, done, of }
    }
    tensors.push(finishCheck(check))
  }
  const worst = Math.max(0, ...tensors.map((tensor) => tensor.worst))
  const problems = [...result.problems, ...tensors.flatMap(disagreement)]
  const passed = result.target !== null && worst <= TOLERANCE
  return { target: result.target, seed, samples, tensors, worst, passed, problems }
}

/** The slope of the objective at each of these numbers of a tensor, by differences. */
function* slopesOf(
  pass: Pass,
  subject: VariedTensor,
  indices: readonly number[],
  objective: () => number,
): Generator<readonly [index: number, slope: Slope], void, void> {
  // A copy, since outputs may share the tensor itself (StopGradient, Reshape) and must stay as they are.
  const varied: Tensor = { shape: subject.tensor.shape, data: subject.tensor.data.slice() }
  const restore = subject.put(varied)
  for (const index of indices) {
    const x = varied.data[index] ?? 0
    const slope = slopeAt(x, (value) => {
      varied.data[index] = value
      return lossWith(pass, subject, objective)
    })
    varied.data[index] = x
    yield [index, slope]
  }
  restore()
}

function finishNode(pass: Pass, node: RunnableNode): void {
  ended(forwardNode(pass, node))
}

/** All indices, or `samples` of them, in ascending order. */
function indicesOf({ name, tensor }: VariedTensor, samples: number, seed: number): readonly number[] {
  const { length } = tensor.data
  if (length <= samples) return Array.from({ length }, (_, index) => index)
  const random = randomStream(seed, name, "gradcheck")
  const chosen = new Set<number>()
  while (chosen.size < samples) chosen.add(random.below(length))
  return [...chosen].sort((a, b) => a - b)
}

/** The loss with the tensor as it is now. Leaves the outputs as they were. */
function lossWith(pass: Pass, { downstream }: VariedTensor, objective: () => number): number {
  const before = downstream.map((node) => pass.outputs.get(node.id) ?? {})
  for (const node of downstream) finishNode(pass, node)
  const loss = objective()
  for (const [i, node] of downstream.entries()) pass.outputs.set(node.id, before[i] ?? {})
  return loss
}

type OpenCheck = { -readonly [K in keyof TensorCheck]: TensorCheck[K] } & {
  kinks: number[]
  readonly gradient: Tensor | undefined
  readonly largest: number
}

function startCheck({ name, role, node, tensor, gradient }: VariedTensor): OpenCheck {
  const elements = tensor.data.length
  const largest = largestOf(gradient)
  return { name, role, node: node.id, elements, checked: 0, worst: 0, at: null, kinks: [], gradient, largest }
}

/** Without what was only needed on the way: the answer travels between threads. */
function finishCheck({ gradient: _gradient, largest: _largest, ...check }: OpenCheck): TensorCheck {
  return check
}

function compare(check: OpenCheck, index: number, { central, kink }: Slope, largestOfAll: number): void {
  check.checked += 1
  if (kink) {
    check.kinks.push(index)
    return
  }
  const backward = check.gradient?.data[index] ?? 0
  const error = Math.abs(backward - central) / scaleOf(backward, central, check.largest, largestOfAll)
  if (check.at !== null && !(error > check.worst)) return
  check.worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error
  check.at = { index, backward, difference: central }
}

/**
 * What an error is relative to: the number itself, but no less than a hundredth of the largest in its tensor and a
 * ten-thousandth of the largest in the graph, for some gradients are zero in mathematics (a bias before batch norm).
 */
function scaleOf(backward: number, difference: number, ofTensor: number, ofGraph: number): number {
  return Math.max(Math.abs(backward), Math.abs(difference), 1e-2 * ofTensor, 1e-4 * ofGraph, 1e-8)
}

function largestOf(tensor: Tensor | undefined): number {
  let largest = 0
  for (const x of tensor?.data ?? []) largest = Math.max(largest, Math.abs(x))
  return largest
}

function disagreement({ name, node, worst, at }: TensorCheck): Problem[] {
  if (worst <= TOLERANCE || at === null) return []
  const sentence = `The gradient of ${name} at index ${at.index} is ${at.backward} by backward and ${at.difference} by central differences (relative error ${worst.toExponential(1)}).`
  return [{ code: "GW-E220", severity: "error", node, sentence }]
}
