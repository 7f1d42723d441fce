// What a training step holds in memory, against the batch size, and the largest batch that fits.

import { useMemo, useState } from "react"
import { readsOf } from "../../../../engine/pass/reads.ts"
import { DEFAULT_OPTIMIZER, readChoices } from "../../../../engine/train/settings/choices.ts"
import { readMultipliers } from "../../../../engine/train/settings/rates.ts"
import { missingWords } from "../../../../formats/tables.ts"
import { writeBytes, writeCount } from "../../../../formula/number.ts"
import type { Analysis } from "../../../../graph/analysis/analysis.ts"
import { findLargest, type Largest, type MemoryAt, memoryAt } from "../../../../graph/measure/batchMemory.ts"
import { NOT_MODELLED, type TrainingMemoryOptions, trainingMemory } from "../../../../graph/measure/trainingMemory.ts"
import { useAnalysis } from "../../../../state/analysis.ts"
import { useDocument } from "../../../../state/document.ts"
import { recall, remember } from "../../../../state/remembered.ts"
import type { Dtype } from "../../../../tensor/tensor.ts"
import switching from "../../../parts/styles/switch.module.css"
import styles from "../styles/memory.module.css"
import { MemoryBars } from "./MemoryBars.tsx"
import { MemoryBreakdown, type OptimizerState } from "./MemoryBreakdown.tsx"

const UNITS = { GB: 1e9, GiB: 2 ** 30, MB: 1e6, MiB: 2 ** 20 }
type Unit = keyof typeof UNITS

interface Budget {
  readonly amount: number
  readonly unit: Unit
}

export function MemoryView() {
  const analysis = useAnalysis((state) => state.analysis)
  const training = useDocument((state) => state.document.training)
  const [dtype, setDtype] = useState<Dtype>("float32")
  const [budget, setBudget] = useState<Budget>(remembered)
  const optimizer = useMemo(() => optimizerOf(training), [training])
  const options = useMemo(() => {
    const { frozen } = readMultipliers(analysis, training?.multipliers ?? {})
    return { dtype, reads: readsOf, stateCopies: optimizer.copies, frozen }
  }, [analysis, dtype, optimizer, training])
  const memory = useMemo(() => trainingMemory(analysis, options), [analysis, options])
  const limit = budget.amount * UNITS[budget.unit]
  const largest = useMemo(() => findLargest(analysis, options, limit), [analysis, options, limit])
  const written = training?.batch_size ?? memory.batch ?? 1
  const at = useMemo(() => (batch: number) => memoryAt(analysis, batch, options), [analysis, options])
  if (memory.moments.length === 0) {
    return <p className={styles.note}>There is nothing to reckon yet: no shape of this graph is known.</p>
  }
  const choose = (next: Budget) => {
    remember("memory-budget", next)
    setBudget(next)
  }
  return (
    <div className={styles.memory}>
      <div className={styles.controls}>
        <BudgetFields budget={budget} onChange={choose} />
        <output className={styles.answer}>{answer(at(1), largest, limit)}</output>
        <span className={styles.spring} />
        <fieldset className={switching.switch} aria-label="Precision">
          {(["float32", "float64"] as const).map((each) => (
            <button key={each} type="button" aria-pressed={dtype === each} onClick={() => setDtype(each)}>
              {each}
            </button>
          ))}
        </fieldset>
      </div>
      <div className={styles.body}>
        <MemoryBreakdown at={at(written)} batch={written} optimizer={optimizer} />
        {memory.batch === null ? null : <MemoryBars at={at} limit={limit} largest={largest.batch} written={written} />}
      </div>
      {memory.unknown === 0 ? null : (
        <p className={styles.note}>
          Not complete: {missingWords(memory.unknown)}, so that each sum is at least so much.
        </p>
      )}
      {memory.batch === null ? null : <States analysis={analysis} options={options} limit={limit} />}
      <Reckoning />
    </div>
  )
}

function BudgetFields({ budget, onChange }: { readonly budget: Budget; readonly onChange: (budget: Budget) => void }) {
  return (
    <>
      <span>Largest batch in</span>
      <input
        type="number"
        aria-label="Memory"
        min={0.001}
        step="any"
        value={budget.amount}
        onChange={({ target: { valueAsNumber: amount } }) => amount > 0 && onChange({ ...budget, amount })}
      />
      <select
        aria-label="Unit of memory"
        value={budget.unit}
        // The options are the keys of UNITS.
        onChange={({ target }) => onChange({ ...budget, unit: target.value as Unit })}
      >
        {Object.keys(UNITS).map((unit) => (
          <option key={unit}>{unit}</option>
        ))}
      </select>
    </>
  )
}

function Reckoning() {
  return (
    <details className={styles.details}>
      <summary>How this is reckoned, and what is not</summary>
      <p>
        MB are millions of bytes, MiB 1,048,576. Activations live as long as a later op or a backward rule reads them;
        the peak is the fullest moment of one forward and backward pass. Not in it:
      </p>
      <ul>
        {NOT_MODELLED.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  )
}

/** What the chosen optimizer keeps; of one that cannot be read, what the default keeps. */
function optimizerOf(training: Parameters<typeof readChoices>[0] | undefined): OptimizerState {
  const { choices } = readChoices(training ?? {})
  if (choices === null) return { title: DEFAULT_OPTIMIZER.kind, copies: 0 }
  const { of, attrs } = choices.optimizer
  return { title: of.title, copies: of.uses(attrs).length }
}

function remembered(): Budget {
  const held: unknown = recall("memory-budget")
  if (typeof held !== "object" || held === null || !("amount" in held) || !("unit" in held)) return SIXTEEN
  const { amount, unit } = held
  const known = Object.keys(UNITS).find((one): one is Unit => one === unit)
  return typeof amount === "number" && amount > 0 && known !== undefined ? { amount, unit: known } : SIXTEEN
}
const SIXTEEN: Budget = { amount: 16, unit: "GB" }

function answer(one: MemoryAt, { batch, problems }: Largest, limit: number): string {
  const noBatch = one.memory.batch === null
  if (batch === 0 && problems.length === 0) {
    return `${noBatch ? "does not fit" : "none"}: it takes ${writeBytes(one.total, false)}, ${writeBytes(one.total - limit, false)} too much`
  }
  if (noBatch) return "fits; nothing in this graph has a batch axis"
  const found = batch === 0 ? "none" : Number.isFinite(batch) ? writeCount(batch) : "any"
  const [refused] = problems
  return refused === undefined ? found : `${found}. ${refused.node}: ${refused.sentence}`
}

const COPIES: readonly (readonly [string, number])[] = [
  ["SGD, SignSGD", 0],
  ["momentum, Muon", 1],
  ["Adam, AdamW", 2],
]

interface StatesProps {
  readonly analysis: Analysis
  readonly options: TrainingMemoryOptions
  readonly limit: number
}

/** The same graph with the state of each kind of optimizer. */
function States({ analysis, options, limit }: StatesProps) {
  const words = useMemo(
    () =>
      COPIES.map(([names, stateCopies]) => {
        const other = { ...options, stateCopies }
        const { batch } = findLargest(analysis, other, limit)
        const state = writeBytes(trainingMemory(analysis, other).state, false)
        return `${names} (${stateCopies}×, ${state}) ${Number.isFinite(batch) ? writeCount(batch) : "any"}`
      }),
    [analysis, options, limit],
  )
  return (
    <p className={styles.note}>
      {"Largest batch by optimizer state: "}
      {words.join(" · ")}
    </p>
  )
}
