// Pooling: a window of any kind, over one axis or two, and what becomes of the numbers in it, their mean or the greatest.

import type { FastPool } from "../../../kernels/fast.ts"
import { averagePool, averagePoolBack, divisors, maxPool, maxPoolBack, type Spans } from "../../../tensor/conv/pool.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import type { AttrSpec, AttrValues } from "../../attributes/attrs.ts"
import { type AnyOp, defineOp, type ShapeProblem } from "../../op.ts"
import type { ByName, InputPort, OutputPort } from "../../port.ts"
import type { Torch } from "../../torch.ts"
import type { ReceptiveField } from "../../window.ts"
import { imagesOf, planesAxes, planesDoc, type SpatialAxes, type SpatialWords } from "./spatial.ts"

/** What a pool is called in sentences, and how many axes its windows have. */
export interface Planar {
  readonly kind: string
  readonly axes: SpatialAxes
}

/** Where the windows of a pool lie; `Name`: attributes that a problem may lie at. */
export interface PoolWindows<Settings, Name extends string> {
  readonly shape: (pool: Planar & Settings, input: Shape) => { readonly output: Shape } | ShapeProblem<"input" | Name>
  /** The output's shape, where there is no problem. */
  readonly output: (pool: Planar & Settings, input: Shape) => Shape
  /** Rows, then columns. */
  readonly spans: (pool: Planar & Settings, input: Shape) => readonly [Spans, Spans]
  readonly field: (pool: Planar & Settings, input: Shape) => ReceptiveField
  readonly symbols: (pool: Planar & Settings, input: Shape, output: Shape) => ByName<number>
  readonly caption: (pool: Planar & Settings) => string
}

interface Words<A extends Specs<Name>, Settings, Name extends string> extends SpatialWords<A, Settings, "input"> {
  readonly windows: PoolWindows<Settings, Name>
  /** What the output is. */
  readonly output: string
  readonly torch: Torch<A, { readonly input: InputPort }, { readonly output: OutputPort }, unknown, unknown>
}
type Specs<Name extends string> = { readonly [K in Name]: AttrSpec<unknown> }

/** An op that keeps the greatest number of each window. */
export function maxPooling<A extends Specs<Name>, Settings, Name extends string>({
  axes,
  settings,
  windows,
  output,
  ...words
}: Words<A, Settings, Name>): AnyOp {
  const of = (read: AttrValues<A>) => ({ kind: words.kind, axes, ...settings(read) })
  const place = axes === 1 ? "in its signal" : "in its plane, row by row,"
  return defineOp({
    ...words,
    shelf: "pool",
    inputs: { input: { doc: planesDoc(axes), tex: "x" } },
    outputs: {
      output: { doc: output, tex: "y" },
      indices: { doc: `Where ${place} each of them lies.`, tex: "k", hidden: true, constant: true },
    },
    params: {},
    buffers: {},

    shape: (at) => {
      const answer = windows.shape(of(at.attrs), at.shapes.input)
      return "sentence" in answer ? answer : { output: answer.output, indices: answer.output }
    },
    axes: (at) => {
      const { inputs, outputs } = planesAxes(axes)(at)
      return { inputs, outputs: { output: outputs.output, indices: outputs.output } }
    },
    receptiveField: (_port, at) => windows.field(of(at.attrs), at.shapes.input),
    symbols: (at) => windows.symbols(of(at.attrs), at.shapes.input, at.outputs.output),
    caption: (read) => windows.caption(of(read)),

    // Of equal numbers the first wins, as in PyTorch.
    forward: (at) => {
      const [rows, columns] = windows.spans(of(at.attrs), at.shapes.input)
      return maxPool(at.inputs.input, rows, columns, windows.output(of(at.attrs), at.shapes.input))
    },
    backward: {
      input: (at) => {
        const [rows, columns] = windows.spans(of(at.attrs), at.shapes.input)
        return maxPoolBack(at.grad.output, at.outputs.indices, rows, columns, at.shapes.input)
      },
    },
    fast: (at) => poolFast("maxPool", axes, windows.spans(of(at.attrs), at.shapes.input), at),
  })
}

/** The kernel that does the same; none where a box may be empty. */
function poolFast(
  kernel: FastPool["kernel"],
  axes: SpatialAxes,
  [rows, columns]: readonly [Spans, Spans],
  at: { readonly shapes: { readonly input: Shape }; readonly outputs: { readonly output: Shape } },
): FastPool | null {
  if ([rows, columns].some(({ start, end }) => start.some((first, o) => first >= (end[o] ?? first)))) return null
  return { kernel, input: imagesOf(at.shapes.input, axes), output: imagesOf(at.outputs.output, axes), rows, columns }
}

interface AverageWords<A extends Specs<Name>, Settings, Name extends string> extends Words<A, Settings, Name> {
  /** Whether padding counts as cells when dividing, and the number to divide by in place of theirs. */
  readonly divisor: (read: AttrValues<A>) => { readonly padding: boolean; readonly override: number | null }
}

/** An op that answers the mean of each window. */
export function averagePooling<A extends Specs<Name>, Settings, Name extends string>({
  axes,
  settings,
  windows,
  divisor,
  output,
  ...words
}: AverageWords<A, Settings, Name>): AnyOp {
  const of = (read: AttrValues<A>) => ({ kind: words.kind, axes, ...settings(read) })
  const boxesOf = (at: { readonly attrs: AttrValues<A>; readonly shapes: { readonly input: Shape } }) => {
    const [rows, columns] = windows.spans(of(at.attrs), at.shapes.input)
    const { padding, override } = divisor(at.attrs)
    return [rows, columns, divisors(rows, columns, padding, override)] as const
  }
  return defineOp({
    ...words,
    shelf: "pool",
    inputs: { input: { doc: planesDoc(axes), tex: "x" } },
    outputs: { output: { doc: output, tex: "y" } },
    params: {},
    buffers: {},

    shape: (at) => windows.shape(of(at.attrs), at.shapes.input),
    axes: planesAxes(axes),
    receptiveField: (_port, at) => windows.field(of(at.attrs), at.shapes.input),
    symbols: (at) => windows.symbols(of(at.attrs), at.shapes.input, at.outputs.output),
    caption: (read) => windows.caption(of(read)),

    forward: function* (at) {
      const shape = windows.output(of(at.attrs), at.shapes.input)
      return { output: yield* averagePool(at.inputs.input, ...boxesOf(at), shape) }
    },
    backward: {
      input: (at) => averagePoolBack(at.grad.output, ...boxesOf(at), at.shapes.input),
    },
    fast: (at) => {
      const [rows, columns, divisor] = boxesOf(at)
      const fast = poolFast("averagePool", axes, [rows, columns], at)
      return fast && { ...fast, shares: divisor.map((cells) => 1 / cells) }
    },
  })
}
