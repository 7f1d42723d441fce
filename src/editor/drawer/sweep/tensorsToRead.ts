// Every tensor of a graph that a sweep can read, as documents name it.

import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { singleShape } from "../../../graph/analysis/shapes.ts"

/** `value conv1:output`, `gradient conv1.weight`, `wire X:value>mu:input`; params and gradients first. */
export function tensorsToRead({ nodes, wires }: Analysis): readonly string[] {
  const params: string[] = []
  const values: string[] = []
  for (const { id, op, outputs, params: own } of nodes.values()) {
    for (const { name, wired } of own) if (wired === null) params.push(`${id}.${name}`)
    for (const [port, shape] of Object.entries(outputs ?? {})) {
      if (op?.outputs[port]?.hidden || shape === undefined) continue
      if (singleShape(shape) !== null) values.push(`${id}:${port}`)
      else values.push(...shape.map((_, i) => `${id}:${port}[${i}]`))
    }
  }
  return [
    ...params.map((name) => `gradient ${name}`),
    ...params.map((name) => `value ${name}`),
    ...values.map((name) => `gradient ${name}`),
    ...values.map((name) => `value ${name}`),
    ...wires.map(({ id }) => `wire ${id}`),
  ]
}
