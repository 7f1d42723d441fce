// One op by itself as a document: a source for each input, the op, and a random upstream gradient at each output.

import type { RunResult } from "../../../src/engine/pass/result.ts"
import { run } from "../../../src/engine/pass/run.ts"
import type { Analysis } from "../../../src/graph/analysis/analysis.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument, ValueLiteral } from "../../../src/graph/document.ts"
import { writeValue } from "../../../src/graph/values/values.ts"
import type { AnyForwardContext, AnyOp, Mode } from "../../../src/ops/op.ts"
import type { ByName, Held } from "../../../src/ops/port.ts"
import { ops } from "../../../src/ops/registry.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { type Dtype, sizeOf, type Tensor } from "../../../src/tensor/tensor.ts"
import { seed } from "../../campaign.ts"
import { forwardContext, listOf, type Setting } from "../../ops/context.ts"

/** Of numbers, masks and the cells that are asked about. */
export const SEED = seed

export interface Single {
  readonly op: AnyOp
  readonly mode: Mode
  readonly analysis: Analysis
  readonly result: RunResult
  /** What the node's rules were given. */
  readonly at: AnyForwardContext
}

/** Changes the numbers of an input before they are written down. */
export type Change = (x: number, index: number) => number

/** The op run on a setting; null where the numbers are refused (a probability above 1). */
export function runSingle(
  op: AnyOp,
  setting: Setting,
  mode: Mode,
  { dtype = "float64", change = (x) => x }: { readonly dtype?: Dtype; readonly change?: Change } = {},
): Single | null {
  const at = changed(op, forwardContext(op, setting, mode, SEED), change)
  const document = withUpstream(documentOf(op, setting, at), op, mode)
  const analysis = analyze(document, ops, mode)
  const wrong = analysis.problems.filter(({ severity }) => severity === "error")
  if (wrong.length > 0) throw new Error(`${op.kind}: ${wrong.map(({ sentence }) => sentence).join("; ")}`)
  const result = run(analysis, { mode, dtype, seed: SEED })
  return [...result.values.keys()].some((name) => name.startsWith("node:")) ? { op, mode, analysis, result, at } : null
}

function changed(op: AnyOp, at: AnyForwardContext, change: Change): AnyForwardContext {
  const inputs: Record<string, Held<Tensor>> = {}
  for (const [port, held] of Object.entries(at.inputs)) {
    const classes = op.inputs[port]?.classes?.(at.shapes, at.attrs) ?? null
    const one = (tensor: Tensor): Tensor => ({
      shape: tensor.shape,
      data: Float64Array.from(tensor.data, (x, i) => change(x, i)),
    })
    const list =
      classes !== null || op.backward[port] === null || /weight$/.test(port) ? listOf(held) : listOf(held).map(one)
    inputs[port] = held === undefined ? undefined : op.inputs[port]?.list ? list : list[0]
  }
  return { ...at, inputs }
}

function documentOf(op: AnyOp, setting: Setting, at: AnyForwardContext): GradwireDocument {
  const nodes: NodeDocument[] = []
  const inputs: Record<string, string | string[]> = {}
  for (const [port, held] of Object.entries(at.inputs)) {
    const ids = listOf(held).map((tensor, index) => source(nodes, `${port}${index}`, tensor))
    if (op.inputs[port]?.list) inputs[port] = ids
    else if (ids[0] !== undefined) inputs[port] = ids[0]
  }
  const values: Record<string, ValueLiteral> = {}
  for (const [name, tensor] of [...Object.entries(at.params), ...Object.entries(at.buffers)]) {
    if (tensor !== null) values[name] = writeValue(tensor)
  }
  nodes.push({ id: "node", op: op.kind, attrs: { ...setting.attrs }, inputs, values })
  return { gradwire: 1, seed: SEED, target: "node", nodes }
}

/** Adds what gives a tensor: an Input, or where it holds what no document may hold, the quotient that makes it. */
function source(nodes: NodeDocument[], id: string, tensor: Tensor): string {
  const input = (name: string, f: (x: number) => number): void => {
    const value = writeValue({ shape: tensor.shape, data: Float64Array.from(tensor.data, f) })
    nodes.push({ id: name, op: "Input", attrs: { shape: [...tensor.shape] }, values: { value } })
  }
  if (tensor.data.every(Number.isFinite)) {
    input(id, (x) => x)
    return id
  }
  input(`${id}up`, (x) => (Number.isFinite(x) ? x : Number.isNaN(x) ? 0 : Math.sign(x)))
  input(`${id}down`, (x) => (Number.isFinite(x) ? 1 : 0))
  nodes.push({ id, op: "Div", inputs: { a: `${id}up`, b: `${id}down` } })
  return id
}

function withUpstream(document: GradwireDocument, op: AnyOp, mode: Mode): GradwireDocument {
  const outputs: ByName<Held<readonly number[]>> = analyze(document, ops, mode).nodes.get("node")?.outputs ?? {}
  const upstream: Record<string, ValueLiteral> = {}
  for (const [port, held] of Object.entries(outputs)) {
    if (op.outputs[port]?.hidden || op.outputs[port]?.constant) continue
    const shapes = (op.outputs[port]?.list ? held : [held]) as readonly (readonly number[])[]
    shapes.forEach((shape, index) => {
      const random = randomStream(SEED, port, String(index))
      const data = Float64Array.from({ length: sizeOf(shape) }, () => random.normal())
      const name = op.outputs[port]?.list ? `node:${port}[${index}]` : `node:${port}`
      upstream[name] = writeValue({ shape, data })
    })
  }
  const [first] = Object.keys(upstream)
  return { ...document, upstream, ...(first === undefined ? {} : { target: first }) }
}

/** A few different cells of a tensor, chosen by seed; all of a small one. */
export function someCells(name: string, tensor: Tensor, count: number): readonly number[] {
  if (tensor.data.length <= count) return Array.from(tensor.data.keys())
  const random = randomStream(SEED, name, "cells")
  return [...new Set(Array.from({ length: count }, () => random.below(tensor.data.length)))]
}
