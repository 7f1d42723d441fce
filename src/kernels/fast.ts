// What an op says of itself so that kernels can do its work: data that names a kernel and its sizes, never code. An op without
// it runs its own rules, and the plan says so. Tensors are named by port, param, or "grad" (what came back to the output).

import type { Copy } from "./copy.ts"
import type { FastRows } from "./rows/fast.ts"

/** A shape as images: batch × channels × height × width, contiguous. */
export interface Images {
  readonly batch: number
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** output = weight ⋆ input + bias; a matrix product is one of single cells. Ports `input`, `output`, params `weight`, `bias`. */
export interface FastConvolution {
  readonly kernel: "convolution"
  readonly input: Images
  readonly output: Images
  readonly size: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly dilation: readonly [number, number]
  /** Zeros above and to the left. */
  readonly padding: readonly [number, number]
  readonly groups: number
  /** The kernel is turned by 180°. */
  readonly flip: boolean
}

/** The gradient by its input of the convolution `of`, whose planes are in each other's place here, + bias. */
export interface FastTransposed {
  readonly kernel: "transposed"
  readonly of: FastConvolution
}

/** Places along one axis: output cell o sees start, start + step, … below end, which is never nothing. */
export interface Boxes {
  readonly step: number
  readonly start: ArrayLike<number>
  readonly end: ArrayLike<number>
}

/** The greatest, or the sum by shares, of each box. Ports `input`, `output`. */
export interface FastPool {
  readonly kernel: "maxPool" | "averagePool"
  readonly input: Images
  readonly output: Images
  readonly rows: Boxes
  readonly columns: Boxes
  /** What each output pixel of a plane is multiplied by, for an average. */
  readonly shares?: ArrayLike<number>
}

/**
 * Numbers one by one, by formulas in which ports, params, `output` and `grad` are the numbers at one place, those of tensors that
 * are repeated at all their places (pointwise/formula.ts reads them). Tensors with fewer axes are aligned at their last.
 */
export interface FastPointwise {
  readonly kernel: "pointwise"
  readonly forward: string
  /** The gradient of each port and param at a place, summed over the places where it is repeated; `grad` hands on what came back. */
  readonly backward: { readonly [name: string]: string }
  /** What names in formulas stand for that are no tensors. */
  readonly numbers: { readonly [name: string]: number }
  /** The shape in which a param meets the others, where it is not its own. */
  readonly views: { readonly [param: string]: readonly number[] }
}

/** Losses, number by number as above, and their sum; formulas go over the common shape of all tensors. */
export interface FastLoss extends Omit<FastPointwise, "kernel"> {
  readonly kernel: "loss"
  readonly shape: readonly number[]
  /** The output is one number, and `grad` stands for all of it; else it is every loss. */
  readonly summed: boolean
  /** The input is refused where it is not from 0 to 1. */
  readonly probabilities: boolean
}

/** Some numbers are dropped, the others scaled. Ports `input`, `output`, `mask`. */
export interface FastDropout {
  readonly kernel: "dropout"
  /** Of each number of the mask, the probability that it is 0; null where nothing is dropped. */
  readonly p: number | null
  readonly scale: number
}

/** Mean and variance of each channel over batch and space. Ports `input`, `output`, params `weight`, `bias`, running statistics. */
export interface FastBatchNorm {
  readonly kernel: "batchNorm"
  readonly input: Images
  readonly output: Images
  readonly eps: number
  /** Statistics of the batch, else the running ones. */
  readonly ofBatch: boolean
}

/** Along one axis: output cell i is (1 − weight[i]) · x[lower[i]] + weight[i] · x[upper[i]]. */
export interface Taps {
  readonly lower: ArrayLike<number>
  readonly upper: ArrayLike<number>
  readonly weight: ArrayLike<number>
}

/** Planes made larger or smaller, by one tap or two along each axis. Ports `input`, `output`. */
export interface FastResize {
  readonly kernel: "resize"
  readonly input: Images
  readonly output: Images
  readonly rows: Taps
  readonly columns: Taps
}

/** The same numbers under another shape. Ports `input`, `output`. */
export interface FastView {
  readonly kernel: "view"
}

/** Numbers from contiguous inputs to places of contiguous outputs; a number that is read several times gets a sum back. */
export interface FastMove {
  readonly kernel: "move"
  /** Ports as gradients are named: `input`, `inputs[0]`. */
  readonly copies: readonly (Copy & { readonly input: string; readonly output: string })[]
  /** What stands where nothing is copied to; null where copies reach every place. */
  readonly fill: number | null
}

/** One loop over a stack of matrices: floats from one to the next, 0 where the same matrix is taken again. */
export interface StackLoop {
  readonly count: number
  readonly a: number
  readonly b: number
  readonly c: number
}

/** output = a · b, a stack of matrices; in each loop of the stack, floats from one matrix to the next, 0 where it is the same. */
export interface FastMatMul {
  readonly kernel: "matmul"
  readonly rows: number
  readonly depth: number
  readonly columns: number
  readonly stack: readonly StackLoop[]
}

/** Rows of a table of so many, by index. Port `input`, param `weight`; `skip`: an index that sends no gradient back. */
export interface FastEmbedding {
  readonly kernel: "embedding"
  readonly rows: number
  readonly width: number
  readonly skip: number | null
}

/** softmax(scale · q kᵀ + mask) · v. Ports `query`, `key`, `value`, `attn_mask`; outputs `output`, `attn_weights`, `mask`. */
export interface FastAttention {
  readonly kernel: "attention"
  readonly scale: number
  readonly causal: boolean
  /** Probability that a weight is dropped; null where none is. */
  readonly drop: number | null
}

/** Attention of several heads between projections. Ports and params of the op of that name. */
export interface FastMultihead {
  readonly kernel: "multihead"
  readonly heads: number
  readonly batchFirst: boolean
  readonly causal: boolean
  /** Probability that a weight is dropped; null where none is. */
  readonly drop: number | null
}

/** A rule that kernels can follow. */
export type Fast =
  | FastConvolution
  | FastTransposed
  | FastPool
  | FastPointwise
  | FastLoss
  | FastDropout
  | FastBatchNorm
  | FastResize
  | FastView
  | FastMove
  | FastMatMul
  | FastEmbedding
  | FastAttention
  | FastMultihead
  | FastRows

/** What happens to every number, forward and back, and numbers by name. */
export function pointwiseFast(
  forward: string,
  backward: FastPointwise["backward"],
  numbers: FastPointwise["numbers"] = {},
  views: FastPointwise["views"] = {},
): FastPointwise {
  return { kernel: "pointwise", forward, backward, numbers, views }
}
