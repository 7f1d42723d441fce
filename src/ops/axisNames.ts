// What an op says of its axes: which is the batch, which hold channels, features, places of a sequence or of space; which axis
// of an output is which axis of an input; which cells share a mean. Here are the words, and the rules of whole families.

import type { Around } from "../tensor/axis.ts"
import { type Shape, sizeOf } from "../tensor/tensor.ts"
import type { PerPort } from "./port.ts"

/** What lies along an axis. */
export type AxisName = "batch" | "channels" | "sequence" | "features" | "spatial"

/**
 * One axis of a port.
 * A name: the op treats it so, whatever was meant. All axes of one answer that are called `batch` are one axis.
 * A number: the op treats it as any other; axes of one number are one and the same, index by index.
 * `like`: what lies along it is what lies along the axis of that number, but its cells are others (cut, joined, running sums).
 * `merged`: several axes in one, the outermost first.
 * null: an axis of its own, of which nothing else is known.
 */
export type Axis = AxisName | number | null | { readonly like: number } | { readonly merged: readonly AxisPart[] }
/** One of the axes that were made one. */
export type AxisPart = AxisName | number | null
/** The axes of one tensor. */
export type Axes = readonly Axis[]

/** Along one axis: all cells share, each index is by itself, or the axis falls into that many equal groups of neighbours. */
export type Share = "all" | "own" | number

/** Which cells of an input share a mean (or what they are normalised by): those that agree along each axis that is not shared. */
export interface Means {
  readonly port: string
  /** By axis of the port's tensor. */
  readonly over: readonly Share[]
  /** What they share. By a mean square or a sum they are only divided; a mean or variance is the answer itself. */
  readonly of: "mean and variance" | "mean square" | "sum of exponentials" | "mean" | "variance"
  /** Axes of the tensor that the learned scale and shift run along. */
  readonly scale?: readonly number[]
  /** Ports at which mean and variance arrive, where the op does not work them out itself. */
  readonly given?: readonly string[]
}

/** A tensor as outer × sets × inner, so that cells of one index in the middle share a mean; their axes lie side by side. */
export function setsAround({ over }: Means, shape: Shape): Around {
  return aroundAxes(shape, (axis) => {
    const share = over[axis] ?? "own"
    return share === "all" ? null : share === "own" ? (shape[axis] ?? 1) : share
  })
}

/** A tensor as outer × places × inner, so that cells of one index in the middle share γ and β. */
export function scalesAround({ scale = [] }: Means, shape: Shape): Around {
  return aroundAxes(shape, (axis) => (scale.includes(axis) ? (shape[axis] ?? 1) : null))
}

/** `parts`: into how many an axis falls, null where all of it lies together. */
function aroundAxes(shape: Shape, parts: (axis: number) => number | null): Around {
  const told = counted(shape.length).filter((axis) => parts(axis) !== null)
  const outer = sizeOf(shape.slice(0, told[0] ?? 0))
  const size = told.reduce((product, axis) => product * (parts(axis) ?? 1), 1)
  return { outer, size, inner: sizeOf(shape) / (outer * size) }
}

/** An op's axes at certain shapes. */
export interface OpAxes<I, O> {
  readonly inputs: PerPort<I, Axes>
  readonly outputs: PerPort<O, Axes>
  readonly means?: Means
  /** Along an axis of an input that the output no longer has, numbers are added up: the answer grows with its length. */
  readonly sums?: boolean
}

/** Axes from `first` on that are called nothing but their numbers. */
export function counted(rank: number, first = 0): readonly number[] {
  return Array.from({ length: rank }, (_, axis) => first + axis)
}

/** The output is the input, axis by axis. */
export function alike(at: { readonly shapes: { readonly input: Shape } }) {
  const axes = counted(at.shapes.input.length)
  return { inputs: { input: axes }, outputs: { output: axes } }
}

/** A tensor that broadcasts to `common`, whose axes are counted: aligned from the end, and one with what has its size. */
export function aligned(shape: Shape, common: Shape): Axes {
  const lead = common.length - shape.length
  return shape.map((size, axis) => (size === common[axis + lead] ? axis + lead : null))
}

/** Inputs that broadcast to the output. */
export function broadcastAxes<Name extends string>(at: {
  readonly shapes: Readonly<Record<Name, Shape>>
  readonly outputs: { readonly output: Shape }
}): { readonly inputs: Readonly<Record<Name, Axes>>; readonly outputs: { readonly output: Axes } } {
  const common = at.outputs.output
  // Object.keys of a record with keys `Name` answers these names.
  const names = Object.keys(at.shapes) as Name[]
  const inputs = Object.fromEntries(names.map((name) => [name, aligned(at.shapes[name], common)]))
  return { inputs: inputs as Record<Name, Axes>, outputs: { output: counted(common.length) } }
}

/** `shape` with a name for its last axis: any leading axes, then features. */
export function featuresLast(shape: Shape): Axes {
  return counted(shape.length).map((axis) => (axis === shape.length - 1 ? "features" : axis))
}

/** A set takes in whole axes from `first` on. */
export function sharedFrom(rank: number, first: number): readonly Share[] {
  return Array.from({ length: rank }, (_, axis) => (axis >= first ? "all" : "own"))
}
