// Where an arrow's tensor stands under its own name, so that a factor of a sum can be followed.

import { isList } from "../../graph/shapes.ts"
import { placeName } from "../../graph/wire.ts"
import { addressOf } from "../../tensor/address.ts"
import type { RunnableNode } from "../forward.ts"
import type { Cell } from "./explanation.ts"
import type { Arrow } from "./local.ts"

/** Cell `index` of the tensor on an arrow: at the output it comes from, or at the node's own param. */
export function cellOn(node: RunnableNode, arrow: Arrow, index: number): Cell {
  const sources = node.sources.get(arrow.name)
  const source = isList(sources) ? sources[arrow.index ?? 0] : sources
  const name = source == null ? `${node.id}.${arrow.name}` : placeName(source)
  return { name, side: "value", index }
}

/** `X[0, 2]`, `conv1.weight[3, 0, 1, 1]`; the primary output of a node goes by the node's id. */
export function cellWords(name: string, shape: readonly number[], index: number): string {
  const short = name.replace(/:(?:output|value)$/, "")
  return shape.length === 0 ? short : `${short}[${addressOf(shape, index).join(", ")}]`
}
