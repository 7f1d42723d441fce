// What sixty steps of Adam make of the gallery's CNN of edges, bit for bit: Node and the page are held to the same digest.

import { createHash } from "node:crypto"

/** Changes with every kernel that rounds otherwise, in both places. */
export const EDGES_LEARNED = "defda87e57842a00"

/** Of the values of all nodes of a document, as they are written. */
export function digestOf(nodes: readonly { readonly id: string; readonly values?: unknown }[]): string {
  const values = nodes.flatMap(({ id, values }) => (values === undefined ? [] : [[id, values]]))
  return createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 16)
}
