// What has just come to the canvas makes way for what stands there: pasted, copied, put in from the library.

import { analyze } from "../../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../graph/document.ts"
import { stepAside } from "../../../graph/drawing/aside.ts"
import { ops } from "../../../ops/registry.ts"
import { useSession } from "../../../state/session.ts"

/** The document with these new nodes clear of all others, as large as they will be drawn. */
export function clearOfOthers(document: GradwireDocument, newcomers: Iterable<string>): GradwireDocument {
  return stepAside(document, newcomers, analyze(document, ops, useSession.getState().mode))
}
