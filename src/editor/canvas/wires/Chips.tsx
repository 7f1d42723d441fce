// All chips in one layer above the wires. Only those in view are mounted; the view is asked in coarse steps so that
// panning does not draw them again on every frame.

import { useStore, ViewportPortal } from "@xyflow/react"
import { memo, useEffect } from "react"
import { chipWidth } from "../../../graph/drawing/chips.ts"
import { RMS_MARK } from "../../../graph/drawing/tensorNumber.ts"
import { useSession } from "../../../state/session.ts"
import { LEAST_CHIP_ZOOM, type SizedChip } from "../flow/chipPlaces.ts"
import { scaleChips, useFlow } from "../flow/nodesAndEdges.ts"
import { useWireStanding } from "../flow/useActive.ts"
import styles from "./Chips.module.css"

interface View {
  readonly transform: readonly [number, number, number]
  readonly width: number
  readonly height: number
}
const STEP = 256

// A string compares by value: the layer is drawn again only when the view enters other squares.
function viewSquares({ transform: [x, y, zoom], width, height }: View): string {
  if (zoom < LEAST_CHIP_ZOOM) return ""
  const from = [Math.floor(-x / zoom / STEP), Math.floor(-y / zoom / STEP)]
  const to = [Math.ceil((width - x) / zoom / STEP), Math.ceil((height - y) / zoom / STEP)]
  return [...from, ...to].join(" ")
}

export function Chips() {
  const squares = useStore(viewSquares)
  const chips = useFlow((state) => state.chips)
  const zoom = useStore(({ transform }) => transform[2])
  useEffect(() => scaleChips(zoom), [zoom])
  if (squares === "") return null
  const [left = 0, top = 0, right = 0, bottom = 0] = squares.split(" ").map((n) => Number(n) * STEP)
  const seen = [...chips].filter(
    ([, { at }]) => at[0] >= left - 80 && at[0] <= right + 80 && at[1] >= top - 40 && at[1] <= bottom + 40,
  )
  return (
    <ViewportPortal>
      <div className={styles.layer}>
        {seen.map(([wire, place]) => (
          <Chip key={wire} wire={wire} place={place} />
        ))}
      </div>
    </ViewportPortal>
  )
}

interface ChipProps {
  readonly wire: string
  readonly place: SizedChip
}

const Chip = memo(function Chip({ wire, place }: ChipProps) {
  const look = useFlow((state) => state.looks.get(wire))
  const hovered = useSession(({ hovered }) => hovered !== null && "wire" in hovered && hovered.wire === wire)
  const standing = useWireStanding(wire)
  if (look === undefined) return null
  const { hover, select } = useSession.getState()
  return (
    // The wire itself is what keyboards and screen readers reach; the chip is its label.
    // biome-ignore lint/a11y/noStaticElementInteractions: pointer shortcut to the focusable wire underneath
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      className={styles.chip}
      data-wire={wire}
      data-tone={look.tone}
      data-bad={look.bad || undefined}
      data-hovered={hovered || undefined}
      data-standing={standing}
      title={look.words}
      style={{
        width: chipWidth(look.chip),
        transform: `translate(-50%, -50%) translate(${place.at[0]}px, ${place.at[1]}px) scale(${place.scale})`,
      }}
      onMouseEnter={() => hover({ wire })}
      onMouseLeave={() => hover(null)}
      onClick={() => select({ nodes: [], wires: [wire] })}
    >
      {look.chip.startsWith(`${RMS_MARK} `) ? <Measured chip={look.chip} /> : look.chip}
    </div>
  )
})

/** The mark steps back behind its number. */
function Measured({ chip }: { readonly chip: string }) {
  return (
    <>
      <span className={styles.mark}>{RMS_MARK}</span>
      {chip.slice(RMS_MARK.length)}
    </>
  )
}
