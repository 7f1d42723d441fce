// Cases of PyTorch numbers in tests/reference/ops, and the comparison with them.

import { readdirSync, readFileSync } from "node:fs"
import type { Json } from "../../src/ops/attributes/attrs.ts"
import type { AnyForwardContext, AnyOp, Mode } from "../../src/ops/op.ts"
import type { ByName, Held } from "../../src/ops/port.ts"
import { randomStream } from "../../src/tensor/random.ts"
import { type Shape, type Tensor, tensorOf, zeros } from "../../src/tensor/tensor.ts"
import {
  backwardContext,
  largestIn,
  listOf,
  mapValues,
  runBackward,
  runForward,
  shapeContext,
  zeroUpstream,
} from "./context.ts"

/** Non-finite numbers are written as words, since JSON has none. */
interface Numbers {
  readonly shape: Shape
  readonly data: readonly (number | "NaN" | "Infinity" | "-Infinity")[]
}
interface ReferenceCase {
  readonly name: string
  readonly op: string
  readonly attrs: ByName<Json>
  readonly mode?: Mode
  readonly inputs: ByName<Numbers | readonly Numbers[]>
  readonly params?: ByName<Numbers>
  readonly buffers?: ByName<Numbers>
  readonly grad_output?: Numbers
  /** Where there is not just one output: by port, a list port as a list. */
  readonly grad_outputs?: ByName<Numbers | readonly Numbers[]>
  readonly output?: Numbers
  readonly outputs?: ByName<Numbers | readonly Numbers[]>
  readonly grads?: ByName<Numbers | readonly Numbers[]>
  readonly buffers_after?: ByName<Numbers>
}
export interface Reference extends ReferenceCase {
  readonly file: string
  /** Largest gradient in its file: the scale of rounding noise. */
  readonly largest: number
}

const folder = new URL("../reference/ops/", import.meta.url)

/** Every case by op. */
export function readReferences(): ReadonlyMap<string, readonly Reference[]> {
  const byOp = new Map<string, Reference[]>()
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".json")) continue
    // Our own files, written by scripts/reference.py in exactly this form.
    const { cases } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { cases: readonly ReferenceCase[] }
    let largest = 0
    for (const one of cases) {
      for (const grad of Object.values(one.grads ?? {}).flatMap((held) => listOf<Numbers>(held))) {
        for (const g of grad.data) if (typeof g === "number") largest = Math.max(largest, Math.abs(g))
      }
    }
    for (const one of cases) byOp.set(one.op, [...(byOp.get(one.op) ?? []), { ...one, file, largest }])
  }
  return byOp
}

/** Differences between what the op says and what PyTorch says, one sentence each. */
export function compareWithReference(op: AnyOp, reference: Reference): readonly string[] {
  const at = contextOf(op, reference)
  const outputs = runForward(op, at)
  const wrong: string[] = []
  const expect = (name: string, got: Tensor | undefined, want: Numbers | undefined): void => {
    const sentence = want === undefined ? null : difference(got, read(want), reference.largest)
    if (sentence !== null) wrong.push(`${name}: ${sentence}`)
  }
  const port = mainOutput(op)
  for (const [name, held] of Object.entries(reference.outputs ?? { [port]: reference.output })) {
    for (const [i, want] of listOf<Numbers>(held).entries()) expect(`${name}[${i}]`, listOf(outputs[name])[i], want)
  }
  const grads = gather(op, reference.grads ?? {})
  if (Object.keys(grads).length > 0) {
    const given = reference.grad_outputs ?? { [port]: reference.grad_output }
    const grad = { ...zeroUpstream(outputs), ...mapValues(given, (held) => readHeld(held)) }
    const backward = backwardContext(op, at, outputs, grad)
    for (const [name, held] of Object.entries(grads)) {
      const got = runBackward(op, backward, name)
      for (const [i, want] of listOf<Numbers>(held).entries()) expect(`∂L/∂${name}`, got?.[i], want)
    }
  }
  const after = reference.buffers_after === undefined ? undefined : op.updates?.({ ...at, outputs })
  for (const [name, want] of Object.entries(reference.buffers_after ?? {})) {
    // In evaluation mode nothing moves; the engine does not ask for updates then.
    expect(`${name} after`, at.mode === "train" ? after?.[name] : (at.buffers[name] ?? undefined), want)
  }
  return wrong
}

function mainOutput(op: AnyOp): string {
  return Object.hasOwn(op.outputs, "output") ? "output" : (Object.keys(op.outputs)[0] ?? "output")
}

function contextOf(op: AnyOp, reference: Reference): AnyForwardContext {
  const inputs = mapValues(gather(op, reference.inputs), readHeld)
  const shapes = mapValues(inputs, (held) =>
    Array.isArray(held) ? held.map((t: Tensor) => t.shape) : (held as Tensor | undefined)?.shape,
  )
  const at = shapeContext(op, { attrs: reference.attrs, shapes }, reference.mode ?? "train")
  const kept = (rules: ByName<unknown>, given: ByName<Numbers> = {}) =>
    mapValues(rules, (_, name) => (given[name] === undefined ? null : read(given[name])))
  return {
    ...at,
    inputs,
    params: kept(op.params, reference.params),
    buffers: kept(op.buffers, reference.buffers),
    random: (name) => randomStream(0, "node", name),
    dtype: "float64",
  }
}

/** A case may write the entries of a list port as `a`, `b`; they become one list. */
function gather(op: AnyOp, given: ByName<Numbers | readonly Numbers[]>): ByName<Numbers | readonly Numbers[]> {
  const list = Object.keys(op.inputs).find((port) => op.inputs[port]?.list === true)
  if (list === undefined || Object.hasOwn(given, list)) return given
  const entries = Object.keys(given).filter((name) => !Object.hasOwn(op.inputs, name))
  if (entries.length === 0) return given
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !entries.includes(name)))
  return { ...rest, [list]: entries.sort().flatMap((name) => listOf<Numbers>(given[name])) }
}

function readHeld(held: Numbers | readonly Numbers[] | undefined): Held<Tensor> {
  if (held === undefined) return undefined
  return "shape" in held ? read(held) : held.map(read)
}

function read({ shape, data }: Numbers): Tensor {
  return data.length === 0 ? zeros(shape, "float64") : tensorOf(shape, data.map(Number), "float64")
}

function difference(got: Tensor | undefined, want: Tensor, largest: number): string | null {
  if (got === undefined) return "nothing was answered"
  if (got.shape.join() !== want.shape.join()) return `shape ${got.shape.join("×")}, PyTorch ${want.shape.join("×")}`
  const bound = 1e-7 * largestIn(want) + 1e-12 * Math.max(1, largest)
  for (const [i, w] of want.data.entries()) {
    const g = got.data[i]!
    const same = Object.is(g, w) || g === w || Math.abs(g - w) <= bound
    if (!same) return `at ${i}: ${g}, PyTorch ${w}`
  }
  return null
}
