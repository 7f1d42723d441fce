// Short ways to a document and to what the analysis says of it.

import type { Analysis } from "../../src/graph/analysis/analysis.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { formatProblem } from "../../src/graph/problem.ts"
import { ops } from "../../src/ops/registry.ts"

export type More = Partial<GradwireDocument>

export const X: NodeDocument = { id: "X", op: "Input", attrs: { shape: [4, 3] } }

export const relu = (id: string, input: string): NodeDocument => ({ id, op: "ReLU", inputs: { input } })

export function analysisOf(nodes: readonly NodeDocument[], more: More = {}): Analysis {
  return analyze({ gradwire: 1, nodes, ...more }, ops)
}

/** Problems as the command line prints them, with their codes. */
export function said(nodes: readonly NodeDocument[], more: More = {}): string[] {
  return analysisOf(nodes, more).problems.map((problem) => `${problem.code} ${formatProblem(problem)}`)
}

export function states(analysis: Analysis): { [id: string]: string } {
  return Object.fromEntries([...analysis.nodes.values()].map(({ id, state }) => [id, state]))
}
