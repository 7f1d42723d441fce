// The drawer's sweep tab: which numbers of the graph are varied and what is read on the left, the curves on the right. This
// folder asks and draws; points and curves are worked out by engine/sweep.

import { useRef } from "react"
import { download } from "../../../commands/file/saving/download.ts"
import { commandNamed } from "../../../commands/registry.ts"
import { sweepTable } from "../../../engine/sweep/table.ts"
import { csvText } from "../../../formats/csv.ts"
import { useSweep } from "../../../state/run/sweep.ts"
import { Button } from "../../parts/Button.tsx"
import { CommandButton } from "../../parts/CommandButton.tsx"
import { plotSvg } from "../../plot/savePlot.ts"
import training from "../training/styles/training.module.css"
import { SweepFields } from "./SweepFields.tsx"
import { SweepPlots } from "./SweepPlots.tsx"
import { sweepWords } from "./words.ts"

const start = commandNamed("sweep.start")
const stop = commandNamed("sweep.stop")

export function Sweep() {
  const state = useSweep()
  const holder = useRef<HTMLDivElement>(null)
  const { status, report } = state
  const { text, wrong } = sweepWords(state)
  const running = status.kind === "running"
  const save = (kind: "csv" | "svg") => {
    if (kind === "csv") {
      if (report !== null) download("sweep.csv", csvText(sweepTable(report)), "text/csv")
      return
    }
    for (const [i, drawing] of [
      ...(holder.current?.querySelectorAll<SVGSVGElement>("svg[data-plot]") ?? []),
    ].entries()) {
      download(`sweep-${i + 1}.svg`, plotSvg(drawing, drawing.dataset.plot ?? "sweep"), "image/svg+xml")
    }
  }
  return (
    <div className={training.training}>
      <div className={training.bar}>
        {running ? <CommandButton command={stop} /> : <CommandButton command={start} look="strong" />}
        <div className={training.progress}>
          {running ? (
            <progress
              aria-label="Points of the sweep"
              {...(status.progress === null ? {} : { value: status.progress.done, max: status.progress.of })}
            />
          ) : null}
          <p role={wrong ? "alert" : "status"} aria-live={running ? "off" : "polite"} data-wrong={wrong || undefined}>
            {text}
          </p>
        </div>
        {report === null || report.points.length === 0 ? null : (
          <>
            <Button look="quiet" size="small" onClick={() => save("csv")}>
              CSV
            </Button>
            <Button look="quiet" size="small" onClick={() => save("svg")}>
              SVG
            </Button>
          </>
        )}
      </div>
      <div className={training.body}>
        <SweepFields disabled={running} />
        <div ref={holder} className={training.right}>
          <SweepPlots report={report} />
        </div>
      </div>
    </div>
  )
}
