// One plot for each readout: the mean over the seeds, a band of one standard deviation, and the fitted line.

import { useState } from "react"
import type { SweepCurve, SweepFit, SweepReport } from "../../../engine/sweep/report.ts"
import { writeNumber } from "../../../formula/number.ts"
import { Plot } from "../../plot/Plot.tsx"
import type { Series } from "../../plot/series.ts"
import training from "../training/styles/training.module.css"

export function SweepPlots({ report }: { readonly report: SweepReport | null }) {
  const [chosen, setChosen] = useState<"log" | "linear" | null>(null)
  if (report === null || report.plan === null || report.points.length === 0) {
    return (
      <p className={training.empty}>
        Each readout is drawn here over the swept values: its mean over the seeds, a band of one standard deviation, and
        the slope of the line through the means. On log axes the slope is the power with which it grows.
      </p>
    )
  }
  const { plan, curves } = report
  const axes =
    chosen ?? (plan.log || curves.some(({ fit }) => fit?.axes === "log" && plan.values.length > 2) ? "log" : "linear")
  return (
    <>
      <div className={training.tools}>
        <label>
          <input
            type="checkbox"
            checked={axes === "log"}
            onChange={(event) => setChosen(event.target.checked ? "log" : "linear")}
          />{" "}
          log axes
        </label>
        <span>
          {plan.seeds.length > 1 ? `mean and standard deviation over ${plan.seeds.length} seeds` : "one seed"}
        </span>
      </div>
      <div className={`${training.view} ${training.plots}`}>
        {curves.map((curve) => (
          <Curve key={curve.words} curve={curve} log={axes === "log"} xName={xNameOf(plan.set)} />
        ))}
      </div>
    </>
  )
}

function Curve({ curve, log, xName }: { readonly curve: SweepCurve; readonly log: boolean; readonly xName: string }) {
  const known = curve.summaries.filter(({ n }) => n > 0)
  const positive = known.every(({ value, mean }) => value > 0 && mean > 0)
  const both = log && positive
  const fit = both ? curve.fit : curve.linear
  const gradient = /^(?:gradient|wire) /.test(curve.readout.of ?? "")
  const band = known.some(({ n }) => n > 1)
  const series: Series[] = [
    {
      id: "mean",
      name: curve.readout.take,
      family: gradient ? "gradient" : "value",
      marked: true,
      points: known.map(({ value, mean, std }) => ({
        x: value,
        y: mean,
        ...(band ? { low: mean - std, high: mean + std } : {}),
      })),
    },
  ]
  const ends = [known.at(0)?.value, known.at(-1)?.value]
  if (fit !== null) {
    const line = (x: number): number =>
      both ? 10 ** (fit.intercept + fit.slope * Math.log10(x)) : fit.intercept + fit.slope * x
    const points = ends.flatMap((x) => (x === undefined ? [] : [{ x, y: line(x) }]))
    series.push({ id: "fit", name: "fit", family: "before", rule: true, points })
  }
  return (
    <Plot
      title={curve.words}
      series={series}
      xName={xName}
      logX={both}
      logY={both}
      note={fit === null ? "" : fitWords(fit, both)}
      height={190}
    />
  )
}

function fitWords({ slope, r2 }: SweepFit, log: boolean): string {
  return `slope ${writeNumber(Number(slope.toPrecision(4)))}${log ? " on log axes" : ""}, R² ${r2.toFixed(4)}`
}

/** The last part of the first place: `lr`, `shape[2]`. */
function xNameOf(set: readonly string[]): string {
  return set[0]?.split(".").at(-1) ?? "value"
}
