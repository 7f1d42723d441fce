// A call as text, from what an op says of it.

import type { AttrSpec } from "../../ops/attributes/attrs.ts"
import type { AnyOp } from "../../ops/op.ts"
import type { ByName } from "../../ops/port.ts"
import type { AnyTorchContext, TorchValue } from "../../ops/torch.ts"
import { literal } from "../python/python.ts"

/** How the tensors of a node are called where it is written. */
export interface Places {
  /** The tensor at an input port, or a param or buffer; null where there is none. */
  readonly tensor: (name: string) => string | null
  /** Whether the network is being trained. */
  readonly training: string
}

interface Argument {
  /** Null where its place says what it is. */
  readonly name: string | null
  readonly text: string
}

/** What has attributes: an op, an optimizer. */
type Described = Pick<AnyOp, "kind" | "attrs">

interface Takes<At> {
  readonly takes: readonly (string | { readonly [argument: string]: (at: At) => TorchValue })[]
}

/** `(…)` of a callable: its arguments, those that hold PyTorch's defaults left out. */
export function argumentsOf<At extends { readonly attrs: ByName<unknown> }>(
  callable: Takes<At>,
  op: Described,
  at: At,
  places: Places,
): readonly string[] {
  const found: Argument[] = []
  let gap = false
  for (const word of callable.takes) {
    const argument = typeof word === "string" ? said(word, op, at, places) : workedOut(word, at)
    if (argument === null) gap = true
    else if (argument === "nothing") continue
    else found.push({ text: argument.text, name: gap || argument.named ? argument.name : null })
  }
  return found.map(({ name, text }) => (name === null ? text : `${name}=${text}`))
}

type Found = { readonly name: string; readonly text: string; readonly named: boolean }

/** Null for what is left out. */
function said(
  word: string,
  op: Described,
  at: Pick<AnyTorchContext, "attrs">,
  places: Places,
): Found | null | "nothing" {
  const match = /^(?:(\w+):)?(\*?)(@?)(\w+?)([=!]?)$/.exec(word)
  if (match === null) throw new Error(`"${word}" is no argument`)
  const [, theirs, star, tensor, ours = "", mark] = match
  const name = theirs ?? ours
  const named = mark === "=" || mark === "!"
  if (tensor === "@") {
    const text = places.tensor(ours)
    return text === null ? null : { name, text, named }
  }
  if (ours === "training") return { name, text: places.training, named }
  const spec = op.attrs[ours]
  if (spec === undefined) throw new Error(`${op.kind} has no attribute ${ours}`)
  const value = at.attrs[ours]
  if (star === "*") return { name, text: spread(value as readonly number[]), named: false }
  if (mark !== "!" && spec.fallback !== undefined && isFallback(spec, value)) return null
  return { name, text: attribute(spec, value), named: named || spec.fallback !== undefined }
}

function workedOut<At>(word: { readonly [argument: string]: (at: At) => TorchValue }, at: At): Found | null {
  const [written = "", rule] = Object.entries(word)[0] ?? []
  const value = rule?.(at)
  if (value === undefined) return null
  const name = written.replace(/=$/, "")
  return { name, text: literal(value), named: name !== written }
}

/** `2, 3`; an empty list as one argument, for a call without any means something else. */
function spread(values: readonly number[]): string {
  return values.length === 0 ? "()" : values.join(", ")
}

function isFallback(spec: AttrSpec<unknown>, value: unknown): boolean {
  const fallback = spec.read(spec.fallback ?? null)
  return "value" in fallback && JSON.stringify(fallback.value) === JSON.stringify(value)
}

function attribute(spec: AttrSpec<unknown>, value: unknown): string {
  const { kind } = spec.control
  // A pair of equal numbers, and a list of one, are written as one.
  const single = Array.isArray(value) && value.length > 0 && value.every((one) => one === value[0])
  const short = single && (kind === "pair" || value.length === 1) ? value[0] : value
  return literal(short as TorchValue, kind === "number")
}
