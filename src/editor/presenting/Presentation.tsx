// What stands under the canvas while it is shown alone: the sentence of the frame in large letters, and ways to the next
// and the last one. This folder shows frames; what one sets is state/player/scenes.

import ChevronLeft from "lucide-react/icons/chevron-left"
import ChevronRight from "lucide-react/icons/chevron-right"
import { type PointerEvent, useEffect, useRef } from "react"
import { framesOf } from "../../graph/edit/frames.ts"
import { useDocument } from "../../state/document.ts"
import { usePresenting } from "../../state/player/presenting.ts"
import { beginScenes, endScenes, lookAgain, showFrame } from "../../state/player/scenes.ts"
import { Sentence } from "../maths/Sentence.tsx"
import { Button } from "../parts/Button.tsx"
import styles from "./Presentation.module.css"
import { listenToPresentation } from "./presentationKeys.ts"

const SIZE = 22
/** So far a finger goes to turn the page, in pixels. */
const SWIPE = 40

export function Presentation() {
  const foot = useRef<HTMLElement>(null)
  const frames = useDocument(({ document }) => framesOf(document))
  const at = usePresenting((state) => state.at)
  useEffect(() => {
    beginScenes()
    return endScenes
  }, [])
  useEffect(listenToPresentation, [])
  useEffect(() => fitWithWindow(foot.current), [])
  const swipe = useSwipe()
  const frame = frames[at]
  if (frame === undefined) return <section ref={foot} className={styles.none} aria-label="Story" />
  return (
    <section ref={foot} className={styles.foot} aria-label="Story" data-region="status" tabIndex={-1} {...swipe}>
      <Button
        look="icon"
        className={styles.turn}
        aria-label="Previous frame"
        title="Previous frame (←)"
        disabled={at === 0}
        onClick={() => showFrame(at - 1)}
      >
        <ChevronLeft size={SIZE} aria-hidden="true" />
      </Button>
      <p className={styles.sentence} role="status" aria-label={`Frame ${at + 1} of ${frames.length}`}>
        <Sentence text={frame.text} />
      </p>
      <Button
        look="icon"
        className={styles.turn}
        aria-label="Next frame"
        title="Next frame (→)"
        disabled={at === frames.length - 1}
        onClick={() => showFrame(at + 1)}
      >
        <ChevronRight size={SIZE} aria-hidden="true" />
      </Button>
      <span className={styles.count} aria-hidden="true">
        {at + 1} / {frames.length}
      </span>
    </section>
  )
}

/** What a frame is about stays in view while the canvas takes another size. */
function fitWithWindow(foot: HTMLElement | null): () => void {
  const canvas = foot?.closest("main")?.querySelector(".react-flow")
  if (canvas == null) return () => {}
  let waiting = 0
  const watcher = new ResizeObserver(() => {
    cancelAnimationFrame(waiting)
    // The canvas hears of its size in this frame as well.
    waiting = requestAnimationFrame(lookAgain)
  })
  watcher.observe(canvas)
  return () => {
    cancelAnimationFrame(waiting)
    watcher.disconnect()
  }
}

/** A finger that wipes over the sentence turns to the next frame or back. */
function useSwipe() {
  const start = useRef<number | null>(null)
  return {
    onPointerDown: (event: PointerEvent) => {
      start.current = event.pointerType === "touch" ? event.clientX : null
    },
    onPointerUp: (event: PointerEvent) => {
      const moved = start.current === null ? 0 : event.clientX - start.current
      start.current = null
      if (Math.abs(moved) >= SWIPE) showFrame(usePresenting.getState().at - Math.sign(moved))
    },
  }
}
