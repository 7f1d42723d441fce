// The steps as chips, one for each node in each phase, over a scrubber. Only the chips in view are mounted: a graph of
// 500 nodes has 1000 of them.

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react"
import { nodeName } from "../../../graph/analysis/nodeName.ts"
import { usePlayer } from "../../../state/player/player.ts"
import type { Sequence, StepChip } from "../../../state/player/playerSteps.ts"
import { sentenceOf } from "../../../state/player/playerWords.ts"
import { jump } from "../../../state/player/playing.ts"
import { hueOf } from "../../../state/player/progress.ts"
import { NodeSymbol } from "../../maths/NodeSymbol.tsx"
import styles from "./Strip.module.css"

const NARROWEST = 44
const WIDEST = 92
const GAP = 4
/** Between forward and backward. */
const TURN = 14
/** How many chips are mounted beyond each edge. */
const SPARE = 4

export function Strip({ sequence }: { readonly sequence: Sequence }) {
  const at = usePlayer((state) => state.at)
  const { chips } = sequence
  const { scroller, view, look } = useView()
  const current = at === null ? -1 : chips.findIndex(({ first, last }) => at >= first && at <= last)
  const width = Math.min(WIDEST, Math.max(NARROWEST, (view.width - TURN - 2) / Math.max(1, chips.length) - GAP))
  const leftOf = (index: number): number => index * (width + GAP) + (chips[index]?.phase === "backward" ? TURN : 0)
  const target = current < 0 ? null : leftOf(current)
  useEffect(() => {
    if (target !== null) look(target, width)
  }, [target, width, look])

  const from = Math.max(0, Math.floor((view.left - TURN) / (width + GAP)) - SPARE)
  const to = Math.min(chips.length, Math.ceil((view.left + view.width) / (width + GAP)) + SPARE)
  return (
    <div className={styles.strip}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the chips in it take no focus of their own */}
      <section ref={scroller} className={styles.scroller} aria-label="Steps of the run" tabIndex={0}>
        <div className={styles.chips} style={{ width: leftOf(chips.length - 1) + width + 2 }}>
          {chips.slice(from, to).map((chip, i) => (
            <Chip
              key={`${chip.phase} ${chip.node}`}
              sequence={sequence}
              chip={chip}
              left={leftOf(from + i)}
              width={width}
              at={at}
            />
          ))}
        </div>
      </section>
      <Scrubber sequence={sequence} at={at} />
    </div>
  )
}

/** What of the strip is in view, and a way to bring a chip into it. */
function useView() {
  const scroller = useRef<HTMLElement>(null)
  const [view, setView] = useState({ left: 0, width: 800 })
  const seen = useRef(view)
  seen.current = view
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const measure = () => setView({ left: element.scrollLeft, width: element.clientWidth })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    element.addEventListener("scroll", measure, { passive: true })
    measure()
    return () => {
      observer.disconnect()
      element.removeEventListener("scroll", measure)
    }
  }, [])
  const look = useCallback((target: number, width: number): void => {
    // Asking the element itself would lay out the page on every step.
    const { left, width: shown } = seen.current
    if (scroller.current === null || (target >= left && target + width <= left + shown)) return
    scroller.current.scrollLeft = target - shown / 2 + width / 2
  }, [])
  return { scroller, view, look }
}

function Scrubber({ sequence, at }: { readonly sequence: Sequence; readonly at: number | null }) {
  const { steps } = sequence
  return (
    <input
      type="range"
      className={styles.scrubber}
      aria-label="Step"
      aria-valuetext={at === null ? "not started" : sentenceOf(sequence, at)}
      data-family={at === null ? undefined : hueOf(steps[at]?.phase ?? "forward")}
      // Before the first step there is a place of its own, so that the first one can be reached.
      min={at === null ? -1 : 0}
      max={Math.max(0, steps.length - 1)}
      value={at ?? -1}
      onChange={(event) => jump(event.target.valueAsNumber)}
    />
  )
}

interface ChipProps {
  readonly sequence: Sequence
  readonly chip: StepChip
  readonly left: number
  readonly width: number
  readonly at: number | null
}

function Chip({ sequence, chip, left, width, at }: ChipProps) {
  const { first, last, node, phase } = chip
  const state = at === null || at < first ? "later" : at <= last ? "now" : "done"
  const name = nodeName(sequence.analysis, node)
  return (
    <button
      type="button"
      // The scrubber beneath is what the keyboard moves.
      tabIndex={-1}
      className={styles.chip}
      data-family={hueOf(phase)}
      data-state={state}
      style={{ left, width }}
      title={`${phase === "forward" ? "Forward" : "Backward"}: ${name}`}
      aria-current={state === "now" ? "step" : undefined}
      onClick={() => jump(first)}
    >
      <NodeSymbol analysis={sequence.analysis} id={node} short />
      {last > first ? (
        <span className={styles.ticks}>
          {Array.from({ length: last - first + 1 }, (_, i) => first + i).map((index) => (
            <span key={index} data-done={(at !== null && at >= index) || undefined} />
          ))}
        </span>
      ) : null}
    </button>
  )
}
