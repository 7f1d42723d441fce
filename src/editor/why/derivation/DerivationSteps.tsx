// The chain rule for one gradient, written out step by step in the graph's names. Words stand beside their formula where
// there is room. Pointing at a term, or coming to it by keyboard, lights the wires that it comes by.

import type { Derivable, Derivation, DerivationStep } from "../../../engine/explain/derivation.ts"
import type { Term } from "../../../engine/explain/equations.ts"
import { writeNumber } from "../../../formula/number.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { nodeName } from "../../../graph/analysis/nodeName.ts"
import { useSession } from "../../../state/session.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import { Maths } from "../../maths/Maths.tsx"
import quiet from "../../parts/styles/quiet.module.css"
import styles from "./derivation.module.css"
import { PrintedForm } from "./PrintedForm.tsx"

interface StepsProps {
  readonly analysis: Analysis
  readonly derivation: Derivation
  readonly of: Derivable
  /** Of the gradient; not of a param. */
  readonly shape: Shape | undefined
}

export function DerivationSteps({ analysis, derivation: { steps, closed }, of, shape }: StepsProps) {
  return (
    <div className={styles.derivation} data-derivation="">
      <ol className={styles.steps}>
        {steps.map((step, at) => (
          <Step key={`${step.words} ${step.tex}`} analysis={analysis} step={step} number={at + 1} />
        ))}
      </ol>
      {closed === null ? null : (
        <>
          <h4 className={styles.heading}>With everything put in</h4>
          <ol className={styles.steps}>
            {closed.steps.map((step, at) => (
              <Step key={`${step.words} ${step.tex}`} analysis={analysis} step={step} number={steps.length + at + 1} />
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
    </div>
  )
}

interface StepProps {
  readonly analysis: Analysis
  readonly step: DerivationStep
  readonly number: number
}

function Step({ analysis, step: { words, left, terms }, number }: StepProps) {
  return (
    <li className={styles.step}>
      <p className={styles.words}>
        <span className={styles.number}>({number})</span>
        <span>{words}</span>
      </p>
      <div className={styles.formula}>
        <Maths tex={left} display own />
        {terms.map((term, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a term is its place
          <TermPiece key={at} analysis={analysis} term={term} />
        ))}
      </div>
    </li>
  )
}

/** A sign and its term, which no line tears apart. */
function TermPiece({ analysis, term: { sign, tex, wires } }: { readonly analysis: Analysis; readonly term: Term }) {
  return (
    <span className={styles.piece}>
      <Maths tex={`{}${sign}{}`} display own />
      {wires.length === 0 ? (
        <Maths tex={tex} display own />
      ) : (
        <LitTerm tex={tex} wires={wires} words={wayOf(analysis, wires)} />
      )}
    </span>
  )
}

interface LitProps {
  readonly tex: string
  readonly wires: readonly string[]
  /** Which wires it comes by. */
  readonly words: string
}

function LitTerm({ tex, wires, words }: LitProps) {
  const { light, select } = useSession.getState()
  const off = (): void => light([])
  return (
    <button
      type="button"
      className={styles.term}
      title={`${words}. A press selects ${wires.length === 1 ? "this wire" : "these wires"}.`}
      onMouseEnter={() => light(wires)}
      onMouseLeave={off}
      onFocus={() => light(wires)}
      onBlur={off}
      onClick={() => select({ nodes: [], wires })}
    >
      <Maths tex={tex} display own />
    </button>
  )
}

/** `Along X → μ → Z`; of wires that do not follow one another, `Along X → μ, X → Z`. */
function wayOf(analysis: Analysis, ids: readonly string[]): string {
  let text = "Along "
  let last: string | null = null
  for (const id of ids) {
    const wire = analysis.wires.find((one) => one.id === id)
    if (wire === undefined) continue
    const [from, to] = [wire.from.node, wire.to.node].map((node) => nodeName(analysis, node))
    text += last === wire.from.node ? ` → ${to}` : `${last === null ? "" : ", "}${from} → ${to}`
    last = wire.to.node
  }
  return text
}
