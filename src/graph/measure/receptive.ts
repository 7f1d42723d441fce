// Receptive fields: how much of the input one cell of a feature map sees. Every op says this for one step (op.ts,
// `receptiveField`); here the steps are composed along every path from the Inputs with spatial axes, and paths that meet
// are joined. Fields are the theoretical ones: they reach beyond the edge of the input, as the course counts them.

import type { Window } from "../../ops/window.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { shapeAt, shapesAt } from "../analysis/shapes.ts"
import type { Wire } from "../wire.ts"

/**
 * `exact`: the smallest such window (its middle may have holes). `global`: all of the input. `upper-bound`: no cell sees
 * more, some see less. `undefined`: cells do not see windows; `size`, `jump` and `start` are empty then.
 */
type FieldStatus = "exact" | "global" | "upper-bound" | "undefined"

/** Cell o of the output sees `size` cells of the input from `start` + o·`jump` on, for each spatial axis. */
export interface ReceptiveField {
  readonly size: readonly number[]
  readonly jump: readonly number[]
  readonly start: readonly number[]
  readonly status: FieldStatus
}

/** A field while it is composed: sizes and starts may still be fractions. `frame` is the spatial size of the input it is on. */
interface Field extends ReceptiveField {
  readonly frame: readonly number[]
}

/** For each node in topological order its receptive field, null where no Input with spatial axes is upstream. */
export function receptiveFields(analysis: Analysis): ReadonlyMap<string, ReceptiveField | null> {
  const before = fieldsOf.get(analysis)
  if (before !== undefined) return before
  const fields = composeAll(analysis)
  fieldsOf.set(analysis, fields)
  return fields
}

// The table, the inspector and painting all ask for them, of the same analysis.
const fieldsOf = new WeakMap<Analysis, ReadonlyMap<string, ReceptiveField | null>>()

function composeAll(analysis: Analysis): ReadonlyMap<string, ReceptiveField | null> {
  const axes = spatialAxes(analysis)
  const fields = new Map<string, Field | null>()
  for (const id of analysis.order) {
    const node = analysis.nodes.get(id)
    fields.set(id, node === undefined ? null : fieldOf(node, analysis, axes.get(id) ?? 0, fields))
  }
  return new Map([...fields].map(([id, field]) => [id, field === null ? null : rounded(field)]))
}

/**
 * Number of trailing axes of each node's output that are spatial, as far as anybody asks: those of the first window
 * downstream; else, for four axes and more, all after batch and channels. 0 where there are none.
 */
export function spatialAxes(analysis: Analysis): ReadonlyMap<string, number> {
  const before = axesOf.get(analysis)
  if (before !== undefined) return before
  const axes = countAxes(analysis)
  axesOf.set(analysis, axes)
  return axes
}

// The table, costs and regions all ask for them, of the same analysis.
const axesOf = new WeakMap<Analysis, ReadonlyMap<string, number>>()

function countAxes(analysis: Analysis): ReadonlyMap<string, number> {
  const asked = new Map<string, number>()
  for (const id of analysis.order.toReversed()) {
    for (const wire of analysis.leaving.get(id) ?? []) {
      const field = fieldAt(analysis.nodes.get(wire.to.node), wire)
      if (field === null || field === "global" || field === "undefined") continue
      const axes = field === "pointwise" ? (asked.get(wire.to.node) ?? 0) : field.size.length
      if (axes > 0) {
        asked.set(id, axes)
        break
      }
    }
  }
  const axes = new Map<string, number>()
  for (const id of analysis.order) {
    const node = analysis.nodes.get(id)
    const rank = firstShape(node)?.length ?? 0
    const ofInput = node?.op?.kind === "Input" && rank >= 4 ? rank - 2 : 0
    const own = asked.get(id) ?? Math.max(ofInput, inherited(analysis, id, rank, axes))
    axes.set(id, own <= rank ? own : 0)
  }
  return axes
}

/** The shape of a node's first output; of its first element, if that is a list. */
export function firstShape(node: NodeAnalysis | undefined): Shape | undefined {
  if (node === undefined || node.outputs === null) return undefined
  for (const port in node.outputs) return shapesAt(node.outputs[port])[0]
  return undefined
}

/** An op that keeps the number of axes keeps the spatial ones. */
function inherited(analysis: Analysis, id: string, rank: number, axes: ReadonlyMap<string, number>): number {
  let most = 0
  for (const { from, to } of analysis.entering.get(id) ?? []) {
    const isInput = Object.hasOwn(analysis.nodes.get(id)?.op?.inputs ?? {}, to.port)
    if (isInput && shapeAt(analysis.nodes.get(from.node)?.outputs, from)?.length === rank) {
      most = Math.max(most, axes.get(from.node) ?? 0)
    }
  }
  return most
}

/** What an op says about one of its inputs. */
export type Step = Window | "pointwise" | "global" | "undefined"

// An analysis of a node is never changed, and stays the same object while nothing about the node changes.
const steps = new WeakMap<NodeAnalysis, Map<string, Step>>()

