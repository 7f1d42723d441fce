// What the sources share: a shape written on the node, and where numbers come from when the document gives none.

import { formatShape, type Shape, sizeOf } from "../../tensor/tensor.ts"
import { autoOrBool, choice, ints, number } from "../attributes/attrs.ts"
import type { Init } from "../kept.ts"
import type { ShapeProblem } from "../op.ts"

/** As many elements as one tensor may have, 2²⁴. */
const MOST_ELEMENTS = 2 ** 24

const normalAttrs = {
  mean: number({ doc: "Mean of the normal distribution.", fallback: 0 }),
  std: number({ doc: "Standard deviation of the normal distribution.", fallback: 1, min: 0 }),
}
const uniformAttrs = {
  low: number({ doc: "Lower end of the uniform distribution, or the least whole number.", fallback: 0 }),
  high: number({ doc: "Upper end of the uniform distribution; whole numbers stay below it.", fallback: 1 }),
}
export const distributionAttrs = {
  distribution: choice(["normal", "uniform", "integers", "bernoulli", "onehot"], {
    doc: "Where numbers come from unless they are written down; whole numbers from low to below high; one-hot is along the last axis.",
    fallback: "normal",
  }),
  ...normalAttrs,
  ...uniformAttrs,
  p: number({ doc: "Chance of a 1 in the Bernoulli distribution.", fallback: 0.5, min: 0, max: 1 }),
}
const INITS = [
  "zeros",
  "ones",
  "full",
  "eye",
  "arange",
  "tril",
  "triu",
  "normal",
  "uniform",
  "integers",
  "constant",
] as const

export const initAttrs = {
  init: choice(INITS, {
    doc: "Where numbers come from unless they are written down; integers lie from low to below high; constant is full by its older name.",
    fallback: "zeros",
  }),
  fill: number({ doc: "Every element of full; the diagonal of eye, the triangle of tril and triu.", fallback: 1 }),
  fill_value: number({ doc: "Every element, with init constant.", fallback: 0 }),
  ...normalAttrs,
  ...uniformAttrs,
}

/** Of what holds an example a row: whether it has as many as each batch of data. */
export const batchAttr = {
  batch: autoOrBool(
    "Whether it has as many examples as each batch in training: auto asks the axes of what it joins. Numbers that are written keep their size.",
  ),
}

/** The attribute `shape` of a source; `initial` is what a node from the palette starts with. */
export function shapeAttr(initial: readonly number[]) {
  return ints({ doc: "Size of each axis; an empty list is a scalar.", initial, min: 1, least: 0, most: 8 })
}

interface InitAttrs {
  readonly init: (typeof INITS)[number]
  readonly fill: number
  readonly fill_value: number
  readonly mean: number
  readonly std: number
  readonly low: number
  readonly high: number
}

/** What `init` and its numbers describe. */
export function initOf(attrs: InitAttrs): Init {
  switch (attrs.init) {
    case "full":
      return { kind: "constant", value: attrs.fill }
    case "eye":
    case "tril":
    case "triu":
      return { kind: attrs.init, value: attrs.fill }
    case "constant":
      return { kind: "constant", value: attrs.fill_value }
    case "normal":
      return { kind: "normal", mean: attrs.mean, std: attrs.std }
    case "uniform":
      return { kind: "uniform", low: attrs.low, high: attrs.high }
    case "integers":
      return { kind: "integers", low: attrs.low, high: attrs.high }
    default:
      return { kind: attrs.init }
  }
}

interface Distribution {
  readonly distribution: "normal" | "uniform" | "integers" | "bernoulli" | "onehot"
  readonly mean: number
  readonly std: number
  readonly low: number
  readonly high: number
  readonly p: number
}

/** What `distribution` and its numbers describe. */
export function distributionOf({ distribution, mean, std, low, high, p }: Distribution): Init {
  switch (distribution) {
    case "normal":
      return { kind: "normal", mean, std }
    case "uniform":
      return { kind: "uniform", low, high }
    case "integers":
      return { kind: "integers", low, high }
    case "bernoulli":
      return { kind: "bernoulli", p }
    case "onehot":
      return { kind: "onehot" }
  }
}

/**
 * Why no numbers of this shape can be drawn, or null: one-hot needs an axis, whole numbers whole ends with one of them between, a
 * uniform distribution its ends in order.
 */
export function drawingProblem(
  { distribution, low, high }: Pick<Distribution, "distribution" | "low" | "high">,
  shape: Shape,
): ShapeProblem<"distribution" | "low"> | null {
  if (distribution === "onehot" && shape.length === 0) {
    const sentence = "one-hot numbers lie along the last axis, and a scalar has none; give it a shape."
    return { at: "distribution", sentence }
  }
  return endsProblem(low, high, distribution === "integers")
}

function endsProblem(low: number, high: number, whole = false): ShapeProblem<"low"> | null {
  if (whole && low <= high && !(Number.isInteger(low) && Number.isInteger(high) && low < high)) {
    const sentence = `whole numbers lie from low ${low} to below high ${high}: both must be whole, and high at least low + 1.`
    return { at: "low", sentence }
  }
  return low > high ? { at: "low", sentence: `low ${low} is above high ${high}; exchange them.` } : null
}

/** The value's shape as written, unless it is too large or the ends of the uniform distribution are the wrong way round. */
export function sourceShape(at: {
  readonly attrs: { readonly shape: Shape; readonly low: number; readonly high: number; readonly init?: string }
}): { readonly value: Shape } | ShapeProblem<"shape" | "low"> {
  const { shape, low, high, init } = at.attrs
  const size = sizeOf(shape)
  if (size > MOST_ELEMENTS) {
    const found = size.toLocaleString("en")
    const expected = `at most ${MOST_ELEMENTS.toLocaleString("en")}`
    const sentence = `shape ${formatShape(shape)} has ${found} elements; ${expected} (2^24) are allowed.`
    return { at: "shape", sentence, found, expected, outputs: { value: shape } }
  }
  const ends = endsProblem(low, high, init === "integers")
  return ends === null ? { value: shape } : { ...ends, outputs: { value: shape } }
}

/** As `sourceShape`, for a source with `init`: eye needs a matrix, tril and triu two axes or more, arange a single one. */
export function filledShape(at: {
  readonly attrs: InitAttrs & { readonly shape: Shape }
}): { readonly value: Shape } | ShapeProblem<"shape" | "low" | "init"> {
  const { init, shape } = at.attrs
  const wanted = AXES[init]
  if (wanted === undefined || wanted.fits(shape.length)) return sourceShape(at)
  const axes = shape.length === 1 ? "1 axis" : `${shape.length} axes`
  const found = shape.length === 0 ? "a scalar has no axis" : `shape ${formatShape(shape)} has ${axes}`
  const sentence = `init ${init} fills ${wanted.what}, but ${found}; make the shape ${wanted.say}, or choose another init.`
  return { at: "init", sentence, found: formatShape(shape), expected: wanted.what, outputs: { value: shape } }
}

interface Axes {
  readonly fits: (axes: number) => boolean
  readonly what: string
  /** A shape that would do. */
  readonly say: string
}

const MATRICES: Axes = { fits: (axes) => axes >= 2, what: "the last two axes of a tensor", say: "n×m" }
const AXES: { readonly [init in InitAttrs["init"]]?: Axes } = {
  eye: { fits: (axes) => axes === 2, what: "a matrix", say: "n×m" },
  tril: MATRICES,
  triu: MATRICES,
  arange: { fits: (axes) => axes === 1, what: "one axis", say: "n" },
}
