// Convolutions and transposed ones: direct, without a copy of their input beside its border. This folder has one file a kind of
// kernel, which turns a node into steps; it leaves to others which nodes there are and in which order.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastConvolution, FastTransposed } from "../../../kernels/fast.ts"
import type { Halo } from "../../../kernels/planes.ts"
import { sizeOf } from "../../../tensor/tensor.ts"
import { deferred, type Ending, NOTHING } from "../draft/deferring.ts"
import { type Drafted, type InPlanes, inPlanes } from "../draft/draft.ts"
import type { Lowering, Site } from "../draft/rule.ts"
import { convolve, convolveBack, convolveWeights, gradientHalo } from "./convolving.ts"
import { depthwiseBack, depthwiseForward, depthwiseGradient, isDepthwise } from "./depthwise.ts"
import { folded } from "./folding.ts"
import { biasGradient, haloFor, slidingOf } from "./sliding.ts"

/** How a convolution and its gradients become steps. */
function waysOf(fast: FastConvolution) {
  return isDepthwise(fast)
    ? { forward: depthwiseForward, back: depthwiseBack, weights: depthwiseGradient }
    : { forward: convolve, back: convolveBack, weights: convolveWeights }
}

/** Direct convolution. */
export const direct: Lowering<FastConvolution> = {
  halos: (fast) => ({
    input: haloFor(slidingOf(fast), fast.input, fast.output),
    gradient: gradientHalo(fast),
  }),
  lower: (at) => {
    const { draft, fast } = at
    const ways = waysOf(fast)
    const { weight, bias, weightShape } = paramsOf(at)
    const halo = haloFor(slidingOf(fast), fast.input, fast.output)
    const x = draft.planes(at.input("input"), fast.input, halo, fast.groups === 1)
    const channels = fast.output.channels
    const learned = { weight, bias, channels, depth: sizeOf(weightShape) / channels }
    const shape = singleShape(at.node.outputs?.output) ?? []
    const write = (ending: Ending, border: Halo): InPlanes => {
      const y = draft.newPlanes(fast.output, border)
      ways.forward(draft, fast, x, folded(draft, learned, ending), y, ending)
      return y
    }
    return {
      outputs: { output: deferred(at, { shape, write }) },
      backward: (gradient, wanted) => {
        const found: { [name: string]: Drafted } = {}
        const dy = draft.planes(gradient, fast.output, gradientHalo(fast))
        if (wanted.has("bias")) found.bias = biasGradient(draft, dy)
        if (wanted.has("weight")) found.weight = ways.weights(draft, fast, x, dy, weightShape)
        if (wanted.has("input")) {
          const dx = draft.newPlanes(fast.input, at.gradientHalo("input"))
          ways.back(draft, fast, dy, weight, null, dx)
          found.input = inPlanes(singleShape(at.node.context.shapes.input) ?? [], dx)
        }
        return found
      },
    }
  },
}

/** A transposed convolution is the gradient of a convolution, and its gradients are that convolution. */
export const transposed: Lowering<FastTransposed> = {
  halos: ({ of }) => ({
    input: gradientHalo(of),
    gradient: haloFor(slidingOf(of), of.input, of.output),
  }),
  lower: (at) => {
    const { draft } = at
    const { of } = at.fast
    const ways = waysOf(of)
    const { weight, bias, weightShape } = paramsOf(at)
    const x = draft.planes(at.input("input"), of.output, gradientHalo(of))
    const y = draft.newPlanes(of.input, at.outputHalo)
    ways.back(draft, of, x, weight, bias, y)
    return {
      outputs: { output: inPlanes(singleShape(at.node.outputs?.output) ?? [], y) },
      backward: (gradient, wanted) => {
        const found: { [name: string]: Drafted } = {}
        const dy = draft.planes(gradient, of.input, haloFor(slidingOf(of), of.input, of.output))
        if (wanted.has("bias")) found.bias = biasGradient(draft, dy)
        if (wanted.has("weight")) found.weight = ways.weights(draft, of, dy, x, weightShape)
        if (wanted.has("input")) {
          const dx = draft.newPlanes(of.output, at.gradientHalo("input"))
          ways.forward(draft, of, dy, { weight, bias: null }, dx, NOTHING)
          found.input = inPlanes(singleShape(at.node.context.shapes.input) ?? [], dx)
        }
        return found
      },
    }
  },
}

function paramsOf({ draft, node, param }: Site) {
  const weight = param("weight")
  if (weight === null) throw new Error("a convolution has weights")
  const bias = param("bias")
  const weightShape = node.params.find(({ name }) => name === "weight")?.shape ?? []
  return { weight: draft.flat(weight), bias: bias && draft.flat(bias), weightShape }
}
