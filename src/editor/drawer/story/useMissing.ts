import { useMemo } from "react"
import { missingNames } from "../../../graph/analysis/missingNames.ts"
import type { StoryFrame } from "../../../graph/document.ts"
import { useAnalysis } from "../../../state/analysis.ts"

/** What a frame names that the graph does not have. */
export function useMissing(frame: StoryFrame): readonly string[] {
  const structure = useAnalysis((state) => state.structure)
  return useMemo(() => missingNames(frame, structure), [frame, structure])
}
