// Params that are written in the document and do not have the shape that their node asks for now.

import type { Analysis } from "../analysis/analysis.ts"
import type { GradwireDocument, ValueLiteral } from "../document.ts"
import { setValues } from "../edit/edit.ts"

/** A param of a node, whose numbers have another shape. */
export interface Misfit {
  readonly node: string
  readonly port: string
}

/** Params whose numbers do not fit, in the order of their problems. */
export function misfitsOf({ nodes, problems }: Analysis): readonly Misfit[] {
  return problems.flatMap(({ code, node, port }) => {
    const isParam = nodes.get(node ?? "")?.params?.some(({ name }) => name === port) === true
    return code === "GW-T104" && node !== undefined && port !== undefined && isParam ? [{ node, port }] : []
  })
}

/** The document in which these are drawn instead. */
export function withoutValues(document: GradwireDocument, params: readonly Misfit[]): GradwireDocument {
  return params.reduce((before, { node, port }) => setValues(before, node, port, undefined), document)
}

/** Passes: giving up some numbers may show the shape of others. */
const PASSES = 3

/**
 * The edited document without the numbers that fitted before the edit, do not any more, and that nobody typed (they are
 * written as bytes): what was learned at one size is drawn at another. Numbers in brackets stay, with their problem.
 */
export function withoutOutgrown(
  edited: GradwireDocument,
  before: Analysis,
  analyzed: (document: GradwireDocument) => Analysis,
): { readonly document: GradwireDocument; readonly nodes: readonly string[] } {
  const known = new Set(misfitsOf(before).map(({ node, port }) => `${node}.${port}`))
  const nodes = new Set<string>()
  let document = edited
  for (let pass = 0; pass < PASSES; pass++) {
    const entries = new Map(document.nodes.map((entry) => [entry.id, entry] as const))
    const outgrown = misfitsOf(analyzed(document)).filter(({ node, port }) => {
      const entry = entries.get(node)
      const literal = entry === undefined || !("values" in entry) ? undefined : entry.values?.[port]
      return !known.has(`${node}.${port}`) && isBytes(literal)
    })
    if (outgrown.length === 0) break
    for (const { node } of outgrown) nodes.add(node)
    document = withoutValues(document, outgrown)
  }
  return { document, nodes: [...nodes] }
}

function isBytes(literal: ValueLiteral | undefined): boolean {
  return typeof literal === "object" && literal !== null && !Array.isArray(literal)
}
