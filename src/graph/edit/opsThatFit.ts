// Which ops would fit at a place: behind an output, before an input, or on a wire. Asked of every op before it is offered,
// so it looks at the op's own rule with its first attributes, not at a whole document.

import type { AnyOp } from "../../ops/op.ts"
import { isProblem } from "../../ops/op.ts"
import type { ByName, Held } from "../../ops/port.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { Analysis } from "../analysis/analysis.ts"
import { primaryOutput } from "../analysis/ports.ts"
import { attributesOf, shapeAt } from "../analysis/shapes.ts"
import type { NodeDocument } from "../document.ts"
import type { Sink, Source, Wire } from "../wire.ts"
import { initialAttrs } from "./initialAttrs.ts"
import { shapeBehind } from "./inputShape.ts"
import { takes } from "./wireFits.ts"

/** An op and the port of it that a wire would use. */
export interface Fitting {
  readonly op: AnyOp
  readonly input: string | null
  readonly output: string | null
  /** What mostly stands here, by the ops' own word. */
  readonly usual: boolean
}

/** Ops that take what an output gives, each with the first port that does. */
export function opsAfter(analysis: Analysis, from: Source, ops: Iterable<AnyOp>): readonly Fitting[] {
  const source = analysis.nodes.get(from.node)
  const shape = shapeAt(source?.outputs, from)
  return [...ops].flatMap((op) => {
    const input = portTaking(op, shape, source?.op?.kind) ?? portAfterReshaping(analysis, from, op)
    if (input === null) return []
    return [{ op, input, output: primaryOutput(op), usual: isUsual(source?.op, op, input) }]
  })
}

/** The port of an op that would take an Input, had that another shape: it follows, or a repair is offered where it was typed. */
function portAfterReshaping(analysis: Analysis, from: Source, op: AnyOp): string | null {
  const port = firstInput(op)
  return port !== null && shapeBehind(analysis, from.node, op, port) !== null ? port : null
}

/** Ops whose output may be wired to a port. */
export function opsBefore(analysis: Analysis, to: Sink, ops: Iterable<AnyOp>): readonly Fitting[] {
  const sink = analysis.nodes.get(to.node)?.op
  return [...ops].flatMap((op) => {
    const output = primaryOutput(op)
    if (output === null || op.outputs[output]?.list === true) return []
    const given = outputShape(op, output, {})
    const indices = Object.keys(op.inputs).length === 0
    // A source takes the shape that is asked of it, so only what kind of numbers it gives counts.
    const fit = takes(analysis, to, { shape: indices ? null : given, indices })
    return fit.kind === "yes" ? [{ op, input: firstInput(op), output, usual: isUsual(op, sink, to.port) }] : []
  })
}

/** Ops that can stand on a wire: they take what it carries and give what its end takes. */
export function opsOn(analysis: Analysis, wire: Wire, ops: Iterable<AnyOp>): readonly Fitting[] {
  const source = analysis.nodes.get(wire.from.node)
  const sink = analysis.nodes.get(wire.to.node)
  const shape = shapeAt(source?.outputs, wire.from)
  return [...ops].flatMap((op) => {
    const way = wayThrough(op, shape)
    if (way === null) return []
    const usual = isUsual(source?.op, op, way.input) || isUsual(op, sink?.op, wire.to.port)
    const given = shape === null ? null : outputShape(op, way.output, { [way.input]: shape })
    const fit = takes(analysis, wire.to, { shape: given, indices: false })
    return fit.kind === "yes" ? [{ op, ...way, usual }] : []
  })
}

/** How a wire runs through an op that is put on it: its first port that takes the shape, and its primary output. */
export function wayThrough(
  op: AnyOp,
  shape: Shape | null,
  node?: NodeDocument,
): { readonly input: string; readonly output: string } | null {
  const output = primaryOutput(op)
  const input = portTaking(op, shape, undefined, node) ?? firstInput(op)
  return output === null || input === null || op.outputs[output]?.list === true ? null : { input, output }
}

function isUsual(source: AnyOp | null | undefined, sink: AnyOp | null | undefined, port: string): boolean {
  return source != null && sink?.usual?.[port]?.includes(source.kind) === true
}

/**
 * The port that may be wired to an output of this shape: the one where an op of that kind usually ends, else the first; null
 * if none takes it.
 */
function portTaking(op: AnyOp, shape: Shape | null, kind?: string, node?: NodeDocument): string | null {
  const { values } = attributesOf(op, node ?? { id: op.kind, op: op.kind, ...initialAttrs(op) })
  const required = Object.entries(op.inputs).filter(([, port]) => !port.optional)
  const usual = (name: string): number => (kind !== undefined && op.usual?.[name]?.includes(kind) === true ? 0 : 1)
  const ports = Object.entries(op.inputs).sort(([a], [b]) => usual(a) - usual(b))
  for (const [name, port] of ports) {
    if (port.classes !== undefined && port.classes({}, values ?? {}) !== null) continue
    if (shape === null || values === null) return name
    const alone = required.every(([other]) => other === name)
    // With other ports still open, nothing is known of their shapes: it may fit.
    if (!alone) return name
    const answer = op.shape({ attrs: values, shapes: { [name]: port.list ? [shape] : shape }, mode: "train" })
    if (!isProblem(answer)) return name
  }
  return null
}

function firstInput(op: AnyOp): string | null {
  const names = Object.keys(op.inputs)
  return names.find((name) => op.inputs[name]?.optional !== true) ?? names[0] ?? null
}

function outputShape(op: AnyOp, output: string, shapes: ByName<Held<Shape>>): Shape | null {
  const { values } = attributesOf(op, { id: op.kind, op: op.kind, ...initialAttrs(op) })
  const open = Object.entries(op.inputs).some(([name, port]) => !port.optional && shapes[name] === undefined)
  if (values === null || open) return null
  const held = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, listed(op, name, shape)]))
  const answer = op.shape({ attrs: values, shapes: held, mode: "train" })
  return isProblem(answer) ? null : shapeAt(answer, { node: op.kind, port: output })
}

function listed(op: AnyOp, port: string, shape: Held<Shape>): Held<Shape> {
  // A list port is asked about a list of the one shape.
  return op.inputs[port]?.list === true && shape !== undefined ? [shape as Shape] : shape
}
