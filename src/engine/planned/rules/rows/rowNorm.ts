// Norms along rows: layer norm, group norm, instance norm, and the root mean square.

import { singleShape } from "../../../../graph/analysis/shapes.ts"
import type { Images } from "../../../../kernels/fast.ts"
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
import type { Callable } from "../../../../kernels/wasm/code.ts"
import type { ModuleBuilder } from "../../../../kernels/wasm/module.ts"
import { countOver, keptShape } from "../../../../tensor/reduce.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import type { Buffer } from "../../draft/buffers.ts"
import { contiguous, type Drafted } from "../../draft/draft.ts"
import type { Lowered, Lowering, Site } from "../../draft/rule.ts"
import { type Placed, placed, rowsOver } from "./layouts.ts"
import { lyingIn, roomFor, seen } from "./lying.ts"

type At = Site<FastRowNorm>

interface Made {
  readonly code: RowNormCode
  /** Where the input lies in planes. */
  readonly images: Images | null
  /** One number for each row, and one for each weight. */
  readonly rowShape: Shape
  readonly scaleShape: Shape
  readonly tensors: ReadonlyMap<NormOperand, Placed>
}

/** The rule of the kernel `rowNorm`. */
export const rowNorm: Lowering<FastRowNorm> = {
  lower: (at) => {
    const made = madeOf(at)
    const { code, rowShape } = made
    const ofRow = (): Buffer => at.draft.buffer(sizeOf(rowShape))
    const [mean, variance, scale] = [ofRow(), ofRow(), ofRow()]
    const tensors = new Map(made.tensors)
    for (const [name, buffer] of Object.entries({ mean, variance, scale })) {
      tensors.set(name as NormOperand, placed(at.fast.view, rowShape, buffer))
    }
    const shapeOf = (port: string): Shape => singleShape(at.node.outputs?.[port]) ?? []
    const [output, result] = roomFor(at.draft, at.fast.view, made.images, shapeOf("output"), at.outputHalo)
    call(at, new Map([...tensors, ["result", result]]), "normalize", normTakes(code), at.fast.along, (module, layout) =>
      kernelOf(module, code, layout),
    )
    const kept = code.centred
      ? { mean: contiguous(shapeOf("mean"), mean), variance: contiguous(shapeOf("variance"), variance) }
      : { mean_square: contiguous(shapeOf("mean_square"), variance) }
    return {
      outputs: { output, ...kept },
      backward: (gradient, wanted) => backward(at, { ...made, tensors }, gradient, wanted),
    }
  },
}

function madeOf({ draft, fast, input, param, buffer }: At): Made {
  const { view, along, scaled, eps, of, running } = fast
  const [x, weight, bias] = [input("input"), param("weight"), param("bias")]
  const images = fast.pixels ? lyingIn(draft, x, view) : null
  const others = view.map((_, axis) => axis).filter((axis) => !scaled.includes(axis))
  const scaleShape = keptShape(view, others)
  const tensors = new Map<NormOperand, Placed>([["input", seen(draft, view, x, images)]])
  const scales = {
    weight,
    bias,
    ...(running ? { givenMean: buffer("running_mean"), givenVariance: buffer("running_var") } : {}),
  }
  for (const [name, tensor] of Object.entries(scales)) {
    if (tensor !== null) tensors.set(name as NormOperand, placed(view, scaleShape, draft.flat(tensor)))
  }
  const code: RowNormCode = {
    count: countOver(view, along),
    eps,
    centred: of === "variance",
    given: running,
    weight: weight !== null,
    bias: bias !== null,
  }
  return { code, images, rowShape: keptShape(view, along), scaleShape, tensors }
}

/** A step by a kernel over these operands, rows along these axes. */
function call(
  { draft, fast }: At,
  tensors: ReadonlyMap<NormOperand, Placed>,
  what: string,
  takes: readonly NormOperand[],
  along: readonly number[],
  emit: (module: ModuleBuilder, layout: Layout) => Callable,
): void {
  const all = takes.map((name) => {
    const tensor = tensors.get(name)
    if (tensor === undefined) throw new Error(`${what} takes ${name}, which is not there`)
    return tensor
  })
  const kernel = emit(draft.module, rowsOver(fast.view, along, all))
  draft.call(
    what,
    kernel,
    all.map(({ buffer }) => buffer),
  )
}

function backward(at: At, made: Made, gradient: Drafted, wanted: ReadonlySet<string>): ReturnType<Lowered["backward"]> {
  const { draft, fast, node, param } = at
  const { code, images, scaleShape } = made
  const tensors = new Map([...made.tensors, ["grad", seen(draft, fast.view, gradient, images)] as const])
  const found: { [name: string]: Drafted } = {}
  if (wanted.has("input")) {
    const shape = singleShape(node.context.shapes.input) ?? []
    const [input, result] = roomFor(draft, fast.view, images, shape, at.gradientHalo("input"))
    const all = new Map([...tensors, ["result", result] as const])
    call(at, all, "normalize, input", normInputTakes(code), fast.along, (module, layout) =>
      rowNormBack(module, code, layout),
    )
    found.input = input
  }
  if (code.weight) {
    const [result, other] = [draft.buffer(sizeOf(scaleShape)), draft.buffer(sizeOf(scaleShape))]
    for (const [name, buffer] of Object.entries({ result, other })) {
      tensors.set(name as NormOperand, placed(fast.view, scaleShape, buffer))
    }
    const others = fast.view.map((_, axis) => axis).filter((axis) => !fast.scaled.includes(axis))
    call(at, tensors, "normalize, weight", normScaleTakes(code), others, (module, layout) =>
      rowNormScaleBack(module, code, layout),
    )
    const shape = param("weight")?.shape ?? []
    found.weight = contiguous(shape, result)
    if (code.bias) found.bias = contiguous(shape, other)
  }
  return found
}
