// What travels along the wires: forward in the value hue, back in the gradient hue. One canvas over the graph, no DOM reads;
// it draws only while something moves. While a pass is played its pulses carry their numbers; after it the wires of the
// pointed or selected node flow, or those of the step at which the player stands.

import { useStoreApi } from "@xyflow/react"
import { useEffect, useRef } from "react"
import { usePlayer } from "../../../state/player/player.ts"
import { useRun } from "../../../state/run/run.ts"
import { drawFlow, wipe } from "./dots.ts"
import styles from "./GradientFlow.module.css"
import { pointedWires } from "./pointed.ts"

export function GradientFlow() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const store = useStoreApi()

  useEffect(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)")
    let frame = 0

    const draw = (now: number): void => {
      frame = 0
      const element = canvas.current
      if (element === null) return
      const { transform, width, height } = store.getState()
      if (still.matches) wipe(element)
      else if (drawFlow(element, { transform, width, height }, now)) frame = requestAnimationFrame(draw)
    }
    const wake = (): void => {
      if (frame === 0) frame = requestAnimationFrame(draw)
    }
    const stops = [
      useRun.subscribe((state, before) => state.result !== before.result && wake()),
      pointedWires.subscribe(wake),
      usePlayer.subscribe(wake),
      // A pulse that is held on its way goes with the view; what flows is drawn on every frame.
      store.subscribe(({ transform }, before) => {
        if (transform !== before.transform && !usePlayer.getState().landed) wake()
      }),
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
