// What the page is told of a run: everything but the numbers of large tensors, which stay with whoever ran it and are asked
// for when somebody looks (questions.ts).

import { type Summary, summaryOf } from "../../tensor/summary/summary.ts"
import { allocate, dtypeOf, type Shape, sizeOf, type Tensor, type TensorData } from "../../tensor/tensor.ts"
import type { RunResult } from "../pass/result.ts"

/** Which of a run's tensors a name is of; `wire` is what came back along it. */
export type Kind = "value" | "param" | "buffer" | "onCard" | "gradient" | "wire"
/** A tensor of a run: `node:port`, `node.param` or a wire's name. */
export interface TensorPlace {
  readonly kind: Kind
  readonly name: string
}

/** A tensor whose numbers did not come along. */
export interface Distant {
  readonly shape: Shape
  readonly summary: Summary
}

/** A run without the numbers of its large tensors. */
export interface RunReport extends Omit<RunResult, (typeof FIELDS)[Kind] | "started" | "arena" | "plan"> {
  /** By which the run is asked about. */
  readonly number: number
  readonly tensors: Readonly<Record<Kind, ReadonlyMap<string, Tensor | Distant>>>
}

const FIELDS = {
  value: "values",
  param: "params",
  buffer: "buffers",
  onCard: "onCards",
  gradient: "gradients",
  wire: "wires",
} as const

/** In the order in which their tensors come along. */
export const KINDS = ["value", "wire", "gradient", "param", "buffer", "onCard"] as const satisfies readonly Kind[]

/** Tensors of at most so many elements come along whole, so that small graphs are read without waiting … */
export const WHOLE = 4096
/** … as long as all of them together are no more than this; then they too are asked for. */
export const ALTOGETHER = 2 ** 20

/** The tensors of one kind, by name. */
export function tensorsOf(result: RunResult, kind: Kind): ReadonlyMap<string, Tensor> {
  return result[FIELDS[kind]]
}

/** Packs the small tensors into one buffer and sums up the others; gives way after each that it summed up, with its name. */
export function* reportSteps(result: RunResult, number: number): Generator<string, RunReport, void> {
  const packed = packSmall(result)
  const known = new Map<Tensor, Tensor | Distant>()
  const tensors: Record<Kind, Map<string, Tensor | Distant>> = {
    value: new Map(),
    param: new Map(),
    buffer: new Map(),
    onCard: new Map(),
    gradient: new Map(),
    wire: new Map(),
  }
  for (const kind of KINDS) {
    for (const [name, tensor] of tensorsOf(result, kind)) {
      let told = known.get(tensor)
      if (told === undefined) {
        const data = sizeOf(tensor.shape) > WHOLE ? undefined : packed.get(tensor.data)
        told = data === undefined ? { shape: tensor.shape, summary: summaryOf(tensor) } : { shape: tensor.shape, data }
        known.set(tensor, told)
        if (data === undefined) yield name
      }
      tensors[kind].set(name, told)
    }
  }
  const { mode, dtype, seed, engine, target, loss, fed, steps, problems } = result
  return { number, mode, dtype, seed, engine, target, loss, fed, steps, problems, tensors }
}

/** Whether a tensor came along. */
export function cameAlong(told: Tensor | Distant): told is Tensor {
  return "data" in told
}

/** The small tensors' numbers side by side, each once: views (Flatten, Reshape) share theirs. */
function packSmall(result: RunResult): ReadonlyMap<TensorData, TensorData> {
  const places = new Map<TensorData, number>()
  let size = 0
  for (const kind of KINDS) {
    for (const tensor of tensorsOf(result, kind).values()) {
      // Numbers that lie in an arena are not asked for before it is known that they come along.
      const length = sizeOf(tensor.shape)
      if (length > WHOLE || size + length > ALTOGETHER) continue
      const { data } = tensor
      if (places.has(data)) continue
      if (dtypeOf(tensor) !== result.dtype) continue
      places.set(data, size)
      size += data.length
    }
  }
  const pack = allocate(size, result.dtype)
  return new Map(
    [...places].map(([data, at]) => {
      const own = pack.subarray(at, at + data.length)
      own.set(data)
      return [data, own]
    }),
  )
}
