// The analysis of the current document in the current mode: derived, worked out once for each change, shared by all.

import { create } from "zustand"
import type { Analysis } from "../graph/analysis/analysis.ts"
import { analyze } from "../graph/analysis/analyze.ts"
import { type GradwireDocument, isQuarantined, type NodeEntry } from "../graph/document.ts"
import type { Problem } from "../graph/problem.ts"
import { knownOps } from "../ops/known.ts"
import type { Mode } from "../ops/op.ts"
import { useDocument } from "./document.ts"
import { useSession } from "./session.ts"

interface AnalysisState {
  readonly analysis: Analysis
  /**
   * The last analysis that said something else than which numbers nodes start from: stays the same object while one is
   * typed or dragged. For whatever shows shapes, counts and wires only.
   */
  readonly structure: Analysis
}

const derive = remembering(analyze)

export const useAnalysis = create<AnalysisState>()(() => ({ analysis: current(), structure: current() }))

useDocument.subscribe(follow)
useSession.subscribe(follow)

/** What is wrong with the document as it stands: nodes that could not be read first, then what the analysis found. */
export function problemsOf({ document, problems }: Analysis): readonly Problem[] {
  const refused = document.nodes.filter(isQuarantined).map(({ id, problem }) => ({ ...problem, node: id }))
  return refused.length === 0 ? problems : [...refused, ...problems]
}

/** Throws what the analysis of a document would throw (a fault of ours), before it stands in the view. Its answer is kept for then. */
export function proveAnalysed(document: GradwireDocument): void {
  derive(document, useSession.getState().mode)
}

function current(): Analysis {
  return derive(useDocument.getState().document, useSession.getState().mode)
}

// Both stores call this on every change of theirs; most leave document and mode alone.
function follow(): void {
  const analysis = current()
  const { analysis: before, structure } = useAnalysis.getState()
  if (analysis === before) return
  useAnalysis.setState({ analysis, structure: sameStructure(structure, analysis) ? structure : analysis })
}

/** True if the two differ in the numbers that nodes start from at most. */
function sameStructure(a: Analysis, b: Analysis): boolean {
  if (a.mode !== b.mode || a.problems.length > 0 || b.problems.length > 0) return false
  const { nodes: before, ...words } = a.document
  const { nodes: after, ...others } = b.document
  return (
    sameFields(words, others) && before.length === after.length && before.every((one, i) => sameNode(one, after[i]))
  )
}

function sameNode(a: NodeEntry, b: NodeEntry | undefined): boolean {
  if (a === b) return true
  if (b === undefined || isQuarantined(a) || isQuarantined(b)) return false
  const { values: before, ...mine } = a
  const { values: after, ...theirs } = b
  // Which tensors are written down is said beside shapes: attributes that are without effect then.
  const [written, now] = [Object.keys(before ?? {}), Object.keys(after ?? {})]
  return sameFields(mine, theirs) && written.join() === now.join()
}

/** The same fields, each the same object: an edit keeps what it does not touch. */
function sameFields(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
}

/** Remembers the last answer: stores change far more often than documents do. */
function remembering(ask: typeof analyze): (document: GradwireDocument, mode: Mode) => Analysis {
  let last: Analysis | null = null
  return (document, mode) => {
    if (last?.document === document && last.mode === mode) return last
    last = ask(document, knownOps, mode)
    return last
  }
}
