// The symbols of a closed form: values and gradients at outputs, with the indices of the set that shares a mean. X_ij is
// cell i of the set, j says which set; inside a sum the running letter is k.

import { isCompound } from "../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { nodeTex, outputTex } from "../../graph/analysis/symbols.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import { axesOf } from "../../ops/families/axes.ts"
import { broadcast2 } from "../../tensor/broadcast.ts"
import { meanOver } from "../../tensor/reduce.ts"
import { castTo, full, type Shape, type Tensor } from "../../tensor/tensor.ts"
import type { RunResult } from "../pass/result.ts"
import type { Atom, CellSet } from "./algebra.ts"

/** What a closed form is made from. */
export interface Setting {
  readonly analysis: Analysis
  readonly result: RunResult
  readonly set: CellSet
}

/** The value at an output; of x − mean(x), that difference. Throws if the run has none there (a bug: it was asked before). */
export function valueAtom(setting: Setting, source: Source): Atom {
  const tensor = setting.result.values.get(placeName(source))
  if (tensor === undefined) throw new Error(`${placeName(source)} has no value`)
  const node = setting.analysis.nodes.get(source.node)
  const [a, b] = [node?.sources.get("a"), node?.sources.get("b")]
  if (node?.op?.kind === "Sub" && a !== undefined && b !== undefined && "node" in a && "node" in b) {
    if (isMeanOf(setting, b, a)) return differenceAtom(setting, a, b)
  }
  return indexed(setting, node === undefined ? source.node : symbolOf(node, source), tensor, placeName(source))
}

/** The gradient of L at an output, as a symbol of its own. */
export function gradientAtom(setting: Setting, source: Source): Atom | null {
  const tensor = setting.result.gradients.get(placeName(source))
  const node = setting.analysis.nodes.get(source.node)
  if (tensor === undefined || node === undefined) return null
  const { write, ...atom } = indexed(setting, symbolOf(node, source), tensor, `grad ${placeName(source)}`)
  return { ...atom, form: "gradient", write: (running) => `\\frac{\\partial L}{\\partial ${write(running)}}` }
}

/** a − b as one symbol, such as X − μ. */
export function differenceAtom(setting: Setting, a: Source, b: Source): Atom {
  const [x, mean] = [valueAtom(setting, a), valueAtom(setting, b)]
  return deviation(x, mean, isMeanOf(setting, b, a))
}

/** x less its own mean over the set, under the name of the node that works the mean out, if there is one. */
export function deviationAtom(setting: Setting, x: Source): Atom {
  const means = (setting.analysis.leaving.get(x.node) ?? []).map(
    ({ to }): Source => ({ node: to.node, port: "output" }),
  )
  const named = means.find((source) => isMeanOf(setting, source, x))
  if (named !== undefined) return differenceAtom(setting, x, named)
  const value = valueAtom(setting, x)
  const rank = value.tensor.shape.length
  const tensor = meanOver(
    value.tensor,
    setting.set.axes.map((axis) => axis + rank),
  )
  const mean = indexed(setting, `\\overline{${bare(setting, x)}}`, tensor, `mean of ${placeName(x)}`)
  return deviation(value, mean, true)
}

/** σ² + ε as one symbol. */
export function shiftedAtom(setting: Setting, source: Source, by: number, letter: string): Atom {
  const value = valueAtom(setting, source)
  if (by === 0) return value
  return {
    key: `${value.key} + ${by}`,
    write: (running) => `${value.write(running)} + ${letter}`,
    tensor: broadcast2(value.tensor, full([], by, "float64"), (a, b) => a + b),
    onSet: value.onSet,
    form: "compound",
  }
}

/** A number under a name. */
export function scalarAtom(tex: string, value: number): Atom {
  const compound = /[-+−]/.test(tex)
  return {
    key: tex,
    write: () => tex,
    tensor: full([], value, "float64"),
    onSet: false,
    form: compound ? "compound" : "plain",
  }
}

/** The axes that a reduction reduces, from the end; null if its output no longer lies under its input's last axes. */
export function reducedAxesOf(node: NodeAnalysis): readonly number[] | null {
  const input = node.context?.shapes.input as Shape | undefined // reductions have one plain input
  if (node.context === null || input === undefined) return null
  const { dim, keepdim } = node.context.attrs
  const axes = axesOf(input, Array.isArray(dim) ? dim.map(Number) : null)
  const leading = axes.every((axis) => axis < axes.length)
  return keepdim === true || leading ? axes.map((axis) => axis - input.length).sort((a, b) => a - b) : null
}

/** Whether both are the same axes in the same order; null is never the same. */
export function sameAxes(a: readonly number[] | null, b: readonly number[]): boolean {
  return a !== null && a.length === b.length && a.every((axis, i) => axis === b[i])
}

/** Whether a tensor of this shape changes along the axes. */
function changesAlong(shape: Shape, axes: readonly number[]): boolean {
  return axes.some((axis) => (shape.at(axis) ?? 1) > 1)
}

function symbolOf(node: NodeAnalysis, source: Source): string {
  const outputs = Object.keys(node.op?.outputs ?? {})
  const text = outputTex(node.node, source.port, outputs[0] === source.port, source.index)
  // A label such as X − μ is more than one symbol.
  return isCompound(nodeTex(node.node)) ? `(${text})` : text
}

function bare({ analysis }: Setting, source: Source): string {
  const node = analysis.nodes.get(source.node)
  return node === undefined ? source.node : symbolOf(node, source)
}

function indexed({ set }: Setting, base: string, tensor: Tensor, key: string): Atom {
  const rank = set.shape.length
  const others = set.shape.map((_, axis) => axis - rank).filter((axis) => !set.axes.includes(axis))
  const onSet = changesAlong(tensor.shape, set.axes)
  const which = changesAlong(tensor.shape, others) ? "j" : ""
  const write = (running: string): string => {
    const below = `${onSet ? running : ""}${which}`
    return below === "" ? base : `${/^[A-Za-z]$/.test(base) ? base : `{${base}}`}_{${below}}`
  }
  return { key, write, tensor: castTo(tensor, "float64"), onSet, form: "plain" }
}

function deviation(x: Atom, mean: Atom, ofItself: boolean): Atom {
  return {
    key: `${x.key} - ${mean.key}`,
    write: (running) => `${x.write(running)} - ${mean.write(running)}`,
    tensor: broadcast2(x.tensor, mean.tensor, (a, b) => a - b),
    onSet: x.onSet || mean.onSet,
    form: "compound",
    ...(ofItself ? { sumsToZero: true } : {}),
  }
}

/** Whether an output is the mean of another over the set. */
function isMeanOf({ analysis, set }: Setting, mean: Source, of: Source): boolean {
  const node = analysis.nodes.get(mean.node)
  const input = node?.sources.get("input")
  if (node?.op?.kind !== "Mean" || input === undefined || !("node" in input)) return false
  return placeName(input) === placeName(of) && sameAxes(reducedAxesOf(node), set.axes)
}
