// Classes that differ in whole numbers alone become one class, whose constructor takes these: what a person writes as
// `Block(64, 128, stride=2)`. Inner classes first, so that those around them differ in no more than numbers, too.

import { type Names, names as newNames } from "../python/names.ts"
import { split } from "../python/python.ts"
import type { Row, Size, WrittenClass } from "./writtenClass.ts"

/** More numbers than a constructor can take and still be read. */
const MOST_SIZES = 6

/** Arguments by the name of a callable, in their order, where it is called without them. */
export type Signatures = Map<string, readonly string[]>

/** The classes, the last one the network itself, with as few that are alike as can be. */
export function withSizes(
  classes: readonly WrittenClass[],
  classNames: Names,
  signatures: Signatures,
): readonly WrittenClass[] {
  let now = classes
  const refused = new Set<string>()
  for (;;) {
    const groups = [...grouped(now.slice(0, -1).filter(({ sizes }) => sizes.length === 0))]
    const found = groups.find(([key, members]) => members.length > 1 && !refused.has(key))
    if (found === undefined) return now
    const [key, members] = found
    const joined = joinedClass(members, classNames, signatures)
    if (joined === null) refused.add(key)
    else now = replaced(now, members, joined)
  }
}

/** By what is the same in all of a group. */
function grouped(classes: readonly WrittenClass[]): ReadonlyMap<string, readonly WrittenClass[]> {
  const groups = new Map<string, WrittenClass[]>()
  for (const one of classes) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return groups
}

interface Joined {
  readonly whole: WrittenClass
  /** By the name of a class of before, how it is made now. */
  readonly calls: ReadonlyMap<string, string>
}

/** The class that stands for all, at the place of the first. */
function replaced(
  classes: readonly WrittenClass[],
  members: readonly WrittenClass[],
  { whole, calls }: Joined,
): readonly WrittenClass[] {
  const [first] = members
  const again = (text: string): string => text.replace(/\b(\w+)\(\)/g, (made, name: string) => calls.get(name) ?? made)
  return classes.flatMap((one) => {
    if (one === first) return [whole]
    if (members.includes(one)) return []
    return [{ ...one, init: one.init.map(({ text, comment }) => ({ text: again(text), comment })) }]
  })
}

/** What is the same in classes that can become one: all but whole numbers of what they hold. */
function keyOf({ init, methods, base }: WrittenClass): string {
  const held = init.map(({ text }) => {
    const bare = withOptions(text, () => [])
    return integersIn(bare).reduceRight((so, { start, end }) => `${so.slice(0, start)}#${so.slice(end)}`, bare)
  })
  return JSON.stringify([base, held, methods.map(({ head, rows }) => [head, rows.map(({ text }) => text)])])
}

/** Null where the constructor would take too much. */
function joinedClass(members: readonly WrittenClass[], classNames: Names, signatures: Signatures): Joined | null {
  const [first] = members
  if (first === undefined) return null
  const texts = explicit(members)
  const found = texts.map((rows) => rows.map(integersIn))
  const sizes = sizesOf(texts[0] ?? [], found, signatures)
  if (sizes.length > MOST_SIZES) return null
  const rows = (texts[0] ?? []).map((text, row): Row => {
    const own = (found[0]?.[row] ?? []).map((integer, i) => ({ integer, place: `${row}:${i}` }))
    const written = own.reduceRight((so, { integer: { start, end }, place }) => {
      const size = sizes.find(({ places }) => places.includes(place))
      return size === undefined ? so : so.slice(0, start) + size.name + so.slice(end)
    }, text)
    return { text: written, comment: commonComment(members.map(({ init }) => init[row]?.comment ?? "")) }
  })
  const name = classNames.fresh(stemOf(members))
  const ordered = [...sizes].sort((a, b) => Number(a.fallback !== null) - Number(b.fallback !== null))
  signatures.set(
    name,
    ordered.map((size) => size.name),
  )
  const methods = first.methods.map((method, m) => ({
    ...method,
    rows: method.rows.map(({ text }, r) => ({
      text,
      comment: commonComment(members.map((one) => one.methods[m]?.rows[r]?.comment ?? "")),
    })),
  }))
  const calls = new Map(members.map((one, i) => [one.name, `${name}(${givenText(ordered, i)})`]))
  return { whole: { ...first, name, sizes: ordered, init: rows, methods }, calls }
}

