// What the last run did, step by step: kernels or the layers' own rules, their bytes, times and speeds. This folder reads what a
// run tells of itself and asks for one that is measured; while it is closed nothing is told.

import { useMemo, useState } from "react"
import { commandNamed } from "../../../commands/registry.ts"
import { arenaWords, withoutWords } from "../../../engine/pass/toldPlan.ts"
import { writeText } from "../../../formats/tableText.ts"
import { nodeName } from "../../../graph/analysis/nodeName.ts"
import { costs, forwardMacs } from "../../../graph/measure/costs.ts"
import { hasVectors } from "../../../kernels/wasm/instance.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useEngine } from "../../../state/library/engine.ts"
import { planOf } from "../../../state/run/numbers.ts"
import { measure, useRun } from "../../../state/run/run.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { Button } from "../../parts/Button.tsx"
import { CommandButton } from "../../parts/CommandButton.tsx"
import { Icon } from "../../parts/Icon.tsx"
import menus from "../../parts/styles/menus.module.css"
import switching from "../../parts/styles/switch.module.css"
import { useReading } from "../../parts/useReading.ts"
import { CopyMenu } from "../tables/CopyMenu.tsx"
import styles from "./Plan.module.css"
import { PlanTable } from "./PlanTable.tsx"
import { byNode, planText, ruleRows, type Sorting, sorted, stepRows } from "./rows.ts"
import { offerWords, totalWords, whoWords } from "./words.ts"

/** Of nodes without a kernel; the table has them all. */
const NAMED = 5

export function Plan() {
  const result = useRun((state) => state.result)
  if (result === null || result.steps.length === 0) {
    const refusal = result?.problems.find(({ code }) => code === "GW-E210")
    return (
      <div className={styles.none}>
        <p>{refusal?.sentence ?? "Each step of a run stands here, with its kernel, its bytes and how long it took."}</p>
        <CommandButton command={commandNamed("run.backward")} look="gradient">
          Run forward and backward
        </CommandButton>
      </div>
    )
  }
  return <RunPlan result={result} />
}

function RunPlan({ result }: { readonly result: ShownRun }) {
  const analysis = useAnalysis((state) => state.analysis)
  const stale = useRun((state) => state.stale)
  const running = useRun((state) => state.status.kind === "running")
  const chosen = useEngine((state) => state.engine === "eager")
  const [sorting, setSorting] = useState<Sorting>(null)
  const [whole, setWhole] = useState(false)
  const reading = useMemo(() => (result.engine === "eager" ? null : planOf(result)), [result])
  const plan = useReading(reading).is ?? null
  const rows = useMemo(() => {
    const of = costs(analysis)
    const steps = plan === null ? ruleRows(result.steps, (node) => of.get(node)?.macs ?? null) : stepRows(plan)
    return whole ? byNode(steps) : steps
  }, [analysis, plan, result, whole])
  const shown = useMemo(() => sorted(rows, sorting), [rows, sorting])
  const circumstances = { macs: forwardMacs(analysis), able: hasVectors(), chosen }
  const name = (node: string): string => nodeName(analysis, node)
  return (
    <>
      <div className={menus.menu}>
        <Button
          look="firm"
          disabled={running}
          title="Runs the kernels for half a second, so that times are means of many passes: a browser’s clock is coarse"
          onClick={measure}
        >
          <Icon name="step" size={14} /> Measure
        </Button>
        <fieldset className={switching.switch} aria-label="Rows">
          {[false, true].map((choice) => (
            <button key={String(choice)} type="button" aria-pressed={whole === choice} onClick={() => setWhole(choice)}>
              {choice ? "Nodes" : "Steps"}
            </button>
          ))}
        </fieldset>
        <CopyMenu write={(format) => writeText(planText(shown, name, format === "csv"), format)} name="plan" />
      </div>
      <PlanTable rows={shown} analysis={analysis} sorting={sorting} onSort={setSorting}>
        <p className={styles.words} aria-live="polite">
          {stale ? "Edited since. " : ""}
          {whoWords(result, circumstances)} {offerWords(result, circumstances)} {totalWords(rows)}{" "}
          {plan === null ? "" : `${arenaWords(plan)} ${withoutWords(plan, name, NAMED)}`}
        </p>
      </PlanTable>
    </>
  )
}
