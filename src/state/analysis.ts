// The analysis of the current document in the current mode: derived, worked out once for each change, shared by all.

import { create } from "zustand"
import type { Analysis } from "../graph/analysis.ts"
import { analyze } from "../graph/analyze.ts"
import { type GradwireDocument, isQuarantined } from "../graph/document.ts"
import type { Problem } from "../graph/problem.ts"
import type { Mode } from "../ops/op.ts"
import { ops } from "../ops/registry.ts"
import { useDocument } from "./document.ts"
import { useSession } from "./session.ts"

export interface AnalysisState {
  readonly analysis: Analysis
}

const derive = remembering(analyze)

export const useAnalysis = create<AnalysisState>()(() => ({ analysis: current() }))

useDocument.subscribe(follow)
useSession.subscribe(follow)

/** What is wrong with the document as it stands: nodes that could not be read first, then what the analysis found. */
export function problemsOf({ document, problems }: Analysis): readonly Problem[] {
  const refused = document.nodes.filter(isQuarantined).map(({ id, problem }) => ({ ...problem, node: id }))
  return refused.length === 0 ? problems : [...refused, ...problems]
}

function current(): Analysis {
  return derive(useDocument.getState().document, useSession.getState().mode)
}

// Both stores call this on every change of theirs; most leave document and mode alone.
function follow(): void {
  const analysis = current()
  if (analysis !== useAnalysis.getState().analysis) useAnalysis.setState({ analysis })
}

/** Remembers the last answer: stores change far more often than documents do. */
function remembering(ask: typeof analyze): (document: GradwireDocument, mode: Mode) => Analysis {
  let last: Analysis | null = null
  return (document, mode) => {
    if (last?.document === document && last.mode === mode) return last
    last = ask(document, ops, mode)
    return last
  }
}
