// Norms along rows: layer norm, group norm, instance norm, and the root mean square.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import type { FastRowNorm } from "../../../../kernels/rows/fast.ts"
import type { Layout } from "../../../../kernels/rows/layout.ts"
import {
  rowNorm as kernelOf,
  type NormOperand,
  normInputTakes,
  normScaleTakes,
  normTakes,
  type RowNormCode,
  rowNormBack,
  rowNormScaleBack,
} from "../../../../kernels/rows/norms.ts"
import type { Emitted } from "../../../../kernels/rows/row.ts"
import type { ModuleBuilder } from "../../../../kernels/wasm/module.ts"
import { countOver, keptShape } from "../../../../tensor/reduce.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import type { Buffer } from "../../draft/buffers.ts"
import { contiguous, type Drafted } from "../../draft/draft.ts"
import type { Lowered, Lowering, Site } from "../../draft/rule.ts"
import { rowsOf } from "./layouts.ts"

type At = Site<FastRowNorm>

interface Made {
  readonly code: RowNormCode
  /** One number for each row, and one for each weight. */
  readonly rowShape: Shape
  readonly scaleShape: Shape
  readonly buffers: ReadonlyMap<NormOperand, Buffer>
}

/** The rule of the kernel `rowNorm`. */
export const rowNorm: Lowering<FastRowNorm> = {
  lower: (at) => {
    const made = madeOf(at)
    const { code, rowShape } = made
    const rows = sizeOf(rowShape)
    const buffers = new Map(made.buffers)
    const result = at.draft.buffer(sizeOf(at.fast.view))
    const [mean, variance, scale] = [at.draft.buffer(rows), at.draft.buffer(rows), at.draft.buffer(rows)]
    for (const [name, buffer] of Object.entries({ mean, variance, scale, result }))
      buffers.set(name as NormOperand, buffer)
    call(at, { ...made, buffers }, "normalize", normTakes(code), at.fast.along, (module, layout) =>
      kernelOf(module, code, layout),
    )
    buffers.delete("result")
    const shapeOf = (port: string): Shape => singleShape(at.node.outputs?.[port]) ?? []
    const kept = code.centred
      ? { mean: contiguous(shapeOf("mean"), mean), variance: contiguous(shapeOf("variance"), variance) }
      : { mean_square: contiguous(shapeOf("mean_square"), variance) }
    return {
      outputs: { output: contiguous(shapeOf("output"), result), ...kept },
      backward: (gradient, wanted) => backward(at, { ...made, buffers }, gradient, wanted),
    }
  },
}

function madeOf({ draft, fast, input, param, buffer }: At): Made {
  const { view, along, scaled, eps, of, running } = fast
  const [weight, bias] = [param("weight"), param("bias")]
  const buffers = new Map<NormOperand, Buffer>([["input", draft.flat(input("input"))]])
  if (weight !== null) buffers.set("weight", draft.flat(weight))
  if (bias !== null) buffers.set("bias", draft.flat(bias))
  if (running) {
    buffers.set("givenMean", draft.flat(buffer("running_mean")))
    buffers.set("givenVariance", draft.flat(buffer("running_var")))
  }
  const code: RowNormCode = {
    count: countOver(view, along),
    eps,
    centred: of === "variance",
    given: running,
    weight: weight !== null,
    bias: bias !== null,
  }
  const others = view.map((_, axis) => axis).filter((axis) => !scaled.includes(axis))
  return { code, rowShape: keptShape(view, along), scaleShape: keptShape(view, others), buffers }
}

/** A step by a kernel over these operands, rows along these axes. */
function call(
  { draft, fast }: At,
  { buffers, rowShape, scaleShape }: Made,
  what: string,
  takes: readonly NormOperand[],
  along: readonly number[],
  emit: (module: ModuleBuilder, layout: Layout) => Emitted,
  ofScale: readonly NormOperand[] = ["weight", "bias", "givenMean", "givenVariance"],
): void {
  const ofRow: readonly NormOperand[] = ["mean", "variance", "scale"]
  const shapes = takes.map((name) =>
    ofRow.includes(name) ? rowShape : ofScale.includes(name) ? scaleShape : fast.view,
  )
  const layout = rowsOf(fast.view, along, shapes)
  const all = takes.map((name) => {
    const buffer = buffers.get(name)
    if (buffer === undefined) throw new Error(`${what} takes ${name}, which is not there`)
    return buffer
  })
  draft.call(what, emit(draft.module, layout), all)
}

function backward(at: At, made: Made, gradient: Drafted, wanted: ReadonlySet<string>): ReturnType<Lowered["backward"]> {
  const { draft, fast, node } = at
  const { code, scaleShape } = made
  const grad = draft.flat(gradient)
  const found: { [name: string]: Drafted } = {}
  if (wanted.has("input")) {
    const result = draft.buffer(sizeOf(fast.view))
    const buffers = new Map([...made.buffers, ["grad", grad] as const, ["result", result] as const])
    call(at, { ...made, buffers }, "normalize, input", normInputTakes(code), fast.along, (module, layout) =>
      rowNormBack(module, code, layout),
    )
    found.input = contiguous(singleShape(node.context.shapes.input) ?? [], result)
  }
  if (code.weight) {
    const [result, other] = [draft.buffer(sizeOf(scaleShape)), draft.buffer(sizeOf(scaleShape))]
    const names = [["grad", grad] as const, ["result", result] as const, ["other", other] as const]
    const others = fast.view.map((_, axis) => axis).filter((axis) => !fast.scaled.includes(axis))
    call(
      at,
      { ...made, buffers: new Map([...made.buffers, ...names]) },
      "normalize, weight",
      normScaleTakes(code),
      others,
      (module, layout) => rowNormScaleBack(module, code, layout),
      ["result", "other"],
    )
    const shape = at.param("weight")?.shape ?? []
    found.weight = contiguous(shape, result)
    if (code.bias) found.bias = contiguous(shape, other)
  }
  return found
}
