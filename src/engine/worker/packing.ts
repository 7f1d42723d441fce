// Documents on their way to a worker: what the one before had already stays there and is only named. An edit then sends little,
// and what it has left alone is the same object for the worker, too, which keeps what it knows of it.

import type { GradwireDocument, NodeEntry } from "../../graph/document.ts"
import type { ToWorker } from "./protocol.ts"

/** A document as it travels. */
interface Packed {
  /** All but the nodes, in their order; those without a value are as they were. */
  readonly fields: readonly (readonly [name: string, value?: unknown])[]
  /** New ones, and of others their places in the document before. */
  readonly nodes: readonly (NodeEntry | number)[]
}

/** A message with its document packed, if it has one. */
export type PackedMessage<M> = M extends { readonly document: GradwireDocument }
  ? Omit<M, "document"> & { readonly document: Packed }
  : M

/** The page's end of one worker, to be told of every message in order. */
export function packing(): (message: ToWorker) => PackedMessage<ToWorker> {
  let before: GradwireDocument | null = null
  return (message) => {
    if (!("document" in message)) return message
    const { document } = message
    const packed = pack(document, before)
    before = document
    return { ...message, document: packed }
  }
}

/** The worker's end. */
export function unpacking(): (message: PackedMessage<ToWorker>) => ToWorker {
  let before: GradwireDocument | null = null
  return (message) => {
    if (!("document" in message)) return message
    const document: GradwireDocument = unpack(message.document, before)
    before = document
    return { ...message, document } as ToWorker // the same kind with its document
  }
}

function pack({ nodes, ...fields }: GradwireDocument, before: GradwireDocument | null): Packed {
  const places = new Map(before?.nodes.map((node, place) => [node, place]))
  const old: Readonly<Record<string, unknown>> = { ...before }
  return {
    fields: Object.entries(fields).map(([name, value]) => (old[name] === value ? [name] : [name, value])),
    nodes: nodes.map((node) => places.get(node) ?? node),
  }
}

function unpack({ fields, nodes }: Packed, before: GradwireDocument | null): GradwireDocument {
  const old: Readonly<Record<string, unknown>> = { ...before }
  const all = fields.map(([name, ...given]) => [name, given.length > 0 ? given[0] : old[name]] as const)
  const entries = nodes.map((node) => (typeof node === "number" ? before?.nodes[node] : node))
  // What was packed, piece by piece.
  return Object.fromEntries<unknown>([...all, ["nodes", entries]]) as unknown as GradwireDocument
}