/** What the op says about the end of one wire; null for a wired param or where shapes are not known. */
export function fieldAt(node: NodeAnalysis | undefined, { to }: Wire): Step | null {
  if (node === undefined || node.op === null || node.context === null || node.outputs === null) return null
  const before = steps.get(node)
  const known = before?.get(to.port)
  if (known !== undefined) return known
  if (!Object.hasOwn(node.op.inputs, to.port)) return null
  const step = node.op.receptiveField(to.port, node.context)
  if (before === undefined) steps.set(node, new Map([[to.port, step]]))
  else before.set(to.port, step)
  return step
}

function fieldOf(
  node: NodeAnalysis,
  analysis: Analysis,
  axes: number,
  fields: ReadonlyMap<string, Field | null>,
): Field | null {
  const output = firstShape(node)
  if (output === undefined) return null
  const extent = axes === 0 ? [] : output.slice(-axes)
  if (node.op?.kind === "Input") {
    if (axes === 0) return null
    return {
      size: extent.map(() => 1),
      jump: extent.map(() => 1),
      start: extent.map(() => 0),
      status: "exact",
      frame: extent,
    }
  }
  let field: Field | null = null
  for (const wire of analysis.entering.get(node.id) ?? []) {
    const before = fields.get(wire.from.node) ?? null
    const step = fieldAt(node, wire)
    const shape = shapeAt(analysis.nodes.get(wire.from.node)?.outputs, wire.from)
    if (before === null || step === null || shape === null) continue
    const after = compose(before, step, shape, output)
    field = field === null ? after : join(field, after, extent)
  }
  return field
}

/** One step further: size += (size' − 1)·jump, start += start'·jump, jump *= stride'. */
function compose(before: Field, step: Step, from: readonly number[], to: readonly number[]): Field {
  if (before.status === "global" || step === "global") return everything(before.frame)
  if (before.status === "undefined" || step === "undefined") return nothingKnown(before.frame)
  if (step === "pointwise") return spread(before, from, to)
  if (step.size.length !== before.size.length) return nothingKnown(before.frame)
  const size = before.size.map((s, axis) => s + ((step.size[axis] ?? 1) - 1) * (before.jump[axis] ?? 0))
  const start = before.start.map((s, axis) => s + (step.start[axis] ?? 0) * (before.jump[axis] ?? 0))
  const jump = before.jump.map((j, axis) => j * (step.stride[axis] ?? 1))
  const whole = [...step.size, ...step.stride, ...step.start].every(Number.isInteger)
  return { ...before, size, start, jump, status: whole ? before.status : "upper-bound" }
}

/** Pointwise: the same field. An axis of size 1 that is broadcast shows the same cell everywhere. */
function spread(before: Field, from: readonly number[], to: readonly number[]): Field {
  const axes = before.size.length
  const jump = before.jump.map((own, axis) => {
    const [given, wanted] = [from.at(axis - axes), to.at(axis - axes)]
    return given === 1 && wanted !== undefined && wanted > 1 ? 0 : own
  })
  return { ...before, jump }
}

/**
 * Two paths that meet. With equal jumps the windows unite; with different ones the answer is the smallest window moving
 * like the first that holds both for every cell: an upper bound.
 */
function join(a: Field, b: Field, extent: readonly number[]): Field {
  if (a.status === "global") return a
  if (b.status === "global") return b
  if (a.status === "undefined" || b.status === "undefined") return nothingKnown(a.frame)
  const sameFrame = a.frame.length === b.frame.length && a.frame.every((n, axis) => n === b.frame[axis])
  if (!sameFrame) return nothingKnown(a.frame)
  const size: number[] = []
  const start: number[] = []
  let exact = a.status === "exact" && b.status === "exact"
  for (let axis = 0; axis < a.size.length; axis++) {
    const [jumpA, jumpB] = [a.jump[axis] ?? 0, b.jump[axis] ?? 0]
    if (jumpA !== jumpB) exact = false
    const drift = (jumpB - jumpA) * Math.max(0, (extent[axis] ?? 1) - 1)
    const [startA, startB] = [a.start[axis] ?? 0, b.start[axis] ?? 0]
    const first = Math.min(startA, startB + Math.min(0, drift))
    const end = Math.max(startA + (a.size[axis] ?? 0), startB + (b.size[axis] ?? 0) + Math.max(0, drift))
    start.push(first)
    size.push(end - first)
  }
  return { size, start, jump: a.jump, status: exact ? "exact" : "upper-bound", frame: a.frame }
}

function everything(frame: readonly number[]): Field {
  const zeros = frame.map(() => 0)
  return { size: frame, jump: zeros, start: zeros, status: "global", frame }
}

function nothingKnown(frame: readonly number[]): Field {
  return { size: [], jump: [], start: [], status: "undefined", frame }
}

/** At the end of a path the size is rounded down and the start up, since only whole cells are seen. */
function rounded(field: Field): ReceptiveField {
  const { size, jump, start, status } = field
  if (status !== "upper-bound") return { size, jump, start, status }
  return { size: size.map((n) => Math.floor(n + 1e-9)), jump, start: start.map((n) => Math.ceil(n - 1e-9) + 0), status }
}
