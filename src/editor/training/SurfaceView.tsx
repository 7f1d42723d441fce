// What the network says all over the plane of its two inputs, below the examples: the decision surface.

import { useEffect, useMemo, useRef, useState } from "react"
import type { Surface } from "../../engine/train/report.ts"
import { useTraining } from "../../state/training.ts"
import { useTrainingViews } from "../../state/trainingViews.ts"
import type { Scale } from "../charts/axes.ts"
import { colourOf } from "../tensor/colour.ts"
import { useDark } from "../theme.ts"
import { classField, dotsOf, previewOf } from "./preview.ts"
import { type Dot, frameOf, Scatter } from "./Scatter.tsx"
import { mixedColour } from "./surfaceColour.ts"
import styles from "./training.module.css"
import { useWant } from "./useWant.ts"
import views from "./views.module.css"

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

function Ground({ surface, x, y }: { readonly surface: Surface; readonly x: Scale; readonly y: Scale }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const dark = useDark()
  const { columns, rows } = surface.request
  useEffect(() => {
    const { current } = canvas
    const context = current?.getContext("2d")
    if (!current || !context) return
    const image = context.createImageData(columns, rows)
    paint(image.data, surface, getComputedStyle(current), dark)
    context.putImageData(image, 0, 0)
  }, [surface, columns, rows, dark])
  const [left, top] = [x.at(surface.request.x[0]), y.at(surface.request.y[1])]
  const width = x.at(surface.request.x[1]) - left
  const height = y.at(surface.request.y[0]) - top
  return (
    <foreignObject x={left} y={top} width={width} height={height}>
      <canvas ref={canvas} className={views.ground} width={columns} height={rows} style={{ width, height }} />
    </foreignObject>
  )
}

/** One number a place: a heat map around zero. Several: the hue of the largest, paler where it wins by little. */
function paint(
  pixels: Uint8ClampedArray,
  { values, request }: Surface,
  style: CSSStyleDeclaration,
  dark: boolean,
): void {
  const { columns, rows } = request
  const each = values.data.length / (columns * rows)
  let largest = 0
  for (const value of values.data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value))
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (row * columns + column) * each
      const colour =
        each === 1
          ? colourOf(values.data[at] ?? Number.NaN, largest, "value", dark)
          : mixedColour(values.data.subarray(at, at + each), style, dark)
      // Row 0 is the lowest y, and pictures begin at the top.
      pixels.set([...colour, 255], 4 * ((rows - 1 - row) * columns + column))
    }
  }
}
