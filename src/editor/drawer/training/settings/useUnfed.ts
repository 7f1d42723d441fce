import { useMemo } from "react"
import { isDataProblem, planData } from "../../../../engine/data/make.ts"
import { unfedInputs } from "../../../../engine/train/unfed.ts"
import type { Problem } from "../../../../graph/problem.ts"
import { useAnalysis } from "../../../../state/analysis.ts"
import { useDocument } from "../../../../state/document.ts"

/** What there is to say about Inputs that keep drawn numbers while the document's data feed others. */
export function useUnfed(): readonly Problem[] {
  const data = useDocument((state) => state.document.data)
  const analysis = useAnalysis((state) => state.analysis)
  const fields = useMemo(() => {
    const plan = data === undefined ? null : planData(data)
    return plan === null || isDataProblem(plan) ? null : Object.keys(plan.plan.fields)
  }, [data])
  return useMemo(() => (fields === null ? [] : unfedInputs(analysis, fields)), [analysis, fields])
}
