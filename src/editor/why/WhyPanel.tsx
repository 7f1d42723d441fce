// "Why is this number?": the arithmetic behind the chosen cell. What was chosen is shown first; the reasons come when they
// are worked out, which takes a moment in a tensor of a million cells. This folder sets what engine/explain answers and
// reckons nothing itself.

import { lazy, memo, Suspense, useDeferredValue, useEffect, useMemo, useRef } from "react"
import type { Cell } from "../../engine/explain/terms/explanation.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { ShownRun } from "../../state/run/shown.ts"
import { goBack, useTrail } from "../../state/whyTrail.ts"
import { Button } from "../parts/Button.tsx"
import { Boundary } from "../parts/boundary/Boundary.tsx"
import { Section } from "../parts/Section.tsx"
import { bringInView } from "./inView.ts"
import styles from "./why.module.css"

const Reasons = memo(lazy(async () => ({ default: (await import("./Reasons.tsx")).Reasons })))

/** Fetches what explains: then the first click on a cell is answered at once. */
export function prepareReasons(): void {
  import("./Reasons.tsx").catch(() => {
    // Whoever asks for a reason is told that it cannot be shown.
  })
}

interface Props {
  readonly analysis: Analysis
  readonly result: ShownRun
  readonly cell: Cell
}

export function WhyPanel({ analysis, result, cell: { name, side, index } }: Props) {
  const question = useMemo(
    () => ({ analysis, result, cell: { name, side, index } }),
    [analysis, result, name, side, index],
  )
  const asked = useDeferredValue(question, null)
  const back = useTrail((state) => state.stops.length > 0)
  const arriving = useTrail((state) => state.arriving)
  const place = useRef<HTMLDivElement>(null)
  // Where working it out takes a while, its place is seen meanwhile.
  useEffect(() => {
    const section = place.current?.closest("section")
    if (arriving === "view" && section != null) bringInView(section)
  }, [arriving])
  return (
    <Section
      title="Why this number?"
      aside={
        back ? (
          <Button look="text" onClick={goBack}>
            ← Back
          </Button>
        ) : null
      }
    >
      <div ref={place} className={styles.why} data-family={side} aria-live="polite" aria-busy={asked !== question}>
        {asked === question ? null : <p className={styles.working}>Working it out…</p>}
        {asked === null ? null : (
          <Boundary what="The reason" of={`${side} ${name} ${index}`}>
            <Suspense fallback={<p className={styles.working}>Working it out…</p>}>
              <Reasons {...asked} />
            </Suspense>
          </Boundary>
        )}
      </div>
    </Section>
  )
}
