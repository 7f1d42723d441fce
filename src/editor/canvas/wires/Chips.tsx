// All chips in one layer above the wires. Only those in view are mounted; the view is asked in coarse steps so that
// panning does not draw them again on every frame.

import { useStore, ViewportPortal } from "@xyflow/react"
import { type CSSProperties, memo } from "react"
import { RMS_MARK } from "../../../graph/drawing/text/tensorNumber.ts"
import { CHIP_HEIGHT, chipText, chipWidth } from "../../../graph/drawing/wires/chipSize.ts"
import { isLed } from "../../../graph/drawing/wires/chips.ts"
import { placeName } from "../../../graph/wire.ts"
import { useSession } from "../../../state/session.ts"
import type { PlacedSum, SizedChip } from "../flow/drawn.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { useWireStanding } from "../flow/useActive.ts"
import { inspectTapped } from "../pointer/tapping.ts"
import styles from "./Chips.module.css"

interface View {
  readonly transform: readonly [number, number, number]
  readonly width: number
  readonly height: number
}
const STEP = 256
/** From a chip's middle to its edge at most, in pixels of the screen. */
const REACH = 80

// A string compares by value: the layer is drawn again only when the view enters other squares.
function viewSquares({ transform: [x, y, zoom], width, height }: View): string {
  const from = [Math.floor(-x / zoom / STEP), Math.floor(-y / zoom / STEP)]
  const to = [Math.ceil((width - x) / zoom / STEP), Math.ceil((height - y) / zoom / STEP)]
  return [...from, ...to].join(" ")
}

export function Chips() {
  const squares = useStore(viewSquares)
  const chips = useFlow((state) => state.chips)
  const sums = useFlow((state) => state.sums)
  const reach = useFlow((state) => REACH / state.textZoom)
  const [left = 0, top = 0, right = 0, bottom = 0] = squares.split(" ").map((n) => Number(n) * STEP)
  const seen = [...chips].filter(
    ([, { at }]) => at[0] >= left - reach && at[0] <= right + reach && at[1] >= top - reach && at[1] <= bottom + reach,
  )
  return (
    <ViewportPortal>
      <div className={styles.layer}>
        {seen.map(([wire, place]) => (
          <Chip key={wire} wire={wire} place={place} />
        ))}
        {sums.map((sum) => (
          <SumChip key={placeName(sum.source)} sum={sum} />
        ))}
      </div>
    </ViewportPortal>
  )
}

/** The sum of the gradients that come back to a port. */
const SumChip = memo(function SumChip({ sum: { source, text, words, at, scale } }: { readonly sum: PlacedSum }) {
  return (
    // The inspector of the node says the same to keyboards and screen readers.
    // biome-ignore lint/a11y/noStaticElementInteractions: pointer shortcut to the focusable node beside it
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      className={styles.chip}
      data-sum={placeName(source)}
      data-tone="gradient"
      title={words}
      style={{
        width: chipWidth(text),
        transform: `translate(-50%, -50%) translate(${at[0]}px, ${at[1]}px) scale(${scale})`,
      }}
      onClick={() => {
        useSession.getState().select({ nodes: [source.node], wires: [] })
        inspectTapped()
      }}
    >
      {text}
    </div>
  )
})

interface ChipProps {
  readonly wire: string
  readonly place: SizedChip
}

const Chip = memo(function Chip({ wire, place }: ChipProps) {
  const look = useFlow((state) => state.looks.get(wire))
  const hovered = useSession(
    ({ hovered, lit }) => (hovered !== null && "wire" in hovered && hovered.wire === wire) || lit.includes(wire),
  )
  const lit = useSession((state) => (state.lit.length === 0 ? undefined : state.lit.includes(wire)))
  const standing = useWireStanding(wire)
  if (look === undefined) return null
  const { hover, select } = useSession.getState()
  const text = chipText(look.chip, place.width / place.scale)
  return (
    // The wire itself is what keyboards and screen readers reach; the chip is its label.
    // biome-ignore lint/a11y/noStaticElementInteractions: pointer shortcut to the focusable wire underneath
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      className={styles.chip}
      data-wire={wire}
      data-tone={look.tone}
      data-bad={look.bad || undefined}
      data-short={text !== look.chip || undefined}
      data-hovered={hovered || undefined}
      data-standing={standing}
      data-lit={lit}
      title={look.words}
      style={{
        width: chipWidth(text),
        transform: `translate(-50%, -50%) translate(${place.at[0]}px, ${place.at[1]}px) scale(${place.scale})`,
      }}
      onMouseEnter={() => hover({ wire })}
      onMouseLeave={() => hover(null)}
      onClick={() => {
        select({ nodes: [], wires: [wire] })
        inspectTapped()
      }}
    >
      {isLed(place.off / place.scale, CHIP_HEIGHT) ? (
        <span className={styles.leader} style={leaderStyle(place.off / place.scale)} />
      ) : null}
      {text.startsWith(`${RMS_MARK} `) ? <Measured chip={text} /> : text}
    </div>
  )
})

/** From the chip's edge to the wire; `off`: of the chip's middle, in its own pixels. */
function leaderStyle(off: number): CSSProperties {
  const height = Math.abs(off) - CHIP_HEIGHT / 2
  return off < 0 ? { top: "100%", height } : { bottom: "100%", height }
}

/** The mark steps back behind its number. */
function Measured({ chip }: { readonly chip: string }) {
  return (
    <>
      <span className={styles.mark}>{RMS_MARK}</span>
      {chip.slice(RMS_MARK.length)}
    </>
  )
}
