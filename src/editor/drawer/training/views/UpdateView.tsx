// The last update of one weight, number by number: the optimizer's rule with the graph's own numbers put in.

import { useState } from "react"
import type { UpdateExplanation } from "../../../../engine/train/report.ts"
import { writeNumber } from "../../../../formula/number.ts"
import { useTraining } from "../../../../state/training/training.ts"
import { useTrainingViews } from "../../../../state/training/trainingViews.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import { Maths } from "../../../maths/Maths.tsx"
import { useWant } from "../examples/useWant.ts"
import styles from "../styles/training.module.css"
import views from "../styles/views.module.css"

export function UpdateView() {
  const plan = useTraining((state) => state.plan)
  const step = useTraining((state) => state.progress?.step ?? 0)
  const [name, setName] = useState<string | null>(null)
  const [cell, setCell] = useState(0)
  const param = plan?.params.find((one) => one.name === name) ?? plan?.params[0]
  const size = sizeOf(param?.shape ?? [])
  const index = Math.min(cell, size - 1)
  useWant(param === undefined || step === 0 ? null : { what: "update", param: param.name, index })
  const update = useTrainingViews((state) => state.update)
  const silence = useTrainingViews((state) => state.silence.get("update"))
  if (param === undefined || step === 0) {
    return (
      <p className={styles.empty}>
        After the first step, the update of any weight is written out here: w − η·dw with its numbers.
      </p>
    )
  }
  return (
    <>
      <div className={styles.tools}>
        <label>
          weight{" "}
          <select value={param.name} onChange={(event) => setName(event.target.value)}>
            {plan?.params.map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        </label>
        <Place shape={param.shape} index={index} onChange={setCell} />
        {update === null ? null : <span>step {update.step}</span>}
      </div>
      {silence === undefined ? null : <p className={styles.wrong}>{silence}</p>}
      {update === null || update.param !== param.name || update.index !== index ? null : <Written update={update} />}
    </>
  )
}

/** One number of a param, by its index along each axis. */
function Place({
  shape,
  index,
  onChange,
}: {
  readonly shape: Shape
  readonly index: number
  readonly onChange: (index: number) => void
}) {
  return (
    <span>
      {shape.map((length, axis) => {
        const stride = sizeOf(shape.slice(axis + 1))
        const at = Math.floor(index / stride) % length
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an axis is its place
          <label key={axis}>
            [
            <input
              type="number"
              className={styles.index}
              aria-label={`Index along axis ${axis}`}
              min={0}
              max={length - 1}
              value={at}
              onChange={({ target: { valueAsNumber: next } }) => {
                if (Number.isInteger(next) && next >= 0 && next < length) onChange(index + (next - at) * stride)
              }}
            />
            ]
          </label>
        )
      })}
    </span>
  )
}

function Written({ update }: { readonly update: UpdateExplanation }) {
  return (
    <div className={views.update}>
      <ol className={views.lines}>
        {update.lines.map((line) => (
          <li key={line.tex}>
            <Maths tex={line.tex} own display />
            <Maths tex={line.worked} own display />
          </li>
        ))}
      </ol>
      <dl className={views.symbols}>
        {update.symbols.map((symbol) => (
          <div key={symbol.tex}>
            <dt>
              <Maths tex={symbol.tex} own />
            </dt>
            <dd>
              {symbol.means}
              {symbol.value === null ? "" : `, ${writeNumber(symbol.value)}`}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
