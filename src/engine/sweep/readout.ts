// Numbers read off a run: its loss, or something of one tensor.

import type { SweepReadout } from "../../graph/document.ts"
import { quote } from "../../graph/problem.ts"
import { didYouMean } from "../../graph/suggest.ts"
import { unfolded } from "../../tensor/matrix/matrix.ts"
import { frobeniusNorm, spectralNorm } from "../../tensor/matrix/svd.ts"
import { formatShape, type Tensor } from "../../tensor/tensor.ts"
import { isGenerator, stepwise, type Work } from "../../tensor/work.ts"
import type { RunResult } from "../pass/result.ts"
import type { SweepPlan } from "./report.ts"

/** A number, or the sentence that says why there is none. */
export type Readout = number | { readonly sentence: string }

/** What can be read of a tensor: its name in documents and what it means. */
export const takesOfTensor: { readonly [take: string]: string } = {
  cell: "one number, by its index",
  mean: "mean",
  std: "standard deviation, Σ(x − mean)² divided by n − 1 as PyTorch does",
  rms: "root of the mean square",
  frobenius: "root of the sum of squares",
  spectral: "largest singular value; more than two axes are unfolded to the first × the rest",
}
const OF_RUN = ["loss", "accuracy"]
const PLACE = /^(value|gradient|wire) (.+)$/

/** What is wrong with a readout before anything has run, or null. */
export function readoutFault({ take, of, index, validation }: SweepReadout, run: SweepPlan["run"]): string | null {
  const ofTensor = Object.hasOwn(takesOfTensor, take)
  if (!ofTensor && !OF_RUN.includes(take)) {
    const all = [...OF_RUN, ...Object.keys(takesOfTensor)]
    return `There is no readout ${quote(take)}; there are ${all.join(", ")}.${didYouMean(take, all)}`
  }
  if (ofTensor && (of === undefined || !PLACE.test(of))) {
    const found = of === undefined ? "" : `, not ${quote(of)}`
    return `The readout "${take}" is of a tensor: "value node:port", "gradient node.param" or "wire a:port>b:port"${found}.`
  }
  if (take === "cell" && !(index?.every((i) => Number.isSafeInteger(i) && i >= 0) ?? false)) {
    return 'The readout "cell" needs an index, one whole number for each axis.'
  }
  if (validation === true && (ofTensor || run !== "train")) {
    return `The readout "${take}" cannot be of the validation data: only loss and accuracy after training can.`
  }
  return null
}

/** A readout of a tensor of a run. Yields null while it works: no node is at work. */
export function* readTensor(
  result: RunResult,
  { take, of = "", index = [] }: SweepReadout,
): Generator<null, Readout, void> {
  const tensor = namedTensor(result, of)
  if ("sentence" in tensor) return tensor
  if (tensor.data.length === 0)
    return { sentence: `${quote(of)} has no numbers: its shape is ${formatShape(tensor.shape)}.` }
  if (take === "cell") return cellOf(tensor, of, index)
  if (take === "std" && tensor.data.length === 1) {
    return { sentence: `${quote(of)} is a single number and has no standard deviation.` }
  }
  const work = measure(tensor, take)
  if (!isGenerator(work)) return work
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    yield null
  }
}

function measure(tensor: Tensor, take: string): Work<number> {
  const { data } = tensor
  const n = data.length
  switch (take) {
    case "mean":
      return meanOf(data)
    case "std": {
      const mean = meanOf(data)
      return frobeniusNorm(Float64Array.from(data, (x) => x - mean)) / Math.sqrt(n - 1)
    }
    case "rms":
      return frobeniusNorm(data) / Math.sqrt(n)
    case "frobenius":
      return frobeniusNorm(data)
    case "spectral":
      return spectralOf(tensor)
    default:
      throw new Error(`a readout of a tensor is one of ${Object.keys(takesOfTensor).join(", ")}, got ${take}`)
  }
}

/** NaN where a number is not finite, so that a run that diverged shows as one. */
function* spectralOf(tensor: Tensor): Generator<void, number, void> {
  return (yield* stepwise(spectralNorm(unfolded(tensor)))) ?? Number.NaN
}

function meanOf(data: Tensor["data"]): number {
  let sum = 0
  for (const x of data) sum += x
  return sum / data.length
}

function cellOf({ shape, data }: Tensor, of: string, index: readonly number[]): Readout {
  const fits = index.length === shape.length && index.every((i, axis) => i < (shape[axis] ?? 0))
  if (!fits)
    return { sentence: `There is no cell [${index.join(", ")}] in ${quote(of)}: its shape is ${formatShape(shape)}.` }
  const flat = index.reduce((at, i, axis) => at * (shape[axis] ?? 1) + i, 0)
  return data[flat] ?? Number.NaN
}

// ---- Names --------------------------------------------------------------------------------------------------------------

/** The tensor that `value conv1:output`, `gradient conv1.weight` or `wire X:value>mu:input` names. */
function namedTensor(result: RunResult, of: string): Tensor | { readonly sentence: string } {
  const [, side = "", name = ""] = PLACE.exec(of) ?? []
  const values = [result.values, result.params, result.buffers]
  const maps = side === "wire" ? [result.wires] : side === "gradient" ? [result.gradients] : values
  const found = lookUp(maps, name)
  if (found !== undefined) return found
  if (side === "gradient" && lookUp(values, name) !== undefined) {
    return {
      sentence: `No gradient reaches ${quote(name)}: the target does not depend on it, or the sweep runs forward only.`,
    }
  }
  const names = maps.flatMap((map) => [...map.keys()])
  return {
    sentence: `The run has no ${side === "wire" ? "gradient along a wire" : side} called ${quote(name)}.${didYouMean(name, names)}`,
  }
}

/** A node alone means its output, as in wires. */
function lookUp(maps: readonly ReadonlyMap<string, Tensor>[], name: string): Tensor | undefined {
  for (const map of maps) {
    const tensor = map.get(name) ?? map.get(`${name}:output`) ?? map.get(`${name}:value`)
    if (tensor !== undefined) return tensor
    const port = [...map.keys()].find((key) => key.startsWith(`${name}:`))
    if (port !== undefined) return map.get(port)
  }
  return undefined
}
