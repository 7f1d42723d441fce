// Dots that travel along the wires: forward in the value hue, back in the gradient hue. One canvas over the graph, no
// DOM reads; it draws only while something moves. After a pass the wires of the pointed or selected node go on flowing;
// while the player is at a step, only the wires of that step.

import { useStoreApi } from "@xyflow/react"
import { useEffect, useRef } from "react"
import { useAnalysis } from "../../../state/analysis.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { useRun } from "../../../state/run/run.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { drawDots, type Flowing, wipe } from "./dots.ts"
import styles from "./GradientFlow.module.css"
import { schedule } from "./motion.ts"
import { pointedWires } from "./pointed.ts"

export function GradientFlow() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const store = useStoreApi()

  useEffect(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)")
    let frame = 0
    let flowing: Flowing | null = null

    const draw = (now: number): void => {
      frame = 0
      const element = canvas.current
      if (element === null) return
      const { transform, width, height } = store.getState()
      if (still.matches) {
        flowing = null
        wipe(element)
        return
      }
      const more = drawDots(element, { transform, width, height }, flowing, now)
      if (more) frame = requestAnimationFrame(draw)
      else flowing = null
    }
    const wake = (): void => {
      if (frame === 0) frame = requestAnimationFrame(draw)
    }
    const begin = (): void => {
      const { phase, result } = useRun.getState()
      if (phase === "none" || result === null || usePlayer.getState().at !== null) return
      const carries = (id: string, output: string): boolean =>
        phase === "forward" ? result.has("value", output) : result.has("wire", id)
      const moving = schedule(useAnalysis.getState().analysis, phase, (wire) =>
        carries(wire.id, wire.id.slice(0, wire.id.indexOf(">"))),
      )
      flowing = { phase, moving, began: performance.now() }
      wake()
    }
    let shown = useRun.getState().passes
    const stops = [
      useRun.subscribe((state) => {
        // A pass is shown once its numbers are there.
        const reached = state.phase === "forward" || state.reach === "backward"
        if (state.passes !== shown && state.status.kind === "done" && !state.stale && reached) {
          shown = state.passes
          begin()
        }
        if (state.phase === "none") flowing = null
      }),
      pointedWires.subscribe(wake),
      usePlayer.subscribe((state, before) => {
        if (state.at === before.at) return
        flowing = null
        wake()
      }),
      useFlow.subscribe(() => flowing !== null && wake()),
    ]
    still.addEventListener("change", wake)
    return () => {
      still.removeEventListener("change", wake)
      for (const stop of stops) stop()
      cancelAnimationFrame(frame)
    }
  }, [store])

  return <canvas ref={canvas} className={styles.overlay} />
}
