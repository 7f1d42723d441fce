// Joining two places as a hand does: what a wire makes known of nodes that nobody has set is given to them in the same edit.

import { analyze } from "../../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../graph/document.ts"
import { connect } from "../../../graph/edit/edit.ts"
import { normalizingAttrs } from "../../../graph/edit/normalizingAttrs.ts"
import type { Sink, Source } from "../../../graph/wire.ts"
import { knownOps } from "../../../ops/known.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { say } from "../../../state/messages.ts"
import { useSession } from "../../../state/session.ts"

/** The document with a wire; a mean and a variance that now lead to a normalisation go over its axes, and that is said. */
export function joined(document: GradwireDocument, from: Source, to: Sink): GradwireDocument {
  const { mode } = useSession.getState()
  const wired = connect(document, from, to)
  const { analysis } = useAnalysis.getState()
  const before = analysis.document === document ? analysis : analyze(document, knownOps, mode)
  const given = normalizingAttrs(before, analyze(wired, knownOps, mode))
  if (given === null) return wired
  const go = given.nodes.length === 1 ? "goes" : "go"
  say(`${given.nodes.join(" and ")} now ${go} over dim ${given.dim.join(", ")} with keepdim, to normalise.`)
  return given.document
}
