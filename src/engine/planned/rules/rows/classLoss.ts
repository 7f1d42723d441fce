// Losses over classes: cross-entropy and the negative log-likelihood.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import {
  type ClassLossCode,
  type ClassOperand,
  type ClassSide,
  classBackTakes,
  classLosses,
  classLossesBack,
  classLossTakes,
  classTotal,
} from "../../../../kernels/rows/classLosses.ts"
import type { FastClassLoss } from "../../../../kernels/rows/fast.ts"
import { checkClasses } from "../../../../ops/families/classes.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import type { Buffer } from "../../draft/buffers.ts"
import { contiguous, type Drafted } from "../../draft/draft.ts"
import type { Lowered, Lowering, Site } from "../../draft/rule.ts"
import { rowsOf } from "./layouts.ts"
import { checked } from "./refusals.ts"

type At = Site<FastClassLoss>
type Buffers = ReadonlyMap<ClassOperand, Buffer>

/** The rule of the kernel `classLoss`. */
export const classLoss: Lowering<FastClassLoss> = {
  lower: (at) => {
    const { draft, fast, node, input } = at
    const [outer, classes, inner] = fast.view
    const code = codeOf(at)
    if (fast.indices) checked(at, input("target"), (target) => checkClasses("target", target, classes, fast.ignored))
    const ports = (["input", "target", ...(code.weight ? (["weight"] as const) : [])] as const).map(
      (port) => [port, draft.flat(input(port))] as const,
    )
    const ofPlaces = (["losses", "counts", ...(fast.softmax ? (["top", "normal"] as const) : [])] as const).map(
      (name) => [name, draft.buffer(outer * inner)] as const,
    )
    const places = draft.constant(Float32Array.from({ length: classes }, (_, c) => c))
    const made = new Map<ClassOperand, Buffer>([...ports, ...ofPlaces, ["places", places]])
    const takes = classLossTakes(code)
    draft.call("class losses", classLosses(draft.module, code, layoutOf(fast, takes, [1])), buffersOf(made, takes))
    const shape = singleShape(node.outputs?.output) ?? []
    const output = contiguous(shape, fast.reduction === "none" ? bufferOf(made, "losses") : totalOf(at, made))
    return { outputs: { output }, backward: (gradient, wanted) => backward(at, code, made, gradient, wanted) }
  },
}

function codeOf({ fast, node }: At): ClassLossCode {
  const { view, indices, smoothing, ignored, softmax, reduction } = fast
  const [weight, divided] = [node.sources.has("weight"), reduction === "mean"]
  return { classes: view[1], indices, smoothing, ignored, softmax, weight, divided }
}

/** The losses of all places as one number, which takes their place among the buffers, and what they were divided by. */
function totalOf({ draft, fast }: At, made: Map<ClassOperand, Buffer>): Buffer {
  const places = [fast.view[0] * fast.view[2]]
  const [output, total] = [draft.buffer(1), draft.buffer(1)]
  const known = fast.reduction === "sum" ? 1 : fast.indices ? null : (places[0] ?? 1)
  const kernel = classTotal(draft.module, known, rowsOf(places, [0], [[], [], places, places]))
  draft.call("class losses, total", kernel, [output, total, bufferOf(made, "losses"), bufferOf(made, "counts")])
  made.set("losses", output)
  made.set("total", total)
  return output
}

function backward(
  at: At,
  code: ClassLossCode,
  made: Buffers,
  gradient: Drafted,
  wanted: ReadonlySet<string>,
): ReturnType<Lowered["backward"]> {
  const { draft, fast, node } = at
  const grad = draft.flat(gradient)
  const found: { [name: string]: Drafted } = {}
  for (const side of ["input", "target", "weight"] as const) {
    if (!wanted.has(side)) continue
    const shape = singleShape(node.context.shapes[side]) ?? []
    const result = draft.buffer(sizeOf(shape))
    const takes = classBackTakes(code, side)
    const layout = layoutOf(fast, takes, side === "weight" ? [0, 2] : [1], side)
    const buffers = buffersOf(new Map([...made, ["grad", grad], ["result", result]]), takes)
    draft.call(`class losses, ${side}`, classLossesBack(draft.module, code, side, layout), buffers)
    found[side] = contiguous(shape, result)
  }
  return found
}

function layoutOf(fast: FastClassLoss, takes: readonly ClassOperand[], along: readonly number[], side?: ClassSide) {
  const [outer, classes, inner] = fast.view
  const [all, ofClass, ofPlace]: readonly Shape[] = [fast.view, [1, classes, 1], [outer, 1, inner]]
  const shapes: Readonly<Record<ClassOperand, Shape | undefined>> = {
    input: all,
    target: fast.indices ? ofPlace : all,
    weight: ofClass,
    places: ofClass,
    top: ofPlace,
    normal: ofPlace,
    // On the way back of a mean they are one number.
    losses: side === undefined ? ofPlace : [],
    counts: ofPlace,
    grad: fast.reduction === "none" ? ofPlace : [],
    total: [],
    result: side === "weight" ? ofClass : all,
  }
  return rowsOf(
    fast.view,
    along,
    takes.map((name) => shapes[name] ?? []),
  )
}

function bufferOf(buffers: Buffers, name: ClassOperand): Buffer {
  const buffer = buffers.get(name)
  if (buffer === undefined) throw new Error(`a loss over classes takes ${name}, which is not there`)
  return buffer
}

function buffersOf(buffers: Buffers, takes: readonly ClassOperand[]): readonly Buffer[] {
  return takes.map((name) => bufferOf(buffers, name))
}
