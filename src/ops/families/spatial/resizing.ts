// What Upsample means on a shape: how long each axis becomes, how many input cells go to one output cell, and what it sees.

import type { HeightWidth } from "../../../tensor/conv/phase.ts"
import { stepOf } from "../../../tensor/conv/resize.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import type { AttrSpec, Json, Read } from "../../attributes/attrs.ts"
import { number } from "../../attributes/attrs.ts"
import type { ShapeProblem } from "../../op.ts"
import type { ReceptiveField, Window } from "../../window.ts"
import { commonDivisor, planesOf, rankProblem, type SpatialAxes, withPlanes } from "./spatial.ts"

const factor = number({
  doc: "How many times longer each spatial axis becomes; two numbers for height and width.",
  initial: 2,
  min: 2 ** -16,
  max: 2 ** 16,
})

/** A factor for height and width; one number stands for both. */
export const factors: AttrSpec<HeightWidth> = {
  ...factor,
  read: (raw): Read<HeightWidth> => {
    const list: readonly Json[] = Array.isArray(raw) ? raw : [raw, raw]
    const [height, width] = list.map((one) => factor.read(one))
    if (height === undefined || width === undefined || list.length > 2)
      return { problem: `expected one number or two, found ${list.length}` }
    return "problem" in height ? height : "problem" in width ? width : { value: [height.value, width.value] }
  },
}

/** Attributes of Upsample as they are read. */
export interface Resizing {
  readonly scale_factor: HeightWidth | null
  readonly size: HeightWidth | null
  readonly mode: "nearest" | "linear" | "bilinear"
  readonly align_corners: boolean
}

type ResizingAttr = "input" | "scale_factor" | "size" | "mode" | "align_corners"

/** N×C×L or N×C×H×W: a batch axis is needed, as in PyTorch. */
function axesOf(input: Shape): SpatialAxes {
  return input.length === 3 ? 1 : 2
}

export function resizedShape(at: Resizing, input: Shape): { readonly output: Shape } | ShapeProblem<ResizingAttr> {
  if (input.length !== 3 && input.length !== 4) {
    const problem = rankProblem("Upsample", input, 2)
    const sentence = `Upsample takes N×C×L or N×C×H×W; the input has ${input.length} axes. Reshape or Unsqueeze it first.`
    return { ...problem, at: "input", sentence, expected: "3 or 4 axes" }
  }
  const problem = choiceProblem(at, input)
  const axes = axesOf(input)
  const size = sizeOf(at, input)
  const short = axes === 2 && size[0] < 1 ? 0 : 1
  const outputs = { output: withPlanes(input, axes, planesOf(input, axes).channels, size) }
  // How it is filled in between changes no size.
  const filling = problem?.at === "mode" || problem?.at === "align_corners"
  if (problem !== null) return filling && size[short] >= 1 ? { ...problem, outputs } : problem
  if (size[short] >= 1) return outputs
  const sum = `⌊${planesOf(input, axes).size[short]} · ${at.scale_factor?.[short]}⌋ = ${size[short]}`
  return { at: "scale_factor", sentence: `nothing would be left: ${sum} cells; choose a larger factor.`, found: "0" }
}

function choiceProblem(at: Resizing, input: Shape): ShapeProblem<ResizingAttr> | null {
  if (at.size === null && at.scale_factor === null) {
    return { at: "scale_factor", sentence: "neither scale_factor nor size is set; set one of them." }
  }
  if (at.size !== null && at.scale_factor !== null) {
    return { at: "size", sentence: "size and scale_factor are both set; clear one of them." }
  }
  const needed = at.mode === "linear" ? 3 : at.mode === "bilinear" ? 4 : input.length
  if (needed !== input.length) {
    const sentence = `mode "${at.mode}" is for inputs with ${needed} axes, this one has ${input.length}; use "${needed === 3 ? "bilinear" : "linear"}".`
    return { at: "mode", sentence, found: at.mode }
  }
  if (at.mode === "nearest" && at.align_corners) {
    return {
      at: "align_corners",
      sentence: `mode "nearest" has no corners to align; clear align_corners or interpolate.`,
    }
  }
  const given = at.size ?? at.scale_factor
  if (input.length === 4 || given === null || given[0] === given[1]) return null
  const name = at.size === null ? "scale_factor" : "size"
  return {
    at: name,
    sentence: `${name} has two numbers, ${given.join(" and ")}, but N×C×L has one spatial axis; give one.`,
  }
}

/** Height and width of the output. */
function sizeOf({ size, scale_factor }: Resizing, input: Shape): HeightWidth {
  const own = planesOf(input, axesOf(input)).size
  const along = (axis: 0 | 1) => size?.[axis] ?? Math.floor(own[axis] * (scale_factor?.[axis] ?? 1))
  return input.length === 3 ? [1, along(1)] : [along(0), along(1)]
}

/** One spatial axis: which one, its cells before and after, and how many of the former go to one of the latter. */
interface ResizedAxis {
  readonly axis: number
  readonly from: number
  readonly to: number
  readonly step: number
}

export function resizedAxes(at: Resizing, input: Shape): readonly ResizedAxis[] {
  const own = planesOf(input, axesOf(input)).size
  const size = sizeOf(at, input)
  const along = (place: 0 | 1) => {
    const step = stepOf(own[place], size[place], at.size === null ? (at.scale_factor?.[place] ?? null) : null)
    return { axis: input.length - 2 + place, from: own[place], to: size[place], step }
  }
  return input.length === 3 ? [along(1)] : [along(0), along(1)]
}

/**
 * Nearest: cell o is ⌊o·r⌋, within [o·r − (1 − 1/q), o·r] where r = p/q. Linear: cells ⌊c⌋ and ⌊c⌋ + 1 with c = (o + ½)r − ½, or
 * o·r with aligned corners: within one cell of c on either side, less the grain in which c moves.
 */
export function resizedField(at: Resizing, input: Shape): ReceptiveField {
  const axes = resizedAxes(at, input)
  if (axes.every(({ from, to }) => from === to)) return "pointwise"
  const windows = axes.map((axis) => axisWindow(at, axis))
  return {
    size: windows.flatMap((window) => window.size),
    stride: windows.flatMap((window) => window.stride),
    start: windows.flatMap((window) => window.start),
  }
}

function axisWindow({ mode, align_corners }: Resizing, { from, to, step }: ResizedAxis): Window {
  if (from === to) return { size: [1], stride: [1], start: [0] }
  if (mode === "nearest") {
    const slack = 1 - grain(from, to, step)
    return { size: [1 + slack], stride: [step], start: [-slack] }
  }
  const ratio = align_corners ? (to === 1 ? 0 : (from - 1) / (to - 1)) : step
  const slack = 1 - (align_corners ? grain(from - 1, to - 1, ratio) : grain(from, to, step) / 2)
  const first = align_corners ? 0 : (step - 1) / 2
  return { size: [1 + 2 * slack], stride: [ratio], start: [first - slack] }
}

/** 1/q of a step p/q; 0 where the step is no ratio of the sizes. */
function grain(from: number, to: number, step: number): number {
  return to > 0 && step === from / to ? commonDivisor(from, to) / to : 0
}
