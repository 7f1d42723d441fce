// Repairs of shape problems. The list is the folder: every file `repairs/<name>.ts` exports one rule under its own name.
// A rule proposes; what is offered has been tried: the node has no error left, and nothing that worked has broken.

import { ops } from "../ops/registry.ts"
import type { Analysis } from "./analysis.ts"
import { analyze } from "./analyze.ts"
import type { Problem } from "./problem.ts"
import type { Repair, RepairRule } from "./repairing.ts"

const files = import.meta.glob<Record<string, RepairRule>>("./repairs/*.ts", { eager: true })

/** Every rule, by name. */
export const repairRules: ReadonlyMap<string, RepairRule> = new Map(
  Object.entries(files).map(([path, exports]) => {
    const name = path.replace(/^.*\//, "").replace(/\.ts$/, "")
    const rule = exports[name]
    if (rule?.name !== name) throw new Error(`${path} must export const ${name} with its name, got "${rule?.name}"`)
    return [name, rule]
  }),
)

/** More are no help. */
const MOST = 4
/** So many may be tried: each is an analysis of the whole document. */
const TRIES = 16
const known = new WeakMap<Problem, { readonly analysis: Analysis; readonly repairs: readonly Repair[] }>()

/** What removes a problem, each in one edit; none if nothing is known. The same question is answered once. */
export function repairs(analysis: Analysis, problem: Problem): readonly Repair[] {
  const before = known.get(problem)
  if (before?.analysis === analysis) return before.repairs
  const found = find(analysis, problem)
  known.set(problem, { analysis, repairs: found })
  return found
}

function find(analysis: Analysis, problem: Problem): readonly Repair[] {
  const node = problem.node === undefined ? undefined : analysis.nodes.get(problem.node)
  if (node === undefined || problem.severity !== "error" || !/^GW-T10[12]$/.test(problem.code)) return []
  const proposed = [...repairRules.values()].flatMap((rule) => rule.find({ analysis, node, problem }))
  const distinct = [...new Map(proposed.map((repair) => [repair.label, repair])).values()]
  return distinct
    .slice(0, TRIES)
    .filter((repair) => helps(analysis, repair, node.id))
    .slice(0, MOST)
}

function helps(analysis: Analysis, repair: Repair, id: string): boolean {
  const document = repair.apply(analysis.document)
  if (document === analysis.document) return false
  const after = analyze(document, ops, analysis.mode)
  if (after.nodes.get(id)?.state === "bad") return false
  for (const [other, node] of after.nodes) {
    const was = analysis.nodes.get(other)?.state
    if (node.state === "bad" && (was === "ok" || was === undefined)) return false
  }
  return true
}
