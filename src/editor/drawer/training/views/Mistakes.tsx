// Which classes are taken for which, and the examples that are most wrong, as pictures or numbers.

import { useState } from "react"
import type { DataPart, Evaluation, Mistake } from "../../../../engine/train/report.ts"
import { writeCount, writeNumber } from "../../../../formula/number.ts"
import { useTraining } from "../../../../state/training/training.ts"
import { useTrainingViews } from "../../../../state/training/trainingViews.ts"
import quiet from "../../../parts/styles/quiet.module.css"
import switching from "../../../parts/styles/switch.module.css"
import { ExamplePicture } from "../examples/ExamplePicture.tsx"
import { useWant } from "../examples/useWant.ts"
import styles from "../styles/training.module.css"
import views from "../styles/views.module.css"

export function Mistakes() {
  const plan = useTraining((state) => state.plan)
  const held = (plan?.examples?.validation ?? 0) > 0
  const [chosen, setChosen] = useState<DataPart | null>(null)
  const part = chosen ?? (held ? "validation" : "training")
  useWant(plan?.classified ? { what: "evaluation", part } : null)
  const evaluation = useTrainingViews((state) => state.evaluation)
  const silence = useTrainingViews((state) => state.silence.get("evaluation"))
  if (plan !== null && plan.classified === null) {
    return <p className={styles.empty}>The target compares no classes, so there is nothing to confuse.</p>
  }
  if (silence !== undefined) return <p className={styles.empty}>{silence}</p>
  if (evaluation === null) {
    return (
      <p className={styles.empty}>What is taken for what, and the worst mistakes, are shown here once training runs.</p>
    )
  }
  const { names, confusion, mistakes, accuracy, loss, examples, step } = evaluation
  return (
    <>
      <div className={styles.tools}>
        {held ? (
          <fieldset className={switching.switch} aria-label="Examples">
            {(["validation", "training"] as const).map((one) => (
              <button key={one} type="button" aria-pressed={part === one} onClick={() => setChosen(one)}>
                {one}
              </button>
            ))}
          </fieldset>
        ) : null}
        <span>
          {accuracy === null ? "" : `${(100 * accuracy).toFixed(1)} % right, `}mean {plan?.objective ?? "loss"}{" "}
          {writeNumber(loss)} over {writeCount(examples)} {evaluation.part} examples after step {writeCount(step)}
        </span>
      </div>
      <div className={views.mistakes}>
        {confusion === null ? null : <Confusion confusion={confusion} names={names} />}
        <Worst mistakes={mistakes} names={names} evaluation={evaluation} />
      </div>
    </>
  )
}

function Confusion({
  confusion,
  names,
}: {
  readonly confusion: NonNullable<Evaluation["confusion"]>
  readonly names: readonly string[] | null
}) {
  const called = (i: number): string => names?.[i] ?? String(i)
  return (
    <table className={views.confusion}>
      <caption>Rows: actual class. Columns: what it was taken for.</caption>
      <thead>
        <tr>
          <td />
          {confusion.map((_, i) => (
            <th key={called(i)} scope="col">
              {called(i)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {confusion.map((row, i) => {
          const total = row.reduce((a, b) => a + b, 0)
          return (
            <tr key={called(i)}>
              <th scope="row">{called(i)}</th>
              {row.map((count, j) => (
                <td
                  key={called(j)}
                  data-right={i === j || undefined}
                  style={{ "--share": total === 0 ? 0 : count / total } as React.CSSProperties}
                >
                  {count}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Worst({
  mistakes,
  names,
  evaluation,
}: {
  readonly mistakes: readonly Mistake[]
  readonly names: readonly string[] | null
  readonly evaluation: Evaluation
}) {
  const called = (i: number): string => names?.[i] ?? String(i)
  if (mistakes.length === 0) return <p className={quiet.text}>No mistakes among these examples.</p>
  return (
    <ul className={views.worst} aria-label="Worst mistakes">
      {mistakes.slice(0, 24).map((mistake) => {
        const [first] = mistake.inputs.values()
        return (
          <li key={`${evaluation.part}${mistake.example}`}>
            {first === undefined ? null : <ExamplePicture tensor={first} side={64} />}
            <span>
              <strong>{called(mistake.predicted)}</strong>, is {called(mistake.actual)}
            </span>
            <span className={quiet.text}>
              no. {mistake.example}, loss {writeNumber(mistake.loss)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
