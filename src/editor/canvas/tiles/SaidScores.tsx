// Says aloud what the network tells of a drawing, once a stroke has ended and the run has followed it; not at every move.

import { useEffect } from "react"
import { writeNumber } from "../../../formula/number.ts"
import { tileOf } from "../../../graph/drawing/tile/tiling.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { classNames } from "../../../state/run/classNames.ts"
import { useLive } from "../../../state/run/live.ts"
import { useRun } from "../../../state/run/run.ts"
import { tileReading, tileTensor } from "../../../state/run/tiles.ts"
import type { TensorData } from "../../../tensor/tensor.ts"
import styles from "./Pad.module.css"

/** After the last numbers; in milliseconds. */
const PAUSE = 300

export function SaidScores() {
  const words = useLive(({ said }) => said)
  useEffect(followStrokes, [])
  return (
    <div className={styles.unseen} role="status" aria-label="Scores">
      {words}
    </div>
  )
}

/** Answers how to stop. */
function followStrokes(): () => void {
  let awaits = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      // What is still to come is heard below.
      if (useRun.getState().status.kind === "running") return
      awaits = false
      void scoreWords().then(tell)
    }, PAUSE)
  }
  const stops = [
    useLive.subscribe((state, before) => {
      if (state.drawn !== before.drawn) {
        awaits = true
        wait()
      } else if (state.live !== null) {
        awaits = false
        clearTimeout(timer)
        // The same words are said again only if they were gone meanwhile.
        tell("")
      }
    }),
    useRun.subscribe((state, before) => {
      if (state.result === before.result) return
      // Of other numbers than those of the stroke nothing was said.
      if (awaits) wait()
      else tell("")
    }),
  ]
  return () => {
    clearTimeout(timer)
    for (const stop of stops) stop()
  }
}

function tell(said: string): void {
  if (useLive.getState().said !== said) useLive.setState({ said })
}

/** `vertical, score 2.31`, of every card that scores classes; nothing where there is none, or it cannot be told any more. */
async function scoreWords(): Promise<string> {
  const { analysis } = useAnalysis.getState()
  const told: string[] = []
  for (const node of analysis.nodes.values()) {
    const tile = tileOf(node, analysis)
    const tensor = tile?.kind === "bars" ? tileTensor(useRun.getState(), "value", tile) : undefined
    const reading = tile === null || tensor === undefined ? null : tileReading(tensor, tile)
    const small = reading === null ? null : await reading.later().catch(() => null)
    if (small !== null) told.push(leaderIn(small.planes.data))
  }
  return told.join("; ")
}

function leaderIn(scores: TensorData): string {
  const most = Math.max(...scores)
  const index = scores.indexOf(most)
  return index < 0 ? "no score is a number" : `${classNames()?.[index] ?? `class ${index}`}, score ${writeNumber(most)}`
}
