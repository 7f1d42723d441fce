// Loss and accuracy over the steps, training and held back, beside trainings of before. This folder is one view a file of
// what a training answers, and asks it for nothing that is not on the screen.

import { useMemo, useRef, useState } from "react"
import { download } from "../../../../commands/file/saving/download.ts"
import type { TrainHistory } from "../../../../engine/train/report.ts"
import { forgetPast, type PastRun, useTraining } from "../../../../state/training/training.ts"
import { Button } from "../../../parts/Button.tsx"
import { Plot } from "../../../plot/Plot.tsx"
import { plotSvg } from "../../../plot/savePlot.ts"
import { type PlotPoint, type Series, seriesCsv, smoothed } from "../../../plot/series.ts"
import styles from "../styles/training.module.css"

export function Curves() {
  const history = useTraining((state) => state.history)
  const past = useTraining((state) => state.past)
  const objective = useTraining((state) => state.plan?.objective ?? "loss")
  const [log, setLog] = useState(false)
  const [smoothing, setSmoothing] = useState(0)
  const holder = useRef<HTMLDivElement>(null)
  const before = useMemo(() => pastLosses(past, smoothing), [past, smoothing])
  const loss = useMemo(() => [...before, ...lossSeries(history, smoothing)], [before, history, smoothing])
  const accuracy = useMemo(() => accuracySeries(history, past), [history, past])
  if (history.steps.length === 0 && past.length === 0) return <Empty />
  const save = (kind: "csv" | "svg") => {
    if (kind === "csv") {
      download("training.csv", seriesCsv([...loss, ...accuracy], "step"), "text/csv")
      return
    }
    for (const drawing of holder.current?.querySelectorAll<SVGSVGElement>("svg[data-plot]") ?? []) {
      const title = drawing.dataset.plot ?? "plot"
      download(`${fileWord(title)}.svg`, plotSvg(drawing, title), "image/svg+xml")
    }
  }
  return (
    <>
      <CurveTools log={log} onLog={setLog} smoothing={smoothing} onSmoothing={setSmoothing} onSave={save} />
      <div ref={holder} className={styles.plots}>
        <Plot title={objective === "loss" ? "Loss" : objective} series={loss} xName="step" logY={log} />
        {accuracy.length === 0 ? null : <Plot title="Accuracy" series={accuracy} xName="step" />}
      </div>
    </>
  )
}

/** "Σ dY·y" as dy-y: letters and digits that every file system takes. */
function fileWord(title: string): string {
  return (title.toLowerCase().match(/[a-z0-9]+/g) ?? ["plot"]).join("-")
}

interface ToolsProps {
  readonly log: boolean
  readonly onLog: (log: boolean) => void
  readonly smoothing: number
  readonly onSmoothing: (smoothing: number) => void
  readonly onSave: (kind: "csv" | "svg") => void
}

function CurveTools({ log, onLog, smoothing, onSmoothing, onSave }: ToolsProps) {
  const past = useTraining((state) => state.past.length)
  return (
    <div className={styles.tools}>
      <label>
        <input type="checkbox" checked={log} onChange={(event) => onLog(event.target.checked)} /> log axis
      </label>
      <label className={styles.slider}>
        smoothing
        <input
          type="range"
          min={0}
          max={0.98}
          step={0.02}
          value={smoothing}
          onChange={(event) => onSmoothing(event.target.valueAsNumber)}
        />
        <output>{smoothing.toFixed(2)}</output>
      </label>
      {past === 0 ? null : (
        <Button look="quiet" size="small" onClick={forgetPast}>
          Forget {past === 1 ? "the run" : `${past} runs`} of before
        </Button>
      )}
      <span className={styles.spring} />
      <Button look="quiet" size="small" onClick={() => onSave("csv")}>
        CSV
      </Button>
      <Button look="quiet" size="small" onClick={() => onSave("svg")}>
        SVG
      </Button>
    </div>
  )
}

function Empty() {
  return (
    <p className={styles.empty}>
      Loss and accuracy are drawn here while the graph learns. Training takes every param that is not frozen, the
      Parameter nodes included, and moves it against its gradient.
    </p>
  )
}

function pastLosses(past: readonly PastRun[], smoothing: number): readonly Series[] {
  return past.map(({ id, words, history }) => ({
    id: `run${id}`,
    name: words,
    family: "before",
    points: smoothed(lossPoints(history), smoothing),
  }))
}

function lossPoints({ steps }: TrainHistory): readonly PlotPoint[] {
  return steps.map(({ step, loss }) => ({ x: step, y: loss }))
}

function lossSeries(history: TrainHistory, smoothing: number): readonly Series[] {
  const series: Series[] = []
  const points = lossPoints(history)
  const held = history.epochs.flatMap(({ step, validation }) =>
    validation === null ? [] : [{ x: step, y: validation.loss }],
  )
  if (points.length > 0) {
    series.push({
      id: "training",
      name: "training",
      family: "value",
      points: smoothed(points, smoothing),
      marked: points.length < 2,
    })
  }
  if (held.length > 0) {
    series.push({
      id: "validation",
      name: "validation",
      family: "held",
      dashed: true,
      points: held,
      marked: held.length < 40,
    })
  }
  return series
}

function accuracySeries(history: TrainHistory, past: readonly PastRun[]): readonly Series[] {
  const of = ({ epochs }: TrainHistory, part: "training" | "validation") =>
    epochs.flatMap(({ step, [part]: metrics }) => (metrics?.accuracy == null ? [] : [{ x: step, y: metrics.accuracy }]))
  const before: Series[] = past.map(({ id, words, history: { epochs } }) => {
    const held = of({ steps: [], epochs, params: [] }, "validation")
    const points = held.length > 0 ? held : of({ steps: [], epochs, params: [] }, "training")
    return { id: `run${id}`, name: words, family: "before", points }
  })
  const now: Series[] = [
    {
      id: "training",
      name: "training",
      family: "value",
      points: of(history, "training"),
      marked: history.epochs.length < 40,
    },
    {
      id: "validation",
      name: "validation",
      family: "held",
      dashed: true,
      points: of(history, "validation"),
      marked: history.epochs.length < 40,
    },
  ]
  return [...before, ...now].filter(({ points }) => points.length > 0)
}
