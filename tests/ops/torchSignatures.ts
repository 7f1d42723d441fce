// What PyTorch's own signatures say of the calls that an op writes: scripts/torch_signatures.py has recorded them.

import { readFileSync } from "node:fs"
import type { AttrSpec } from "../../src/ops/attributes/attrs.ts"
import type { AnyCallable } from "../../src/ops/torch.ts"

type Argument = readonly [name: string, ...fallback: unknown[]]
type Overload = readonly Argument[]

const path = new URL("../reference/torch/signatures.json", import.meta.url)
const { signatures }: { signatures: { [name: string]: readonly Overload[] } } = JSON.parse(readFileSync(path, "utf8"))

/** Names by which PyTorch's operators call what Python's functions call `input`. */
const ITSELF = ["self", "input"]
/** Arguments of operators between two. */
const OPERATORS = ["+", "-", "*", "/", "**", "@"]

/** What is wrong with a callable beside its signature; of several overloads, with the nearest. */
export function signatureProblems(
  callable: AnyCallable,
  attrs: { readonly [name: string]: AttrSpec<unknown> },
): readonly string[] {
  if (OPERATORS.includes(callable.name))
    return callable.takes.length === 2 ? [] : [`${callable.name} takes two tensors`]
  const overloads = signatures[callable.name]
  if (overloads === undefined) {
    return [`no signature: python3 scripts/torch_signatures.py ${callable.name}`]
  }
  const found = overloads.map((overload) => overloadProblems(callable, overload, attrs))
  return found.sort((a, b) => a.length - b.length)[0] ?? []
}

/** An argument as `takes` writes it: our name, PyTorch's, and its marks. */
function read(word: string) {
  const match = /^(?:([a-z_]+):)?(\*?)(@?)(\w+?)([=!]?)$/i.exec(word)
  if (match === null) throw new Error(`"${word}" is no argument`)
  const [, theirs, star, at, ours = "", mark] = match
  return { theirs: theirs ?? ours, ours, spread: star === "*", tensor: at === "@", mark }
}

function overloadProblems(
  { name, takes }: AnyCallable,
  overload: Overload,
  attrs: { readonly [name: string]: AttrSpec<unknown> },
): readonly string[] {
  const problems: string[] = []
  const given = new Set<number>()
  let last = -1
  for (const [at, word] of takes.entries()) {
    const { theirs, ours, spread, tensor, mark } =
      typeof word === "string" ? read(word) : { ...read(Object.keys(word)[0] ?? ""), tensor: true }
    const first = at === 0 && tensor && ITSELF.includes(overload[0]?.[0] ?? "")
    // What is spread, and a list of tensors, has no name that matters.
    const index = first || spread || overload.length === 1 ? at : placeOf(overload, theirs, at, tensor && mark === "")
    if (index < 0 || overload[index] === undefined) {
      problems.push(`${name} has no argument ${theirs}`)
      continue
    }
    if (index < last) problems.push(`${name}: ${theirs} comes earlier`)
    last = index
    given.add(index)
    const fallback = overload[index]?.[1]
    const spec = tensor ? undefined : attrs[ours]
    if (spec === undefined || mark === "!" || spec.fallback === undefined) continue
    const own = spec.read(spec.fallback)
    if ("value" in own && !same(own.value, fallback)) {
      problems.push(`${name}: ${theirs} is ${JSON.stringify(fallback)} by default, not ${JSON.stringify(own.value)}`)
    }
  }
  const missing = overload.filter((argument, index) => argument.length === 1 && !given.has(index))
  return [...problems, ...missing.map(([argument]) => `${name} needs ${argument}`)]
}

/** Tensors that are given by their place may have another name there. */
function placeOf(overload: Overload, theirs: string, at: number, placed: boolean): number {
  const named = overload.findIndex(([argument]) => argument === theirs)
  return named < 0 && placed && overload[at]?.length === 1 ? at : named
}

/** A pair stands for one number twice, a list of one for that, an empty list for what is absent. */
function same(ours: unknown, theirs: unknown): boolean {
  if (Array.isArray(ours) && ours.length > 0 && !Array.isArray(theirs)) return ours.every((one) => same(one, theirs))
  if (ours === null) return theirs === null || theirs === undefined || (Array.isArray(theirs) && theirs.length === 0)
  if (Array.isArray(ours) && Array.isArray(theirs)) return ours.every((one, i) => same(one, theirs[i]))
  if (Array.isArray(theirs) && theirs.length === 1) return ours === theirs[0]
  return ours === theirs
}
