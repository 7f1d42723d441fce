// Tensors that stay in the arena when a run is over: read when somebody looks, without a copy of them all.

import { isList, singleShape } from "../../graph/analysis/shapes.ts"
import { outputNamed } from "../../graph/wire.ts"
import { imageBytes, pixelAt, rowBytes } from "../../kernels/planes.ts"
import { totalsAt } from "../../kernels/totals.ts"
import type { ByName, Held } from "../../ops/port.ts"
import { lazyTensor, type Totals } from "../../tensor/lazy.ts"
import { sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { finish } from "../../tensor/work.ts"
import { contextOf, type RunnableNode } from "../pass/forward.ts"
import type { Pass } from "../pass/pass.ts"
import { keptAt } from "../pass/tensors.ts"
import type { InPlanes } from "./draft/draft.ts"
import type { Running } from "./draft/running.ts"
import type { GraphPlan, Resting } from "./drafting.ts"
import { setOutput } from "./eager.ts"

/** Puts values where whoever looks at the pass finds them, once the way forward is done. Nothing where not all are wanted. */
export function fillValues({ whole }: GraphPlan, running: Running): void {
  if (whole === null) return
  const { pass } = running
  for (const [place, value] of whole.values) {
    const source = outputNamed(place)
    if (source !== null) setOutput(pass, source, restingTensor(running, value))
  }
}

/** What is shown of a node, or replayed, beside the outputs that its kernel makes: by the op's own rule, when somebody looks. */
export function fillOthers(pass: Pass, node: RunnableNode): void {
  let answered: ByName<Held<Tensor>> | null = null
  const answer = (): ByName<Held<Tensor>> => {
    const context = contextOf(pass, node, keptAt(pass, node))
    answered ??= context === null ? {} : finish(node.op.forward(context))
    return answered
  }
  for (const port of Object.keys(node.op.outputs)) {
    const shape = singleShape(node.outputs?.[port])
    const source = { node: node.id, port }
    const { hidden, onCard } = node.op.outputs[port] ?? {}
    const wanted = !hidden || onCard || port === "mask"
    if (shape === null || !wanted || pass.outputs.get(node.id)?.[port] !== undefined) continue
    setOutput(
      pass,
      source,
      lazyTensor(shape, (from, to) => singleTensor(answer()[port]).data.slice(from, to)),
    )
  }
}

function singleTensor(held: Held<Tensor>): Tensor {
  if (held === undefined || isList(held)) throw new Error("an output is not one tensor")
  return held
}

/** Puts gradients where whoever looks at the flow finds them, once the way back is done. */
export function fillFlow({ whole }: GraphPlan, running: Running): void {
  if (whole === null) return
  const { flow } = running
  for (const [wire, piece] of whole.wires) flow.wires.set(wire, restingTensor(running, piece))
  for (const [place, sum] of [...whole.sums, ...whole.params]) {
    flow.gradients.set(place, restingTensor(running, sum))
  }
}

/** A tensor that was kept, as it is until the plan runs again; the same at each call of a run. */
function restingTensor(running: Running, resting: Resting): Tensor {
  const known = running.resting
  const before = known.get(resting)
  if (before !== undefined) return before
  const tensor = tensorOf(running, resting)
  known.set(resting, tensor)
  return tensor
}

function tensorOf(running: Running, resting: Resting): Tensor {
  const { shape, flat, planes, given } = resting
  if (given !== null) return { shape, data: Float32Array.from(given(running)) }
  let counted: Totals | null | undefined
  const totals = (): Totals | null => {
    if (counted === undefined) counted = totalsOf(running, resting)
    return counted
  }
  if (flat !== null) {
    const floats = running.floats(flat)
    // What threads share is not handed to others: a copy of the window that is asked for is.
    const shared = !(floats.buffer instanceof ArrayBuffer)
    const part = (from: number, to: number): Float32Array =>
      shared ? floats.slice(from, to) : floats.subarray(from, to)
    return lazyTensor(shape, part, totals)
  }
  const [first] = planes
  if (first === undefined) throw new Error("a tensor is nowhere")
  return lazyTensor(shape, (from, to) => ofPlanes(first, running.floats(first.buffer), from, to), totals)
}

/** Sums up a tensor by its kernel; null where it has none, or a number is not finite. */
function totalsOf(running: Running, { shape, flat, totals }: Resting): Totals | null {
  if (totals === null) return null
  const { kernel, planes, from, to } = totals
  running.call(kernel, [from, to])
  const floats = running.floats(to)
  const channels = totalsAt(floats.buffer, floats.byteOffset, planes)
  const count = sizeOf(shape)
  let [min, max, sum, squares, others] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0]
  for (let i = 0; i < planes.channels; i++) {
    min = Math.min(min, -(channels.negativeMin[i] ?? 0))
    max = Math.max(max, channels.max[i] ?? 0)
    sum += channels.sums[i] ?? 0
    squares += channels.squares[i] ?? 0
    others += channels.others[i] ?? 0
  }
  // A matrix leaves out what fills no row.
  const rest = flat === null ? null : running.floats(flat)
  for (let i = rest === null ? count : planes.width * planes.channels; i < count; i++) {
    const x = rest?.[i] ?? 0
    min = Math.min(min, x)
    max = Math.max(max, x)
    sum += x
    squares += x * x
    others += x === 0 ? 0 : 1
  }
  return Number.isFinite(squares) ? { min, max, sum, squares, zeros: count - others } : null
}

/** Numbers in the order of the document: images, channels, rows, columns. */
function ofPlanes({ planes, images }: InPlanes, floats: Float32Array, from: number, to: number): Float32Array {
  const { channels, height, width } = images
  const numbers = new Float32Array(to - from)
  const [image, row, first] = [imageBytes(planes) / 4, rowBytes(planes) / 4, pixelAt(planes, 0, 0) / 4]
  if (height * width === 1) {
    for (let i = from; i < to; i++) {
      numbers[i - from] = floats[first + Math.floor(i / channels) * image + (i % channels)] ?? Number.NaN
    }
    return numbers
  }
  for (let i = from; i < to; ) {
    const column = i % width
    const line = Math.floor(i / width)
    const y = line % height
    const channel = Math.floor(line / height) % channels
    const n = Math.floor(line / (height * channels))
    const end = Math.min(to, i + width - column)
    let at = first + n * image + y * row + column * planes.pitch + channel
    for (; i < end; i++, at += planes.pitch) numbers[i - from] = floats[at] ?? Number.NaN
  }
  return numbers
}
