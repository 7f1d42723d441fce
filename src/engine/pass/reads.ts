// What the backward rules of an op read, found by letting them run on the op's own examples and watching: which inputs and
// outputs they look into, and which tensors are another look at the same memory. Nothing is declared, so nothing can lie.

import { isList, shapesAt } from "../../graph/analysis/shapes.ts"
import type { Needs, OpReads } from "../../graph/measure/trainingSchedule.ts"
import { readAttrs } from "../../ops/attributes/readAttrs.ts"
import type { AnyBackwardContext, AnyForwardContext, AnyOp, AnyShapeContext } from "../../ops/op.ts"
import type { ByName, Held } from "../../ops/port.ts"
import { ops } from "../../ops/registry.ts"
import { randomStream } from "../../tensor/random.ts"
import { type Shape, type Tensor, tensorOf } from "../../tensor/tensor.ts"
import { finish } from "../../tensor/work.ts"
import { sharedOf } from "./backward.ts"
import { draw, drawClasses } from "./tensors.ts"

const known = new Map<string, OpReads>()

/** Reads of a kind of op in training mode, over all its examples; of an unknown kind, none. */
export function readsOf(kind: string): OpReads {
  const before = known.get(kind)
  if (before !== undefined) return before
  const op = ops.get(kind)
  const reads = op === undefined ? NONE : watched(op)
  known.set(kind, reads)
  return reads
}

const NOTHING: Needs = { inputs: new Set(), outputs: new Set(), params: new Set() }
const NONE: OpReads = { arrows: new Map(), shared: NOTHING, views: new Map(), passes: new Set() }

interface Seen {
  readonly arrows: Map<string, Watch>
  readonly shared: Watch
  /** What held in every example so far; null before the first. */
  views: Map<string, string> | null
  /** By arrow: in every example that sent back as many numbers as came in, it sent back those that came in. */
  readonly passes: Map<string, boolean>
}

function watched(op: AnyOp): OpReads {
  const seen: Seen = { arrows: new Map(), shared: new Watch(), views: null, passes: new Map() }
  for (const example of op.examples) {
    if (example.mode !== "eval") watchExample(op, example, seen)
  }
  const passes = new Set([...seen.passes].flatMap(([name, always]) => (always ? [name] : [])))
  return { arrows: seen.arrows, shared: seen.shared, views: seen.views ?? new Map(), passes }
}

function watchExample(op: AnyOp, example: AnyOp["examples"][number], seen: Seen): void {
  const at = contextOf(op, example)
  if (at === null) return
  const outputs = finish(op.forward(at))
  const views = viewsOf(at.inputs, outputs)
  seen.views = seen.views === null ? views : common(seen.views, views)
  const grad = mapHeld(outputs, (tensor) => ({ ...tensor, data: tensor.data.slice().fill(1) }))
  const before = { ...at, outputs, grad, shared: undefined }
  const shared = sharedOf(op, seen.shared.over(before))
  for (const [name, rule] of Object.entries(op.backward)) {
    if (rule === null || (at.inputs[name] ?? at.params[name]) == null || holdsClasses(op, at, name)) continue
    const watch = seen.arrows.get(name) ?? new Watch()
    seen.arrows.set(name, watch)
    const answer = finish(rule({ ...watch.over(before), shared }))
    const pieces = isList(answer) ? answer : [answer]
    if (pieces.some((piece) => !isAsLarge(piece, grad))) continue
    const handsOn = pieces.every((piece) => sharesWith(piece, grad))
    seen.passes.set(name, handsOn && seen.passes.get(name) !== false)
  }
}

/** Hands out tensors and remembers by port which of them somebody looked into. */
class Watch implements Needs {
  readonly inputs = new Set<string>()
  readonly outputs = new Set<string>()
  readonly params = new Set<string>()

  over(at: AnyBackwardContext): AnyBackwardContext {
    const params = Object.entries(at.params).map(([name, tensor]) => [
      name,
      tensor && spied(tensor, () => this.params.add(name)),
    ])
    return {
      ...at,
      inputs: mapHeld(at.inputs, (tensor, port) => spied(tensor, () => this.inputs.add(port))),
      outputs: mapHeld(at.outputs, (tensor, port) => spied(tensor, () => this.outputs.add(port))),
      params: Object.fromEntries(params),
    }
  }
}

