// The drawer's tab for the gradient check: start it, see how far it is, and read what it found, tensor by tensor. This folder is
// what is seen of the check, on cards as well; what it works out is in engine/check.

import { useState } from "react"
import type { GradcheckResult } from "../../../engine/check/gradcheck.ts"
import { TOLERANCE } from "../../../engine/check/tolerance.ts"
import { writeCount } from "../../../formula/number.ts"
import { hasMultiplyAdd } from "../../../kernels/wasm/instance.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { ENGINE_WORDS, ENGINES, engineNamed, setEngine, useEngine } from "../../../state/library/engine.ts"
import {
  affordableSamples,
  type CheckStatus,
  checkGradients,
  SAMPLES,
  stopChecking,
  useGradcheck,
} from "../../../state/run/gradcheck.ts"
import { Button } from "../../parts/Button.tsx"
import { Icon } from "../../parts/Icon.tsx"
import button from "../../parts/styles/button.module.css"
import drawer from "../../parts/styles/drawer.module.css"
import { ChecksTable } from "./ChecksTable.tsx"
import styles from "./ChecksView.module.css"
import { writeError } from "./words.ts"

export function ChecksView() {
  const status = useGradcheck((state) => state.status)
  const result = useGradcheck((state) => state.result)
  const nodes = useAnalysis((state) => state.analysis.document.nodes.length)
  const [samples, setSamples] = useState<number | null>(null)
  const checking = status.kind === "checking"
  const act = checking ? stopChecking : () => checkGradients(samples ?? undefined)
  return (
    <>
      <div className={styles.bar}>
        <Button look="firm" disabled={nodes === 0} onClick={act}>
          <Icon name={checking ? "stop" : "check"} size={14} />
          {checking ? "Stop" : result === null ? "Check gradients" : "Check again"}
        </Button>
        <Samples value={samples} onChange={setSamples} />
        <EngineChoice />
        <Progress status={status} />
        <p
          className={styles.verdict}
          aria-live={checking ? "off" : "polite"}
          data-wrong={result !== null && !result.passed}
        >
          {wordsOf(status, result)}
        </p>
      </div>
      {result === null || result.tensors.length === 0 ? <About /> : <ChecksTable result={result} />}
    </>
  )
}

function Samples({
  value,
  onChange,
}: {
  readonly value: number | null
  readonly onChange: (samples: number | null) => void
}) {
  const affordable = useAnalysis((state) => affordableSamples(state.analysis))
  return (
    <label className={styles.samples}>
      numbers a tensor
      <select
        className={button.button}
        title="Of a larger tensor so many numbers are drawn from the seed. Each one costs five forward passes."
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
      >
        <option value="">up to {writeCount(affordable)}</option>
        {SAMPLES.filter((samples) => samples !== affordable).map((samples) => (
          <option key={samples} value={samples}>
            up to {writeCount(samples)}
          </option>
        ))}
      </select>
    </label>
  )
}

function EngineChoice() {
  const engine = useEngine((state) => state.engine)
  return (
    <label className={styles.samples}>
      computed by
      <select
        className={button.button}
        title="Kernels are written for the graph at hand and are much faster. The layers' own rules, one after the other, are what every kernel is held to: the same numbers but for rounding. Fast kernels have the same bits everywhere; the fastest add products in one rounding where the machine can. Trainings and sweeps go by kernels, and runs from two million multiply-adds on: a smaller graph is done before kernels are written. It holds from the next one on."
        value={engine}
        onChange={(event) => setEngine(engineNamed(event.target.value))}
      >
        {ENGINES.filter((each) => each !== "fastest" || hasMultiplyAdd()).map((each) => (
          <option key={each} value={each}>
            {ENGINE_WORDS[each]}
          </option>
        ))}
      </select>
    </label>
  )
}

function Progress({ status }: { readonly status: CheckStatus }) {
  if (status.kind !== "checking") return null
  const { progress } = status
  return (
    <progress
      className={styles.progress}
      aria-label="Numbers checked"
      {...(progress === null ? {} : { value: progress.done, max: progress.of })}
    />
  )
}

function wordsOf(status: CheckStatus, result: GradcheckResult | null): string {
  switch (status.kind) {
    case "idle":
      return ""
    case "checking":
      return status.progress === null
        ? "Starting"
        : `${status.progress.name}, ${writeCount(status.progress.done)} of ${writeCount(status.progress.of)}`
    case "stopped":
      return "Stopped."
    case "dropped":
      return "The graph has changed since it was checked."
    case "failed":
      return status.sentence
    case "done":
      return result === null ? "" : verdict(result, status.milliseconds)
  }
}

function verdict(result: GradcheckResult, milliseconds: number): string {
  if (result.target === null) return "There is no target that could be computed, so there is nothing to check."
  const time = milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
  const words = result.passed ? "Backward agrees." : "Backward does not agree."
  return `${words} Worst relative error ${writeError(result.worst)}, from ${result.target}, seed ${result.seed}, ${time}.`
}

function About() {
  return (
    <p className={drawer.empty}>
      Every element of each parameter, input and intermediate output is perturbed by ±h, in float64. The central
      difference of the target must equal the gradient of backward, to a relative error of {writeError(TOLERANCE)}.
    </p>
  )
}
