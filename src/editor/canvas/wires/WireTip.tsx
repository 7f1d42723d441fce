// What a wire carries, in full, while it is pointed at: shape, then the value and this wire's own gradient side by side,
// each as numbers and as a small heat map.

import { useStore } from "@xyflow/react"
import { type ReactNode, useLayoutEffect, useRef } from "react"
import { writeNumber } from "../../../formula/number.ts"
import { shapeAt } from "../../../graph/analysis/shapes.ts"
import { problemOn } from "../../../graph/drawing/look.ts"
import { RMS_MARK, writeMean, writeTensor } from "../../../graph/drawing/text/tensorNumber.ts"
import { pointAt } from "../../../graph/drawing/wires/curve.ts"
import { placeName, type Wire } from "../../../graph/wire.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { isKnownOnWire } from "../../../state/player/progress.ts"
import { wireTensor } from "../../../state/run/looks.ts"
import { useRun } from "../../../state/run/run.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"
import { useSession } from "../../../state/session.ts"
import type { Stats } from "../../../tensor/summary/stats.ts"
import { useDark } from "../../parts/useDark.ts"
import { ShapeText } from "../../tensor/ShapeText.tsx"
import { leadingAxes } from "../../tensor/slice.ts"
import { Thumbnail } from "../../tensor/Thumbnail.tsx"
import { curveOf, useFlow } from "../flow/nodesAndEdges.ts"
import styles from "./WireTip.module.css"

export function WireTip() {
  const id = useSession(({ hovered }) => (hovered !== null && "wire" in hovered ? hovered.wire : null))
  const wire = useAnalysis(({ analysis }) => (id === null ? undefined : analysis.wires.find((one) => one.id === id)))
  return wire === undefined ? null : <Tip wire={wire} />
}

function Tip({ wire }: { readonly wire: Wire }) {
  const transform = useStore((state) => state.transform)
  const analysis = useAnalysis((state) => state.analysis)
  const place = useFlow((state) => state.chips.get(wire.id))
  const curve = curveOf(wire)
  const at = place?.at ?? (curve === null ? null : pointAt(curve, 0.5))
  const shape = shapeAt(analysis.nodes.get(wire.from.node)?.outputs, wire.from)
  const problem = problemOn(wire, analysis)
  const sides = useSides(wire)
  if (at === null) return null
  const [dx, dy, zoom] = transform
  return (
    <Floating x={at[0] * zoom + dx} y={at[1] * zoom + dy}>
      <div className={styles.ends}>
        {placeName(wire.from)} → {placeName(wire.to)}
      </div>
      <div className={styles.shape}>
        {shape === null ? (
          "shape not known"
        ) : (
          <ShapeText analysis={analysis} name={placeName(wire.from)} shape={shape} full />
        )}
      </div>
      {problem === null ? null : <div className={styles.problem}>{problem.sentence}</div>}
      {sides.known.length === 0 ? null : <Numbers sides={sides.known} />}
      {notesOn(sides).map((note) => (
        <div key={note} className={styles.note}>
          {note}
        </div>
      ))}
    </Floating>
  )
}

/** Over the wire's chip; under it if there is no room, and in any case within the canvas. */
function Floating({ x, y, children }: { readonly x: number; readonly y: number; readonly children: ReactNode }) {
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const tip = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (tip.current === null) return
    const { offsetWidth: wide, offsetHeight: tall, style } = tip.current
    const over = y - GAP - tall
    const top = over >= EDGE ? over : Math.max(EDGE, Math.min(y + GAP, height - EDGE - tall))
    style.top = `${top}px`
    style.left = `${Math.max(EDGE, Math.min(x - wide / 2, width - EDGE - wide))}px`
  })
  return (
    <div ref={tip} className={styles.tip} role="tooltip">
      {children}
    </div>
  )
}

interface Side {
  readonly side: "value" | "gradient"
  readonly tensor: RunTensor
}
interface Sides {
  readonly known: readonly Side[]
  /** What the player has not come to yet. */
  readonly later: readonly Side[]
}

/** What the wire carries in the phase that is shown, as far as the player has come. */
function useSides(wire: Wire): Sides {
  const result = useRun((state) => state.result)
  const phase = useRun((state) => state.phase)
  const value = phase === "none" ? undefined : wireTensor(wire, result, "value")
  const gradient = phase === "backward" ? wireTensor(wire, result, "gradient") : undefined
  const come = {
    value: usePlayer((state) => isKnownOnWire(state, wire.id, "value")),
    gradient: usePlayer((state) => isKnownOnWire(state, wire.id, "gradient")),
  }
  const all: readonly Side[] = [
    ...(value === undefined ? [] : [{ side: "value", tensor: value } as const]),
    ...(gradient === undefined ? [] : [{ side: "gradient", tensor: gradient } as const]),
  ]
  return { known: all.filter(({ side }) => come[side]), later: all.filter(({ side }) => !come[side]) }
}

function notesOn({ known, later }: Sides): readonly string[] {
  const notes = later.map(({ side }) => `${WORDS[side]}: not yet at this step.`)
  if (known.some(({ side, tensor }) => side === "gradient" && stats(tensor).zero)) {
    notes.push("This gradient is exactly zero.")
  }
  for (const { side, tensor } of known) {
    const { nans, infinities, count } = stats(tensor)
    if (nans + infinities > 0) notes.push(`${WORDS[side]}: ${nans + infinities} of ${count} numbers are NaN or ∞.`)
  }
  const [first] = known
  const planes = first === undefined ? 1 : leadingAxes(first.tensor.shape).reduce((all, size) => all * size, 1)
  if (planes > 1) notes.push(`Maps: the first of ${planes} planes.`)
  return notes
}

function Numbers({ sides }: { readonly sides: readonly Side[] }) {
  const dark = useDark()
  return (
    <table className={styles.numbers}>
      <thead>
        <tr>
          <td />
          {sides.map(({ side }) => (
            <th key={side} data-side={side}>
              {WORDS[side]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <td />
          {sides.map(({ side, tensor }) => (
            <td key={side} className={styles.map}>
              <Thumbnail tensor={tensor} family={side} dark={dark} size={MAP} />
            </td>
          ))}
        </tr>
        {rowsFor(sides).map(({ word, number }) => (
          <tr key={word}>
            <th>{word}</th>
            {sides.map(({ side, tensor }) => (
              <td key={side} data-side={side}>
                {number(stats(tensor))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const WORDS = { value: "Value", gradient: "Gradient" } as const

/** Longest side of a heat map; from the chip; from the edges of the canvas: in pixels. */
const MAP = 72
const GAP = 18
const EDGE = 8

interface Row {
  readonly word: string
  readonly number: (known: Stats) => string
}
const ROWS: readonly Row[] = [
  { word: RMS_MARK, number: ({ rms }) => writeNumber(rms) },
  { word: "mean", number: (known) => writeMean(known).text },
  { word: "min", number: ({ min }) => writeNumber(min) },
  { word: "max", number: ({ max }) => writeNumber(max) },
]
const ONLY: readonly Row[] = [{ word: "number", number: (known) => writeTensor(known) }]

/** Value and gradient of a wire have one shape: a single number has no mean and no range of its own. */
function rowsFor([first]: readonly Side[]): readonly Row[] {
  return first !== undefined && stats(first.tensor).only !== null ? ONLY : ROWS
}
