// How large params and their gradients are while they are learned: RMS over the steps, on a logarithmic axis.

import { useMemo, useState } from "react"
import type { TrainHistory, TrainSummary } from "../../../../engine/train/report.ts"
import { usePartHidden } from "../../../../state/hiding.ts"
import { useSession } from "../../../../state/session.ts"
import { useTraining } from "../../../../state/training/training.ts"
import quiet from "../../../parts/styles/quiet.module.css"
import { Plot } from "../../../plot/Plot.tsx"
import type { Series } from "../../../plot/series.ts"
import styles from "../styles/training.module.css"

/** More lines than this cannot be told apart. */
const MOST = 8

export function Sizes() {
  const history = useTraining((state) => state.history)
  const plan = useTraining((state) => state.plan)
  const selected = useSession((state) => state.nodes)
  const hidden = usePartHidden("gradients")
  const [all, setAll] = useState(false)
  const names = useMemo(() => chosen(plan, all ? [] : selected), [plan, selected, all])
  const values = useMemo(() => seriesOf(history, plan, names, "values"), [history, plan, names])
  const gradients = useMemo(() => seriesOf(history, plan, names, "gradients"), [history, plan, names])
  if (plan === null || history.params.length === 0) {
    return (
      <p className={styles.empty}>
        RMS of every param and of its gradient is drawn here, step by step, once training runs.
      </p>
    )
  }
  return (
    <>
      <div className={styles.tools}>
        <span>
          {names.length} of {plan.params.length} params{selected.length > 0 && !all ? " (of the selected nodes)" : ""}
        </span>
        {selected.length > 0 ? (
          <label>
            <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> whatever is
            selected
          </label>
        ) : plan.params.length > MOST ? (
          <span className={quiet.text}>Select nodes to see theirs.</span>
        ) : null}
      </div>
      <div className={styles.plots}>
        {hidden ? null : <Plot title="RMS of gradients" series={gradients} xName="step" logY />}
        <Plot title="RMS of params" series={values} xName="step" logY />
      </div>
    </>
  )
}

/** Names of the params of the chosen nodes, or the first few of all. */
function chosen(plan: TrainSummary | null, nodes: readonly string[]): readonly string[] {
  const params = plan?.params ?? []
  const theirs = params.filter(({ node }) => nodes.includes(node))
  return (theirs.length > 0 ? theirs : params).slice(0, MOST).map(({ name }) => name)
}

function seriesOf(
  history: TrainHistory,
  plan: TrainSummary | null,
  names: readonly string[],
  side: "values" | "gradients",
): readonly Series[] {
  return names.map((name) => {
    const at = plan?.params.findIndex((param) => param.name === name) ?? -1
    return {
      id: name,
      name,
      family: side === "values" ? "value" : "gradient",
      points: history.params.map((point) => ({ x: point.step, y: point[side][at] ?? Number.NaN })),
    }
  })
}
