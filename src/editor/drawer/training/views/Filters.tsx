// Learned filters as pictures, each beside what it began as, on one scale.

import { useMemo } from "react"
import { type Filters as FilterSet, kernelShape } from "../../../../graph/measure/filters.ts"
import { stats } from "../../../../state/run/stats.ts"
import { useTrainingViews } from "../../../../state/training/trainingViews.ts"
import type { Tensor } from "../../../../tensor/tensor.ts"
import quiet from "../../../parts/styles/quiet.module.css"
import { useDark } from "../../../parts/useDark.ts"
import { FilterTiles } from "../../../tensor/FilterTiles.tsx"
import { useWant } from "../examples/useWant.ts"
import styles from "../styles/training.module.css"
import views from "../styles/views.module.css"

/** Pictures of one param that are drawn; the rest is counted. */
const MOST = 48
const SIDE = 44

export function Filters() {
  useWant({ what: "params" })
  const snapshot = useTrainingViews((state) => state.snapshot)
  const filters = useMemo(
    () =>
      [...(snapshot?.params ?? [])].flatMap(([name, now]) => {
        const shape = kernelShape(now.shape)
        return shape === null ? [] : [{ name, now, shape }]
      }),
    [snapshot],
  )
  if (snapshot === null) {
    return <p className={styles.empty}>Filters of convolutions are drawn here, before and after, once training runs.</p>
  }
  if (filters.length === 0) {
    return (
      <p className={styles.empty}>
        No param of this graph is a filter: it needs a convolution with a kernel of more than one number.
      </p>
    )
  }
  return (
    <div className={views.list}>
      {filters.map(({ name, now, shape }) => (
        <section key={name} className={views.filters} aria-label={`Filters of ${name}`}>
          <h3>
            {name}{" "}
            <span className={quiet.text}>
              {now.shape.join("×")}, at first and after step {snapshot.step}
            </span>
          </h3>
          <Pairs now={now} before={snapshot.initial.get(name) ?? now} shape={shape} />
        </section>
      ))}
    </div>
  )
}

interface PairsProps {
  readonly now: Tensor
  readonly before: Tensor
  readonly shape: FilterSet["shape"]
}

function Pairs({ now, before, shape }: PairsProps) {
  const dark = useDark()
  const tensors = useMemo(() => [before, now], [before, now])
  const largest = Math.max(stats(now).largest, stats(before).largest)
  return (
    <FilterTiles
      tensors={tensors}
      shape={shape}
      largest={largest}
      family="value"
      dark={dark}
      most={MOST}
      side={SIDE}
      least={3}
    />
  )
}
