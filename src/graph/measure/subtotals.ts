// The layer table by groups: the rows of a group together, in the place of its first, and what they sum up to.

import { type GradwireDocument, isQuarantined } from "../document.ts"
import { type Rowless, type SummaryRow, type SummaryTotals, summaryTotals } from "./table.ts"

/** What the rows of a group come to. */
export interface Subtotal {
  /** The group's id, and its label or else its id. */
  readonly group: string
  readonly label: string
  /** Index of its last row. */
  readonly after: number
  /** 0 for a group at the top. */
  readonly depth: number
  readonly totals: SummaryTotals
}

/** The same rows, those of each group side by side; otherwise in the order they had. */
export function groupedRows(rows: readonly SummaryRow[], document: GradwireDocument): readonly SummaryRow[] {
  if ((document.groups ?? []).length === 0) return rows
  const paths = pathsOf(document)
  return together(rows, 0, paths)
}

/**
 * One for each group that holds several rows; where two end with the same row, the inner one first. `without`: nodes that have
 * no row, so that the sum of their group is not complete.
 */
export function subtotalsOf(
  rows: readonly SummaryRow[],
  document: GradwireDocument,
  without: readonly Rowless[] = [],
): readonly Subtotal[] {
  if ((document.groups ?? []).length === 0) return []
  const labels = new Map(document.groups?.map(({ id, label }) => [id, label ?? id]))
  const paths = pathsOf(document)
  const members = new Map<string, { readonly depth: number; readonly indices: number[] }>()
  rows.forEach((row, index) => {
    paths.get(row.id)?.forEach((group, depth) => {
      const known = members.get(group)
      if (known === undefined) members.set(group, { depth, indices: [index] })
      else known.indices.push(index)
    })
  })
  return [...members]
    .filter(([, { indices }]) => indices.length > 1)
    .map(([group, { depth, indices }]) => ({
      group,
      label: labels.get(group) ?? group,
      after: indices.at(-1) ?? 0,
      depth,
      totals: summaryTotals(
        indices.flatMap((index) => rows[index] ?? []),
        without.filter(({ id }) => paths.get(id)?.includes(group)),
      ),
    }))
    .sort((a, b) => a.after - b.after || b.depth - a.depth)
}

function together(
  rows: readonly SummaryRow[],
  depth: number,
  paths: ReadonlyMap<string, readonly string[]>,
): readonly SummaryRow[] {
  const done = new Set<string>()
  return rows.flatMap((row) => {
    const group = paths.get(row.id)?.[depth]
    if (group === undefined) return [row]
    if (done.has(group)) return []
    done.add(group)
    return together(
      rows.filter(({ id }) => paths.get(id)?.[depth] === group),
      depth + 1,
      paths,
    )
  })
}

/** For each node in a group the groups around it, the outermost first. A circle of parents ends where it closes. */
function pathsOf(document: GradwireDocument): ReadonlyMap<string, readonly string[]> {
  const parents = new Map(document.groups?.map(({ id, parent }) => [id, parent ?? null]))
  const paths = new Map<string, readonly string[]>()
  for (const node of document.nodes) {
    if (isQuarantined(node) || node.group === undefined) continue
    const path: string[] = []
    for (let at: string | null = node.group; at !== null && parents.has(at) && !path.includes(at); ) {
      path.unshift(at)
      at = parents.get(at) ?? null
    }
    paths.set(node.id, path)
  }
  return paths
}
