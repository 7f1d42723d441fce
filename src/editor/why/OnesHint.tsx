// Says why a gradient is nothing but rounding where backward started with ones, and offers to start with other numbers.

import { vanishedOnes } from "../../engine/explain/vanished.ts"
import type { RunResult } from "../../engine/pass/result.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { nodeTex } from "../../graph/analysis/symbols.ts"
import { drawUpstream } from "../inspector/fields/Upstream.tsx"
import { Maths } from "../maths/Maths.tsx"
import { Button } from "../parts/Button.tsx"
import { useLockWords } from "../parts/Editable.tsx"
import styles from "./why.module.css"

interface Props {
  readonly analysis: Analysis
  readonly result: RunResult
  /** Of the gradient: an output, a param or a wire. */
  readonly name: string
}

export function OnesHint({ analysis, result, name }: Props) {
  const locked = useLockWords()
  const vanished = vanishedOnes(analysis, result, name)
  if (vanished === null) return null
  const { start, through } = vanished
  const shape = result.values.get(start)?.shape
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