/** The same tensor; `look` is called when a number of it is read, not when its shape, length or precision is. */
function spied(tensor: Tensor, look: () => void): Tensor {
  const data = new Proxy(tensor.data, {
    get: (target, key) => {
      if (key !== "length" && key !== "constructor") look()
      // Typed arrays look for their numbers in `this`, which must be the array itself.
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === "function" ? value.bind(target) : value
    },
  })
  return { shape: tensor.shape, data }
}

// ---- Examples -----------------------------------------------------------------------------------------------------------

function contextOf(op: AnyOp, example: AnyOp["examples"][number]): AnyForwardContext | null {
  const { values: attrs } = readAttrs(op.attrs, example.attrs ?? {})
  if (attrs === null) return null
  const at: AnyShapeContext = { attrs, shapes: example.shapes, mode: "train" }
  const random = (name: string) => randomStream(0, op.kind, name)
  const inputs: Record<string, Held<Tensor>> = {}
  for (const [port, held] of Object.entries(example.shapes)) {
    const drawn = shapesAt(held).map((shape, i) => inputOf(op, at, example, port, shape, i))
    inputs[port] = op.inputs[port]?.list === true ? drawn : drawn[0]
  }
  const kept = (rules: AnyOp["params"] | AnyOp["buffers"]): ByName<Tensor | null> =>
    Object.fromEntries(
      Object.entries(rules).map(([name, { rule }]) => {
        const answer = rule(at)
        return [name, answer === null ? null : draw(answer.shape, answer.init, random(name), "float64")]
      }),
    )
  return { ...at, inputs, params: kept(op.params), buffers: kept(op.buffers), random, dtype: "float64" }
}

function inputOf(
  op: AnyOp,
  at: AnyShapeContext,
  example: AnyOp["examples"][number],
  port: string,
  shape: Shape,
  index: number,
): Tensor {
  const given = example.values?.[port]
  if (given !== undefined) return tensorOf(shape, given, "float64")
  const random = randomStream(index, op.kind, port)
  const classes = op.inputs[port]?.classes?.(at.shapes, at.attrs) ?? null
  if (classes !== null) return drawClasses(shape, classes, random, "float64")
  const [low, high] = example.range?.[port] ?? [-2, 2]
  return draw(shape, { kind: "uniform", low, high }, random, "float64")
}

function holdsClasses(op: AnyOp, at: AnyShapeContext, name: string): boolean {
  return (op.inputs[name]?.classes?.(at.shapes, at.attrs) ?? null) !== null
}

// ---- Shared memory ------------------------------------------------------------------------------------------------------

function viewsOf(inputs: ByName<Held<Tensor>>, outputs: ByName<Held<Tensor>>): Map<string, string> {
  const views = new Map<string, string>()
  for (const [output, held] of Object.entries(outputs)) {
    for (const [input, source] of Object.entries(inputs)) {
      const tensors = tensorsIn(held)
      if (tensors.length > 0 && tensors.every((tensor) => sharesWith(tensor, { source }))) views.set(output, input)
    }
  }
  return views
}

/** Is there a tensor of as many numbers? Where a sum broadcasts, what it sends back is smaller. */
function isAsLarge(tensor: Tensor, others: ByName<Held<Tensor>>): boolean {
  return Object.values(others).some((held) => tensorsIn(held).some(({ data }) => data.length === tensor.data.length))
}

function sharesWith(tensor: Tensor, others: ByName<Held<Tensor>>): boolean {
  return Object.values(others).some((held) => tensorsIn(held).some((other) => other.data.buffer === tensor.data.buffer))
}

function common(a: Map<string, string>, b: Map<string, string>): Map<string, string> {
  return new Map([...a].filter(([output, input]) => b.get(output) === input))
}

function tensorsIn(held: Held<Tensor>): readonly Tensor[] {
  return held === undefined ? [] : isList(held) ? held : [held]
}

function mapHeld(
  held: ByName<Held<Tensor>>,
  change: (tensor: Tensor, port: string) => Tensor,
): { [port: string]: Held<Tensor> } {
  return Object.fromEntries(
    Object.entries(held).map(([port, item]) => [
      port,
      item === undefined ? undefined : isList(item) ? item.map((one) => change(one, port)) : change(item, port),
    ]),
  )
}
