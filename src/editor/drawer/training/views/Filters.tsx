// Learned filters as pictures, each beside what it began as, on one scale.

import { useMemo } from "react"
import { stats } from "../../../../state/run/stats.ts"
import { useTrainingViews } from "../../../../state/training/trainingViews.ts"
import { sizeOf, type Tensor } from "../../../../tensor/tensor.ts"
import quiet from "../../../parts/styles/quiet.module.css"
import { useDark } from "../../../parts/useDark.ts"
import { HeatPicture } from "../../../tensor/HeatMap.tsx"
import { useWant } from "../examples/useWant.ts"
import styles from "../styles/training.module.css"
import views from "../styles/views.module.css"

/** Pictures of one param that are drawn; the rest is counted. */
const MOST = 48
const SIDE = 44

export function Filters() {
  useWant({ what: "params" })
  const snapshot = useTrainingViews((state) => state.snapshot)
  const filters = useMemo(() => [...(snapshot?.params ?? [])].filter(([, { shape }]) => isFilter(shape)), [snapshot])
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
      {filters.map(([name, now]) => (
        <section key={name} className={views.filters} aria-label={`Filters of ${name}`}>
          <h3>
            {name}{" "}
            <span className={quiet.text}>
              {now.shape.join("×")}, at first and after step {snapshot.step}
            </span>
          </h3>
          <Pairs now={now} before={snapshot.initial.get(name) ?? now} />
        </section>
      ))}
    </div>
  )
}

function Pairs({ now, before }: { readonly now: Tensor; readonly before: Tensor }) {
  const dark = useDark()
  const rows = now.shape.length === 3 ? 1 : (now.shape.at(-2) ?? 1)
  const columns = now.shape.at(-1) ?? 1
  const area = rows * columns
  const count = now.data.length / area
  const largest = Math.max(stats(now).largest, stats(before).largest)
  const cell = Math.max(3, Math.floor(SIDE / Math.max(rows, columns)))
  const shown = Math.min(MOST, count)
  const tiles = useMemo(
    () =>
      Array.from({ length: shown }, (_, i) => [before, now].map(({ data }) => data.subarray(i * area, (i + 1) * area))),
    [before, now, shown, area],
  )
  return (
    <div className={views.tiles}>
      {tiles.map((tile, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a filter is its place
        <div key={i} className={views.tilePair}>
          {tile.map((data, side) => (
            <HeatPicture
              key={side === 0 ? "before" : "now"}
              data={data}
              plane={{ offset: i * area, rows, columns }}
              largest={largest}
              family="value"
              dark={dark}
              cell={cell}
              selected={null}
            />
          ))}
        </div>
      ))}
      {count > shown ? <span className={quiet.text}>… and {count - shown} more</span> : null}
    </div>
  )
}

/** A kernel of a convolution with more than one number, one or two axes of it. */
function isFilter(shape: readonly number[]): boolean {
  const kernel = shape.slice(2)
  return (shape.length === 3 || shape.length === 4) && sizeOf(kernel) > 1
}
