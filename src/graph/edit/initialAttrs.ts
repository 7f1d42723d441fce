// The attributes of a new node.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { AnyOp } from "../../ops/op.ts"

interface Initial {
  readonly attrs?: { readonly [name: string]: Json }
  readonly defaults?: readonly string[]
}

/**
 * What a node fresh from the library is given, so that it works at once. The shape of an Input is then nobody's wish: it
 * may follow what is wired behind it until somebody types one.
 */
export function initialAttrs(op: AnyOp): Initial {
  const given = Object.entries(op.attrs).flatMap(([name, spec]) =>
    spec.initial === undefined ? [] : [[name, spec.initial] as const],
  )
  const defaults = op.kind === "Input" ? { defaults: ["shape"] } : {}
  return given.length === 0 ? {} : { attrs: Object.fromEntries(given), ...defaults }
}
