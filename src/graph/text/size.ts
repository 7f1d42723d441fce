// How much there is in a text, before anything is made of it.

import type { Json } from "../../ops/attributes/attrs.ts"
import { type Limits, softLimits } from "../limits.ts"
import { count } from "../problem.ts"
import { isObject } from "./entry.ts"
import type { Report } from "./report.ts"
import type { Scan } from "./scan.ts"

const COUNTED = ["fields", "groups", "nodes", "wires"] as const

/** Whether the document may be opened. Reports what is over a limit, hard or soft. */
export function fits(scanned: Scan, limits: Limits, report: Report): boolean {
  if (report.text.length > softLimits.fileBytes) {
    report.warn("GW-F190", `The document has ${count(report.text.length)} characters; opening and editing may be slow`)
  }
  const sizes = sizesOf(scanned)
  for (const thing of COUNTED) {
    const [found, hard, soft] = [sizes[thing], limits[thing], softLimits[thing]]
    if (found > hard) {
      const sentence = `The document has ${count(found)} ${thing}; the limit is ${count(hard)}`
      const sides = { found: count(found), expected: `at most ${count(hard)}` }
      report.add("GW-S110", `${sentence}. Nothing was opened or changed`, sides)
      return false
    }
    if (found > soft) {
      report.warn("GW-S111", `The document has ${count(found)} ${thing}; above ${count(soft)} editing may be slow`)
    }
  }
  return true
}

function sizesOf(scanned: Scan): Record<(typeof COUNTED)[number], number> {
  const list = (key: string): readonly Json[] => {
    const value = scanned.members.find((member) => member.key === key)?.value
    return Array.isArray(value) ? value : []
  }
  const nodes = list("nodes")
  return {
    fields: scanned.members.length,
    groups: list("groups").length,
    nodes: nodes.length,
    wires: nodes.reduce((sum: number, entry) => sum + wiresInto(entry), 0),
  }
}

function wiresInto(entry: Json): number {
  if (!isObject(entry) || !isObject(entry.inputs)) return 0
  const inputs = Object.values(entry.inputs)
  return inputs.reduce((sum: number, input) => sum + (Array.isArray(input) ? input.length : 1), 0)
}
