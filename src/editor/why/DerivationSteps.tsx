// The derivation: the chain rule for one gradient, written out step by step in the graph's names, to be followed and copied.

import { useMemo } from "react"
import { type Derivable, type DerivationStep, derivationTex, derive } from "../../engine/explain/derivation.ts"
import { writeNumber } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { placeName } from "../../graph/wire.ts"
import { say, warn } from "../../state/messages.ts"
import { reading } from "../../state/run/reading.ts"
import type { ShownRun } from "../../state/run/shown.ts"
import { useSession } from "../../state/session.ts"
import { Maths } from "../maths/Maths.tsx"
import { Button } from "../parts/Button.tsx"
import quiet from "../parts/styles/quiet.module.css"
import { useReading } from "../parts/useReading.ts"
import styles from "./derivation.module.css"
import { PrintedForm } from "./PrintedForm.tsx"

interface StepsProps {
  readonly analysis: Analysis
  readonly result: ShownRun
  readonly of: Derivable
}

export function DerivationSteps({ analysis, result, of }: StepsProps) {
  const read = useReading(useMemo(() => reading(result, (run) => derive(analysis, run, of)), [analysis, result, of]))
  if (read.problem !== null) return <p role="alert">{read.problem}</p>
  if (read.is === undefined) return <p className={quiet.text}>Reading the numbers…</p>
  const derivation = read.is
  if (derivation === null) return null
  const { steps, closed } = derivation
  const shape = "param" in of ? undefined : result.at("gradient", placeName(of))?.shape
  const copy = () => {
    navigator.clipboard.writeText(derivationTex(derivation)).then(
      () => say("Copied the derivation as LaTeX."),
      () => warn("The browser refused to copy."),
    )
  }
  return (
    <div className={styles.derivation} data-derivation="">
      <ol className={styles.steps}>
        {steps.map((step, at) => (
          <Step key={`${step.words} ${step.tex}`} step={step} number={at + 1} />
        ))}
      </ol>
      {closed === null ? null : (
        <>
          <h4 className={styles.heading}>With everything put in</h4>
          <ol className={styles.steps}>
            {closed.steps.map((step, at) => (
              <Step key={`${step.words} ${step.tex}`} step={step} number={steps.length + at + 1} />
            ))}
          </ol>
          <p className={quiet.text}>
            {closed.steps.some(({ tex }) => /_\{i|\\sum_k/.test(tex))
              ? "i and k run over the n cells of one sum or mean, j over the rest. "
              : ""}
            Evaluated with the numbers of this run it differs from the gradient by {writeNumber(closed.difference, 2)}{" "}
            of the largest gradient.
          </p>
          {shape === undefined ? null : <PrintedForm analysis={analysis} of={of} shape={shape} />}
        </>
      )}
      <Button onClick={copy}>Copy as LaTeX</Button>
    </div>
  )
}

function Step({ step, number }: { readonly step: DerivationStep; readonly number: number }) {
  const hover = useSession((state) => state.hover)
  const select = useSession((state) => state.select)
  const { wire, words, tex } = step
  return (
    <li
      className={styles.step}
      onMouseEnter={() => wire !== null && hover({ wire })}
      onMouseLeave={() => wire !== null && hover(null)}
    >
      <p className={styles.words}>
        <span className={styles.number}>({number})</span>
        {wire === null ? (
          <span>{words}</span>
        ) : (
          <button type="button" onClick={() => select({ nodes: [], wires: [wire] })} title="Select this wire">
            {words}
          </button>
        )}
      </p>
      <div className={styles.formula}>
        <Maths tex={tex} display own />
      </div>
    </li>
  )
}
