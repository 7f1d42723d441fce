// What the network says all over the plane of its two inputs, below the examples: the decision surface.

import { useMemo, useState } from "react"
import { useTraining } from "../../../../state/training/training.ts"
import { useTrainingViews } from "../../../../state/training/trainingViews.ts"
import { Ground } from "../examples/Ground.tsx"
import { classField, dotsOf, previewOf } from "../examples/preview.ts"
import { type Dot, frameOf, Scatter } from "../examples/Scatter.tsx"
import { useWant } from "../examples/useWant.ts"
import styles from "../styles/training.module.css"

const GRID = 48
const PLAIN: readonly Dot[] = [
  { x: -3, y: -3, group: null, held: false },
  { x: 3, y: 3, group: null, held: false },
]

export function SurfaceView() {
  const plan = useTraining((state) => state.plan)
  const of = useTraining((state) => state.of)
  const surface = useTrainingViews((state) => state.surface)
  const silence = useTrainingViews((state) => state.silence.get("surface"))
  const plane = plan?.plane ?? null
  const [chosen, setChosen] = useState<string | null>(null)
  const output = chosen ?? plan?.classified?.scores ?? plane?.outputs[0] ?? null
  const made = useMemo(() => {
    const preview = of?.data === undefined ? null : previewOf(of.data, plan?.seed ?? of.seed ?? 0)
    return preview?.kind === "data" ? preview.made : null
  }, [of, plan])
  const points = useMemo(() => (made === null ? null : dotsOf(made)), [made])
  const frame = useMemo(() => frameOf(points?.dots ?? PLAIN), [points])
  useWant(
    plane === null || output === null
      ? null
      : { what: "surface", request: { input: plane.input, output, x: frame.x, y: frame.y, columns: GRID, rows: GRID } },
  )
  if (plan === null)
    return (
      <p className={styles.empty}>
        For graphs of two inputs an example, their answer all over the plane is drawn here once training runs.
      </p>
    )
  if (plane === null)
    return (
      <p className={styles.empty}>
        No Input of this graph takes two numbers an example, so there is no plane to draw over.
      </p>
    )
  if (silence !== undefined) return <p className={styles.empty}>{silence}</p>
  return (
    <>
      <div className={styles.tools}>
        <label>
          output{" "}
          <select value={output ?? ""} onChange={(event) => setChosen(event.target.value)}>
            {plane.outputs.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        {surface === null ? null : <span>after step {surface.step}</span>}
      </div>
      <Scatter
        label={`What ${output ?? ""} answers over the plane of ${plane.input}, with the examples on it`}
        dots={points?.dots ?? []}
        of={points?.of ?? 0}
        frame={frame}
        names={made === null ? null : (classField(made.training)?.classes ?? null)}
        axes={points?.axes ?? [`${plane.input}[0]`, `${plane.input}[1]`]}
        width={440}
        height={226}
        ground={(x, y) => (surface === null ? null : <Ground surface={surface} x={x} y={y} />)}
      />
    </>
  )
}
