// The attributes of a new node.

import type { Json } from "../ops/attrs.ts"
import type { AnyOp } from "../ops/op.ts"

/** What a node fresh from the library is given, so that it works at once. */
export function initialAttrs(op: AnyOp): { readonly attrs?: { readonly [name: string]: Json } } {
  const given = Object.entries(op.attrs).flatMap(([name, spec]) =>
    spec.initial === undefined ? [] : [[name, spec.initial] as const],
  )
  return given.length === 0 ? {} : { attrs: Object.fromEntries(given) }
}
