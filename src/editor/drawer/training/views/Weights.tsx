// How the numbers of each param lie now, beside where they began.

import { useTrainingViews } from "../../../../state/training/trainingViews.ts"
import { Histogram, rangeOf } from "../../charts/Histograms.tsx"
import { useWant } from "../examples/useWant.ts"
import styles from "../styles/training.module.css"
import views from "../styles/views.module.css"

export function Weights() {
  useWant({ what: "params" })
  const snapshot = useTrainingViews((state) => state.snapshot)
  if (snapshot === null) {
    return (
      <p className={styles.empty}>
        Histograms of every param, as it began and as it is, are drawn here once training runs.
      </p>
    )
  }
  return (
    <div className={views.list}>
      {[...snapshot.params].map(([name, now]) => {
        const before = snapshot.initial.get(name) ?? now
        const range = rangeOf([before, now])
        return (
          <section key={name} className={views.pair} aria-label={name}>
            <h3>{name}</h3>
            <Histogram title="at first" tensor={before} family="value" range={range} />
            <Histogram title={`after step ${snapshot.step}`} tensor={now} family="value" range={range} />
          </section>
        )
      })}
    </div>
  )
}
