// The derivation: the chain rule for one gradient, written out step by step in the graph's names, to be followed and copied.

import { useMemo, useState } from "react"
import { type Derivable, type DerivationStep, derivationTex, derive } from "../../engine/explain/derivation.ts"
import type { RunResult } from "../../engine/result.ts"
import { writeNumber } from "../../formula/number.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis.ts"
import { nodeName } from "../../graph/nodeName.ts"
import { placeName } from "../../graph/wire.ts"
import { say, warn } from "../../state/messages.ts"
import { useRun } from "../../state/run.ts"
import { useSession } from "../../state/session.ts"
import { Section } from "../inspector/Section.tsx"
import { Maths } from "../maths/Maths.tsx"
import styles from "./derivation.module.css"
import { PrintedForm } from "./PrintedForm.tsx"

interface Props {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
}

/** Offers the derivation where a gradient has been worked out; writes it when asked. */
export function Derivation({ analysis, node }: Props) {
  const result = useRun((state) => (state.phase === "backward" ? state.result : null))
  const [open, setOpen] = useState(false)
  const [chosen, choose] = useState<string | null>(null)
  const choices = result === null ? [] : derivablesOf(node, result)
  const choice = choices.find(({ name }) => name === chosen) ?? choices[0]
  if (result === null || choice === undefined) return null
  return (
    <Section
      title="Derivation"
      aside={
        choices.length < 2 ? null : (
          <select aria-label="Gradient to derive" value={choice.name} onChange={(event) => choose(event.target.value)}>
            {choices.map(({ name }) => (
              <option key={name} value={name}>
                ∂L/∂{name.slice(node.id.length + 1)}
              </option>
            ))}
          </select>
        )
      }
    >
      {open ? (
        <Steps key={choice.name} analysis={analysis} result={result} of={choice.of} />
      ) : (
        <button type="button" className={styles.ask} onClick={() => setOpen(true)}>
          Derive ∂L/∂{nodeName(analysis, node.id)} by the chain rule
        </button>
      )}
    </Section>
  )
}

interface StepsProps {
  readonly analysis: Analysis
  readonly result: RunResult
  readonly of: Derivable
}

function Steps({ analysis, result, of }: StepsProps) {
  const derivation = useMemo(() => derive(analysis, result, of), [analysis, result, of])
  if (derivation === null) return null
  const { steps, closed } = derivation
  const shape = "param" in of ? undefined : result.gradients.get(placeName(of))?.shape
  const copy = () => {
    navigator.clipboard.writeText(derivationTex(derivation)).then(
      () => say("Copied the derivation as LaTeX."),
      () => warn("The browser refused to copy."),
    )
  }
  return (
    <div className={styles.derivation}>
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
          <p className={styles.check}>
            {closed.steps.some(({ tex }) => /_\{i|\\sum_k/.test(tex))
              ? "i and k run over the n cells of one sum or mean, j over the rest. "
              : ""}
            Evaluated with the numbers of this run it differs from the gradient by {writeNumber(closed.difference, 2)}{" "}
            of the largest gradient.
          </p>
          {shape === undefined ? null : <PrintedForm analysis={analysis} of={of} shape={shape} />}
        </>
      )}
      <button type="button" className={styles.ask} onClick={copy}>
        Copy as LaTeX
      </button>
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

interface Choice {
  readonly name: string
  readonly of: Derivable
}

/** What of a node has a gradient: its outputs, then its own params. */
function derivablesOf(node: NodeAnalysis, result: RunResult): readonly Choice[] {
  const outputs = [...result.gradients.keys()].flatMap((name): readonly Choice[] => {
    const port = name.startsWith(`${node.id}:`) ? name.slice(node.id.length + 1) : ""
    const [, bare = port, index] = /^(.*)\[(\d+)\]$/.exec(port) ?? []
    if (port === "") return []
    const source = index === undefined ? { node: node.id, port } : { node: node.id, port: bare, index: Number(index) }
    return [{ name: placeName(source), of: source }]
  })
  const params = node.params
    .map(({ name }): Choice => ({ name: `${node.id}.${name}`, of: { node: node.id, param: name } }))
    .filter(({ name }) => result.gradients.has(name) && !name.endsWith(".value"))
  return [...outputs, ...params]
}
