// Whether a wire may be drawn from an output to an input, asked of every port while somebody drags one. "no" is refused:
// a circle, or class indices where there can be none. "misfit" may be drawn but its shape will not do.

import { isProblem } from "../../ops/op.ts"
import { formatShape, type Shape, sameShape } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { leadsTo } from "../analysis/reach.ts"
import { attributesOf, isList, shapeAt } from "../analysis/shapes.ts"
import type { Sink, Source } from "../wire.ts"

/** The answer, with its reason where it is not yes. */
export type Fit =
  | { readonly kind: "yes" }
  | { readonly kind: "misfit"; readonly sentence: string }
  | { readonly kind: "no"; readonly sentence: string }

const YES: Fit = { kind: "yes" }

/** Whether a wire may run from an output to an input or param: kinds, shapes, and that it closes no circle. */
export function fits(analysis: Analysis, from: Source, to: Sink): Fit {
  return leadsTo(analysis, [from.node]).has(to.node) ? circle(from, to) : suits(analysis, from, to)
}

/** The question without circles, for those who ask it of many ports: they ask `leadsTo` once. */
export function suits(analysis: Analysis, from: Source, to: Sink): Fit {
  const source = analysis.nodes.get(from.node)
  const sink = analysis.nodes.get(to.node)
  if (source === undefined || sink === undefined) return no("This node could not be read; it cannot be wired.")
  if (sink.op === null) return no(`“${sink.node.op}” is not a known op; it has no ports to wire.`)
  return takes(analysis, to, { shape: shapeAt(source.outputs, from), indices: givesIndices(source, from) })
}

/** The refusal of a wire that would close a circle. */
export function circle(from: Source, to: Sink): Fit {
  return no(`A wire from ${from.node} to ${to.node} would go round in a circle.`)
}

/** What would arrive at a port: its shape, if that is known, and whether it may be class indices. */
interface Arriving {
  readonly shape: Shape | null
  readonly indices: boolean
}

/** Whether a port takes what would arrive there, wherever it comes from. */
export function takes(analysis: Analysis, to: Sink, arriving: Arriving): Fit {
  const sink = analysis.nodes.get(to.node)
  if (sink === undefined || sink.op === null) return no(`${to.node} has no port “${to.port}”.`)
  return sink.op.inputs[to.port] === undefined
    ? fitsParam(sink, to.port, arriving)
    : fitsInput(analysis, sink, to, arriving)
}

function fitsParam(sink: NodeAnalysis, name: string, { shape }: Arriving): Fit {
  const param = sink.params.find((kept) => kept.name === name)
  if (param === undefined) return no(`${sink.id} has no port “${name}”.`)
  if (shape === null || sameShape(shape, param.shape)) return YES
  return misfit(`${name} is ${formatShape(param.shape)}, and ${formatShape(shape)} would arrive.`)
}

function fitsInput(analysis: Analysis, sink: NodeAnalysis, to: Sink, { shape, indices }: Arriving): Fit {
  const shapes = shape === null ? null : shapesWith(analysis, sink, to, shape)
  const attrs = sink.op === null ? null : attributesOf(sink.op, sink.node).values
  const port = sink.op?.inputs[to.port]
  if (port?.classes && !indices && (shapes === null || port.classes(shapes, attrs ?? {}) !== null)) {
    return no(`${to.port} takes class indices; wire an Input or a Constant to it.`)
  }
  if (shapes === null || sink.op === null || attrs === null) return YES
  const answer = sink.op.shape({ attrs, shapes, mode: analysis.mode })
  return isProblem(answer) ? misfit(answer.sentence) : YES
}

// Class indices are given, not computed: they come from a node without inputs.
function givesIndices(source: NodeAnalysis, from: Source): boolean {
  const op = source.op
  return op !== null && (Object.keys(op.inputs).length === 0 || op.outputs[from.port]?.constant === true)
}

/** Shapes at all inputs of a node if this wire were there; null while another input is unknown. */
function shapesWith(
  analysis: Analysis,
  sink: NodeAnalysis,
  to: Sink,
  shape: Shape,
): { readonly [port: string]: Shape | readonly Shape[] | undefined } | null {
  const shapes: Record<string, Shape | readonly Shape[] | undefined> = {}
  for (const [name, port] of Object.entries(sink.op?.inputs ?? {})) {
    const held = sink.sources.get(name)
    const items = isList(held) ? held : [held ?? null]
    const here = items.map((item) => (item ? shapeAt(analysis.nodes.get(item.node)?.outputs, item) : null))
    if (name === to.port) here[to.index ?? 0] = shape
    const known = here.filter((item) => item !== null)
    if (known.length < here.length && !port.optional) return null
    shapes[name] = port.list ? known : known[0]
  }
  return shapes
}

function no(sentence: string): Fit {
  return { kind: "no", sentence }
}

function misfit(sentence: string): Fit {
  return { kind: "misfit", sentence }
}
