// Params that are written in the document and do not have the shape that their node asks for now.

import { sameShape } from "../../tensor/tensor.ts"
import type { Analysis } from "../analysis/analysis.ts"
import type { GradwireDocument } from "../document.ts"
import { setValues } from "../edit/edit.ts"
import { isPacked } from "../values/packed.ts"
import { isValueProblem } from "../values/valueProblem.ts"
import { literalShape } from "../values/values.ts"

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
  const known = new Set(byteMisfitsOf(before).map(({ node, port }) => `${node}.${port}`))
  const nodes = new Set<string>()
  let document = edited
  // An analysis more at each letter that is typed is owed only where there is something to lose.
  if (!edited.nodes.some((entry) => "values" in entry && Object.values(entry.values ?? {}).some(isPacked)))
    return { document, nodes: [] }
  for (let pass = 0; pass < PASSES; pass++) {
    const outgrown = byteMisfitsOf(analyzed(document)).filter(({ node, port }) => !known.has(`${node}.${port}`))
    if (outgrown.length === 0) break
    for (const { node } of outgrown) nodes.add(node)
    document = withoutValues(document, outgrown)
  }
  return { document, nodes: [...nodes] }
}

/** Params that are written as bytes in another shape than their node asks for, also where it has other problems first. */
function byteMisfitsOf({ document, nodes }: Analysis): readonly Misfit[] {
  return document.nodes.flatMap((entry) => {
    if (!("values" in entry)) return []
    const params = nodes.get(entry.id)?.params ?? []
    return params.flatMap(({ name, shape }): readonly Misfit[] => {
      const literal = entry.values?.[name]
      const written = literal !== undefined && isPacked(literal) ? literalShape(literal) : null
      const fits = written === null || isValueProblem(written) || sameShape(written, shape)
      return fits ? [] : [{ node: entry.id, port: name }]
    })
  })
}