/** Those that must be given by their place, the others by their name, if they are not what is taken anyway. */
function givenText(sizes: readonly FoundSize[], member: number): string {
  return sizes
    .flatMap(({ name, fallback, values }, i) => {
      const value = values[member] ?? ""
      if (value === fallback) return []
      return [fallback === null && i < 3 ? value : `${name}=${value}`]
    })
    .join(", ")
}

/** What all say, or else whatever names an id. */
function commonComment(comments: readonly string[]): string {
  const [first = ""] = comments
  return comments.every((one) => one === first) ? first : (/"[^"]*"/.exec(first)?.[0] ?? "")
}

/** `Layer` of Layer1 and Layer2, ConvBnRelu of what holds these; else the name of the first. */
function stemOf(members: readonly WrittenClass[]): string {
  const [first, ...others] = members.map(({ name }) => name)
  if (first === undefined) return "Part"
  let length = first.length
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1
  const stem = first.slice(0, length).replace(/[_\d]+$/, "")
  if (stem.length >= 3) return stem
  const held = (members[0]?.init ?? []).map(({ text }) => /^self\.([A-Za-z]+)\d* = /.exec(text)?.[1] ?? "")
  const words = held.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("")
  return members[0]?.base === "nn.Sequential" && held.length <= 4 && !held.includes("") ? words : first
}

// ---- Numbers that differ --------------------------------------------------------------------------------------------

interface FoundSize extends Size {
  /** Of each member. */
  readonly values: readonly string[]
  /** `row:integer`. */
  readonly places: readonly string[]
}

/** Integers that are not the same everywhere; those that go together are one size. */
function sizesOf(
  rows: readonly string[],
  found: readonly (readonly (readonly Integer[])[])[],
  signatures: Signatures,
): readonly FoundSize[] {
  const byValues = new Map<string, { values: string[]; uses: Use[] }>()
  const all: Use[] = []
  for (const [row, text] of rows.entries()) {
    for (const [i, { callee, argument }] of (found[0]?.[row] ?? []).entries()) {
      const name = typeof argument === "string" ? argument : (signatures.get(callee)?.[argument] ?? "size")
      const use = { place: `${row}:${i}`, name, holder: /^self\.(\w+) = /.exec(text)?.[1] ?? "" }
      all.push(use)
      const values = found.map((member) => member[row]?.[i]?.text ?? "")
      if (values.every((value) => value === values[0])) continue
      const key = values.join(" ")
      const known = byValues.get(key) ?? { values, uses: [] }
      known.uses.push(use)
      byValues.set(key, known)
    }
  }
  const variables = newNames("variables")
  const taken = new Set<string>()
  return [...byValues.values()].map(({ values, uses }) => {
    const plain = sizeName(uses, all)
    const name = variables.fresh(taken.has(plain) ? `${uses[0]?.holder}_${plain}` : plain)
    taken.add(plain)
    const fallback = OPTIONS.get(uses[0]?.name ?? "") ?? null
    return {
      name,
      values,
      places: uses.map(({ place }) => place),
      fallback: values.includes(fallback ?? "") ? fallback : null,
    }
  })
}

/** Where a size stands, under which name. */
interface Use {
  readonly place: string
  readonly name: string
  readonly holder: string
}

