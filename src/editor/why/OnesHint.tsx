// Says why a gradient is nothing but rounding where backward started with ones, and offers to start with other numbers.

import { useMemo } from "react"
import { cellTensor } from "../../engine/explain/explain.ts"
import { ROUNDING, vanishedOnes } from "../../engine/explain/vanished.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { nodeTex } from "../../graph/analysis/symbols.ts"
import { reading, tensorIn } from "../../state/run/reading.ts"
import type { ShownRun } from "../../state/run/shown.ts"
import { stats } from "../../state/run/stats.ts"
import { drawUpstream } from "../inspector/fields/Upstream.tsx"
import { Maths } from "../maths/Maths.tsx"
import { Button } from "../parts/Button.tsx"
import { useLockWords } from "../parts/Editable.tsx"
import { useReading } from "../parts/useReading.ts"
import styles from "./why.module.css"

interface Props {
  readonly analysis: Analysis
  readonly result: ShownRun
  /** Of the gradient: an output, a param or a wire. */
  readonly name: string
}

export function OnesHint({ analysis, result, name }: Props) {
  const locked = useLockWords()
  // A gradient that is more than rounding is not read.
  const vanishing = useMemo(() => {
    const gradient = tensorIn(result, (run) => cellTensor(analysis, run, { name, side: "gradient" }))
    const tiny = gradient !== undefined && stats(gradient).largest < ROUNDING
    return tiny ? reading(result, (run) => vanishedOnes(analysis, run, name)) : null
  }, [analysis, result, name])
  const { is: vanished } = useReading(vanishing)
  if (vanished == null) return null
  const { start, through } = vanished
  const shape = result.at("value", start)?.shape
  return (
    <div className={styles.hint} role="note">
      <p>
        Zero but for rounding, because backward starts with ones: adding the same to every cell that{" "}
        <Maths tex={nodeTex(through.node)} /> normalises together changes nothing behind it.
      </p>
      {shape === undefined ? null : (
        <Button
          disabled={locked !== null}
          title={locked ?? `Backward then starts at ${start} with numbers drawn from the seed`}
          onClick={() => drawUpstream(start, shape)}
        >
          Draw an upstream gradient
        </Button>
      )}
    </div>
  )
}
