// What a group remembers of the node that it was opened from. It stands in the document as `openedFrom`, so it comes from
// outside like all the rest and is read with care.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { Mode } from "../../ops/op.ts"
import type { NodeDocument, ValueLiteral } from "../document.ts"
import { isObject, readNode } from "../text/entry.ts"

/** What a group remembers of the node that it was opened from. */
export interface OpenedFrom {
  /** As it was, without the tensors that the parts hold now. */
  readonly node: NodeDocument
  readonly mode: Mode
  /** The part `mu` has the id `<name>/mu`. */
  readonly name: string
  /** As drawn, by their short ids; `@input` in their inputs is what arrives at the node's port or param `input`. */
  readonly parts: readonly NodeDocument[]
  /** The part that has the node's own id. */
  readonly own?: string
  readonly ports: {
    /** Part whose primary output gives an output of the node. */
    readonly outputs: ByPart
    /** Part whose `value` is a param or buffer of the node. */
    readonly kept: ByPart
  }
  /** Tensors that were drawn, not written, when the node was opened. */
  readonly drawn?: { readonly [name: string]: ValueLiteral }
  /** How far other nodes were pushed to make room. */
  readonly room?: Room
}
type ByPart = { readonly [name: string]: string }
/** How far the nodes around were moved to make place, in canvas pixels. */
export interface Room {
  readonly right: number
  readonly up: number
  readonly down: number
}

/** The record as plain data. */
export function writeOpenedFrom(record: OpenedFrom): Json {
  // Made of JSON only: ids, literals and node documents as they stand in the file.
  return record as unknown as Json
}

/** The record, or null if the data are none: a damaged or foreign `openedFrom`. */
export function readOpenedFrom(json: Json | undefined): OpenedFrom | null {
  if (!isObject(json) || !isObject(json.ports)) return null
  const { ports, parts, mode, name, own, drawn, room } = json
  const node = readNode(json.node ?? null)
  const sound =
    "value" in node &&
    (mode === "train" || mode === "eval") &&
    typeof name === "string" &&
    (own === undefined || typeof own === "string") &&
    Array.isArray(parts) &&
    parts.length > 0 &&
    parts.every((part: Json) => "value" in readNode(part)) &&
    isByPart(ports.outputs) &&
    isByPart(ports.kept) &&
    (drawn === undefined || isObject(drawn)) &&
    (room === undefined || isRoom(room))
  // Every field was looked at above; literals are compared and kept, never trusted as tensors.
  return sound ? (json as unknown as OpenedFrom) : null
}

/** The id that a part was given in the document. */
export function partId(record: Pick<OpenedFrom, "name" | "own" | "node">, part: string): string {
  return part === record.own ? record.node.id : `${record.name}/${part}`
}

function isByPart(json: Json | undefined): boolean {
  return isObject(json) && Object.values(json).every((part) => typeof part === "string")
}

function isRoom(json: Json): boolean {
  return isObject(json) && ["right", "up", "down"].every((side) => Number.isFinite(json[side]))
}
