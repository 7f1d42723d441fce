// The node of a single op by itself, with other numbers: what explanations are held against.

import { isList } from "../../../src/graph/analysis/shapes.ts"
import { placeName } from "../../../src/graph/wire.ts"
import { OpFailure } from "../../../src/ops/families/failure.ts"
import type { AnyForwardContext } from "../../../src/ops/op.ts"
import type { Held } from "../../../src/ops/port.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import type { Tensor } from "../../../src/tensor/tensor.ts"
import { listOf, mapValues, runForward } from "../../ops/context.ts"
import { SEED, type Single } from "./single.ts"

/** An arrow into the node: a port with its place in a list, or a param. */
export interface Arrow {
  readonly name: string
  readonly index: number
}

export function arrowsOf({ op, at }: Single): readonly Arrow[] {
  const ports = Object.keys(op.inputs)
    .filter((name) => op.backward[name] !== null && (op.inputs[name]?.classes?.(at.shapes, at.attrs) ?? null) === null)
    .flatMap((name) => listOf(at.inputs[name]).map((_, index) => ({ name, index })))
  const params = Object.keys(op.params).filter((name) => at.params[name] != null)
  return [...ports, ...params.map((name) => ({ name, index: 0 }))]
}

export function nameOn({ analysis, op }: Single, { name, index }: Arrow): string {
  if (Object.hasOwn(op.params, name)) return `node.${name}`
  const sources = analysis.nodes.get("node")?.sources.get(name)
  const source = isList(sources) ? sources[index] : sources
  return source == null ? "" : placeName(source)
}

export function heldOn({ inputs, params }: AnyForwardContext, { name, index }: Arrow): Tensor | null | undefined {
  return Object.hasOwn(params, name) ? params[name] : listOf(inputs[name])[index]
}

export type Outputs = ReadonlyMap<string, Tensor>

/** The visible outputs with one number in another's place; null where the rule refuses it. */
export function outputsWith({ op, at }: Single, arrow: Arrow | null, cell: number, x: number): Outputs | null {
  try {
    const outputs = runForward(op, arrow === null ? at : withCell(at, arrow, cell, x))
    return new Map(
      Object.entries(outputs).flatMap(([port, held]) =>
        op.outputs[port]?.hidden
          ? []
          : listOf(held).map(
              (tensor, i) => [op.outputs[port]?.list ? `node:${port}[${i}]` : `node:${port}`, tensor] as const,
            ),
      ),
    )
  } catch (error) {
    if (error instanceof OpFailure) return null
    throw error
  }
}

function withCell(at: AnyForwardContext, { name, index }: Arrow, cell: number, x: number): AnyForwardContext {
  const put = (tensor: Tensor): Tensor => {
    const data = Float64Array.from(tensor.data)
    data[cell] = x
    return { shape: tensor.shape, data }
  }
  const param = at.params[name]
  if (Object.hasOwn(at.params, name))
    return param == null ? at : { ...at, params: { ...at.params, [name]: put(param) } }
  const held: Held<Tensor> = at.inputs[name]
  const changed = isList(held) ? held.map((one, i) => (i === index ? put(one) : one)) : held && put(held)
  return { ...at, inputs: { ...at.inputs, [name]: changed } }
}

/** Plain numbers between ¼ and ¾ on every arrow. */
export function tame(single: Single): AnyForwardContext {
  const { at } = single
  const plain = (tensor: Tensor, name: string): Tensor => {
    const random = randomStream(SEED, "tame", name)
    return { shape: tensor.shape, data: Float64Array.from(tensor.data, () => 0.25 + 0.5 * random.uniform()) }
  }
  const named = new Set(arrowsOf(single).map(({ name }) => name))
  const inputs = mapValues(at.inputs, (held, name) => {
    if (!named.has(name) || held === undefined) return held
    return isList(held) ? held.map((one, i) => plain(one, `${name}${i}`)) : plain(held, name)
  })
  return { ...at, inputs, params: mapValues(at.params, (param, name) => param && plain(param, name)) }
}
