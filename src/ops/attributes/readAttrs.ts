// From the attributes that a document writes at a node to those that its op works with.

import type { AttrSpecs, AttrValues, Json } from "./attrs.ts"

/** What is wrong with one attribute, or with a name that is none. */
export interface AttrProblem {
  readonly attr: string
  readonly sentence: string
}

/** Reads all attributes of a node. Unknown names and wrong values are problems; the rest are still read. */
export function readAttrs<A extends AttrSpecs>(
  specs: A,
  raw: { readonly [name: string]: Json },
): {
  readonly values: AttrValues<A> | null
  /** Those that could be read. */
  readonly known: { readonly [name: string]: unknown }
  readonly problems: readonly AttrProblem[]
} {
  const problems: AttrProblem[] = []
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(specs, name)) {
      const known = Object.keys(specs)
      const list = known.length === 0 ? "this op has none" : `it has ${known.join(", ")}`
      problems.push({ attr: name, sentence: `unknown attribute "${name}"; ${list}` })
    }
  }
  for (const [name, attr] of Object.entries(specs)) {
    const given = Object.hasOwn(raw, name) ? raw[name] : undefined
    const source = given === undefined ? attr.fallback : given
    if (source === undefined) {
      problems.push({ attr: name, sentence: `"${name}" must be set` })
      continue
    }
    const read = attr.read(source)
    if ("value" in read) values[name] = read.value
    else problems.push({ attr: name, sentence: `"${name}": ${read.problem}` })
  }
  // The loop above has set every name of `specs` to the type that its spec reads, unless it reported a problem.
  return { values: problems.length === 0 ? (values as AttrValues<A>) : null, known: values, problems }
}
