// Every number alone, in whatever layout it arrives.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastPointwise, PointwiseStep } from "../../../kernels/fast.ts"
import { BARE, type Halo, matrix, type Planes } from "../../../kernels/planes.ts"
import { pointwise as kernelOf } from "../../../kernels/pointwise.ts"
import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import type { Buffer } from "../draft/buffers.ts"
import { contiguous, type Draft, type Drafted, inPlanes } from "../draft/draft.ts"
import type { Lowered, Lowering, Site } from "../draft/rule.ts"

/** The rule of the kernel `pointwise`. */
export const pointwise: Lowering<FastPointwise> = {
  lower: (at) => {
    const { draft, fast, node } = at
    const shape = singleShape(node.outputs?.output) ?? []
    const inputs = Object.fromEntries(fast.forward.of.map((port) => [port, at.input(port)]))
    const output = each(draft, fast.forward, inputs, shape, at.outputHalo)
    return { outputs: { output }, backward: (grad, wanted) => backward(at, { ...inputs, output, grad }, wanted) }
  },
}

function backward(
  { draft, fast, node, gradientHalo }: Site<FastPointwise>,
  tensors: { readonly [name: string]: Drafted },
  wanted: ReadonlySet<string>,
): ReturnType<Lowered["backward"]> {
  const found: { [name: string]: Drafted } = {}
  for (const [port, step] of Object.entries(fast.backward)) {
    const { grad } = tensors
    if (!wanted.has(port) || grad === undefined) continue
    const shape = singleShape(node.context.shapes[port]) ?? []
    found[port] = step === "grad" ? grad : each(draft, step, tensors, shape, gradientHalo(port))
  }
  return found
}

/** One rule over tensors of one shape, in planes if one of them lies in planes, else contiguous. */
export function each(
  draft: Draft,
  { rule, of }: PointwiseStep,
  tensors: { readonly [name: string]: Drafted },
  shape: Shape,
  halo: Halo,
): Drafted {
  const operands = of.map((name) => {
    const tensor = tensors[name]
    if (tensor === undefined) throw new Error(`a pointwise rule takes ${name}, which is not there`)
    return tensor
  })
  const like = operands.flatMap(({ planes }) => planes.filter((one) => one.planes.pitch % 4 === 0))[0]
  const call = (planes: readonly Planes[], buffers: readonly Buffer[]): void =>
    draft.call(rule, kernelOf(draft.module, rule, planes), buffers)
  if (like !== undefined) {
    const laid = operands.map((tensor) => draft.planes(tensor, like.images, BARE))
    const out = draft.newPlanes(like.images, halo)
    call(
      [...laid, out].map(({ planes }) => planes),
      [...laid, out].map(({ buffer }) => buffer),
    )
    return inPlanes(shape, out)
  }
  const row = matrix(1, sizeOf(shape), 4 * Math.ceil(sizeOf(shape) / 4))
  const buffers = [...operands.map((tensor) => draft.flat(tensor)), draft.buffer(sizeOf(shape))]
  call(
    buffers.map(() => row),
    buffers,
  )
  const flat = buffers.at(-1)
  if (flat === undefined) throw new Error("a pointwise rule has an output")
  return contiguous(shape, flat)
}
