// Groups: a namespace of their own, with parents that must form a tree.

import { type GradwireDocument, type GroupDocument, isQuarantined } from "./document.ts"
import { type Problem, quote } from "./problem.ts"
import { didYouMean } from "./suggest.ts"

/** What is wrong with a document's groups and with the nodes' membership in them. They do not keep a graph from running. */
export function groupProblems(document: GradwireDocument): readonly Problem[] {
  const groups = new Map<string, GroupDocument>()
  const problems: Problem[] = []
  document.groups?.forEach((group, index) => {
    if (groups.has(group.id)) {
      const sentence = `Group ${quote(group.id)} is declared twice; give the second another id.`
      problems.push({ code: "GW-G133", severity: "error", sentence, path: `/groups/${index}` })
    } else groups.set(group.id, group)
  })
  document.groups?.forEach((group, index) => {
    const parent = group.parent ?? null
    if (parent === null || groups.has(parent)) return
    const sentence = `Group ${quote(group.id)} has the parent ${quote(parent)}, which does not exist.${
      didYouMean(parent, groups.keys()) || " Use null for a group at the top."
    }`
    problems.push({ code: "GW-G130", severity: "error", sentence, path: `/groups/${index}/parent` })
  })
  problems.push(...parentCircles(groups))
  for (const node of document.nodes) {
    if (isQuarantined(node) || node.group === undefined || groups.has(node.group)) continue
    const hint = didYouMean(node.group, groups.keys()) || " Add the group or take the node out of it."
    const sentence = `"${node.id}" is in group ${quote(node.group)}, which does not exist.${hint}`
    problems.push({ code: "GW-G132", severity: "error", sentence, node: node.id, found: node.group })
  }
  return problems
}

function parentCircles(groups: ReadonlyMap<string, GroupDocument>): Problem[] {
  const problems: Problem[] = []
  const done = new Set<string>()
  for (const start of groups.keys()) {
    const way = new Set<string>()
    let at: string | null = start
    while (at !== null && !done.has(at) && !way.has(at)) {
      way.add(at)
      at = groups.get(at)?.parent ?? null
    }
    if (at !== null && way.has(at)) {
      const ids = [...way]
      const circle = [...ids.slice(ids.indexOf(at)), at]
      const sentence = `Group parents go round in a circle: ${arrows(circle)}. Set one of these parents to null.`
      problems.push({ code: "GW-G131", severity: "error", sentence, found: arrows(circle) })
    }
    for (const id of way) done.add(id)
  }
  return problems
}

/** `a → b → a`; the middle of a long way is left out. */
export function arrows(ids: readonly string[]): string {
  const shown = ids.length <= 12 ? ids : [...ids.slice(0, 6), `… ${ids.length - 10} more …`, ...ids.slice(-4)]
  return shown.join(" → ")
}