/** `in_channels` of what comes in, `out_channels` of what goes out, `channels` of both, `hidden_channels` of what lies between. */
function sizeName(uses: readonly Use[], all: readonly Use[]): string {
  const entry = all.find(({ name }) => name.startsWith("in_"))
  const exit = all.findLast(({ name }) => name.startsWith("out_"))
  const [isIn, isOut] = [uses.some((use) => use === entry), uses.some((use) => use === exit)]
  const side = uses.find(({ name }) => /^(?:in|out)_/.test(name))
  const noun = side?.name.replace(/^(?:in|out)_/, "") ?? ""
  if (isIn && isOut) return noun
  if (isIn) return `in_${noun}`
  if (isOut) return `out_${noun}`
  return side === undefined ? (uses[0]?.name ?? "size") : `hidden_${noun}`
}

interface Integer {
  readonly start: number
  readonly end: number
  readonly text: string
  /** What is called with it. */
  readonly callee: string
  /** By its name, or its place. */
  readonly argument: string | number
}

/** The whole numbers that are arguments, outside of strings. */
function integersIn(text: string): readonly Integer[] {
  const found: Integer[] = []
  const calls: { callee: string; argument: string | number; index: number }[] = []
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|\w+=(?!=)|[\w.]+\(|[\w.-]+|[()[\],]/g)) {
    const call = calls.at(-1)
    if (token.endsWith("(")) calls.push({ callee: token.slice(0, -1), argument: 0, index: 0 })
    else if (token === "[") calls.push({ callee: "", argument: 0, index: 0 })
    else if (token === ")" || token === "]") calls.pop()
    else if (call === undefined) continue
    else if (token === ",") call.argument = ++call.index
    else if (token.endsWith("=")) call.argument = token.slice(0, -1)
    else if (/^\d+$/.test(token)) {
      found.push({ start: index, end: index + token.length, text: token, callee: call.callee, argument: call.argument })
    }
  }
  return found
}

// ---- Arguments that are left out ------------------------------------------------------------------------------------

/** What PyTorch takes for a whole number that a convolution is not given. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
  ["stride", "1"],
  ["padding", "0"],
  ["dilation", "1"],
  ["groups", "1"],
])
const CONVOLUTION = /(nn\.Conv(?:Transpose)?[12]d)\(([^()]*)\)/g

/** The lines of each member, every convolution with all the arguments that it has in one of them. */
function explicit(members: readonly WrittenClass[]): readonly (readonly string[])[] {
  return members.map(({ init }) =>
    init.map(({ text }, row) => {
      const wanted = members.map((other) => optionsIn(other.init[row]?.text ?? ""))
      return withOptions(text, (call) =>
        [...OPTIONS.keys()].filter((name) => wanted.some((calls) => calls[call]?.has(name) === true)),
      )
    }),
  )
}

/** Of each convolution of a line the options that are written. */
function optionsIn(text: string): readonly ReadonlyMap<string, string>[] {
  return Array.from(text.matchAll(CONVOLUTION), ([, , given = ""]) => optionsOf(given))
}

function optionsOf(given: string): ReadonlyMap<string, string> {
  return new Map(
    split(given).flatMap((one): readonly (readonly [string, string])[] => {
      const [, name = "", value = ""] = /^(\w+)=(\d+)$/.exec(one) ?? []
      return OPTIONS.has(name) ? [[name, value]] : []
    }),
  )
}

/** A line whose convolutions have these options, and no others that are whole numbers. */
function withOptions(text: string, wanted: (call: number) => readonly string[]): string {
  let call = -1
  return text.replace(CONVOLUTION, (_, name: string, given: string) => {
    call += 1
    const own = optionsOf(given)
    const others = split(given).filter((one) => !own.has(one.slice(0, one.indexOf("="))))
    const at = others.findIndex((one) => one.startsWith("kernel_size=")) + 1
    const options = wanted(call).map((option) => `${option}=${own.get(option) ?? OPTIONS.get(option)}`)
    return `${name}(${[...others.slice(0, at), ...options, ...others.slice(at)].join(", ")})`
  })
}
