// What a node keeps between passes: params, which are learned, and buffers, which are not.

import type { Shape, Tensor } from "../tensor/tensor.ts"
import type { Tex } from "./port.ts"

/** Arithmetic over `symbols`, e.g. `kh*kw*c*f`. See formula/formula.ts. */
export type Formula = string

/** Where a tensor's first numbers come from: a distribution, or a pattern that follows from the shape. */
export type Init =
  | { readonly kind: "zeros" | "ones" }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "normal"; readonly mean: number; readonly std: number }
  /** `value` on the diagonal of a matrix, or in and below it (tril), or in and above it (triu); 0 elsewhere. */
  | { readonly kind: "eye" | "tril" | "triu"; readonly value: number }
  /** 0, 1, 2, … along the only axis. */
  | { readonly kind: "arange" }
  /** Whole numbers from `low` to below `high`, each with equal chance. */
  | { readonly kind: "integers"; readonly low: number; readonly high: number }
  /** 1 with probability `p`, else 0. */
  | { readonly kind: "bernoulli"; readonly p: number }
  /** Along the last axis a single 1, anywhere with equal chance. */
  | { readonly kind: "onehot" }

/** A param as a node of these attributes and shapes has it. */
export interface ParamRule {
  readonly shape: Shape
  /** PyTorch's default distribution. */
  readonly init: Init
  /** Number of elements as the course computes it (`kh*kw*c*f`); a test holds it equal to the product of `shape`. */
  readonly count: Formula
}
/** A buffer as a node of these attributes and shapes has it. */
export interface BufferRule {
  readonly shape: Shape
  readonly init: Init
}
/** How formulas call a param or buffer, and its rule. `null`: this node has none (bias = false). */
export interface KeptRule<At, Rule> {
  readonly tex: Tex
  readonly doc: string
  readonly rule: (at: At) => Rule | null
}

/** A tensor that is there unless its rule may answer null. */
type KeptTensor<K> = K extends { readonly rule: (at: never) => infer R }
  ? null extends R
    ? Tensor | null
    : Tensor
  : never
/** The tensors of all params, or of all buffers, by name. */
export type KeptTensors<P> = { readonly [K in keyof P]: KeptTensor<P[K]> }
