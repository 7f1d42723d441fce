// What a wire carries, in full, while it is pointed at: shape, then the value and this wire's own gradient side by side,
// each as numbers and as a small heat map.

import { useStore } from "@xyflow/react"
import { writeNumber } from "../../formula/number.ts"
import { pointAt } from "../../graph/drawing/curve.ts"
import { problemOn } from "../../graph/drawing/look.ts"
import { shapeAt } from "../../graph/shapes.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { tensorOf } from "../../state/looks.ts"
import { useRun } from "../../state/run.ts"
import { useSession } from "../../state/session.ts"
import { stats } from "../../state/stats.ts"
import { formatShape, type Tensor } from "../../tensor/tensor.ts"
import { Thumbnail } from "../tensor/Thumbnail.tsx"
import { useDark } from "../theme.ts"
import { curveOf, useFlow } from "./flow.ts"
import styles from "./WireTip.module.css"

export function WireTip() {
  const id = useSession(({ hovered }) => (hovered !== null && "wire" in hovered ? hovered.wire : null))
  const wire = useAnalysis(({ analysis }) => (id === null ? undefined : analysis.wires.find((one) => one.id === id)))
  return wire === undefined ? null : <Tip wire={wire} />
}

function Tip({ wire }: { readonly wire: Wire }) {
  const transform = useStore((state) => state.transform)
  const width = useStore((state) => state.width)
  const analysis = useAnalysis((state) => state.analysis)
  const result = useRun((state) => state.result)
  const phase = useRun((state) => state.phase)
  const dark = useDark()
  const place = useFlow((state) => state.chips.get(wire.id))
  const curve = curveOf(wire)
  const at = place?.at ?? (curve === null ? null : pointAt(curve, 0.5))
  if (at === null) return null
  const shape = shapeAt(analysis.nodes.get(wire.from.node)?.outputs, wire.from)
  const problem = problemOn(wire, analysis)
  const value = phase === "none" ? undefined : tensorOf(wire, result, "value")
  const gradient = phase === "backward" ? tensorOf(wire, result, "gradient") : undefined
  const [dx, dy, zoom] = transform
  const x = Math.min(width - 116, Math.max(116, at[0] * zoom + dx))
  const y = at[1] * zoom + dy
  const under = y < TALL
  return (
    <div className={styles.tip} data-under={under || undefined} style={{ left: x, top: y }} role="tooltip">
      <div className={styles.ends}>
        {placeName(wire.from)} → {placeName(wire.to)}
      </div>
      <div className={styles.shape}>{shape === null ? "shape not known" : formatShape(shape)}</div>
      {problem === null ? null : <div className={styles.problem}>{problem.sentence}</div>}
      {value || gradient ? (
        <table className={styles.numbers}>
          <thead>
            <tr>
              <td />
              {value ? <th data-side="value">Value</th> : null}
              {gradient ? <th data-side="gradient">Gradient</th> : null}
            </tr>
          </thead>
          <tbody>
            <tr>
              <td />
              {value ? (
                <td className={styles.map}>
                  <Thumbnail tensor={value} family="value" dark={dark} size={MAP} />
                </td>
              ) : null}
              {gradient ? (
                <td className={styles.map}>
                  <Thumbnail tensor={gradient} family="gradient" dark={dark} size={MAP} />
                </td>
              ) : null}
            </tr>
            {ROWS.map(({ word, number }) => (
              <tr key={word}>
                <th>{word}</th>
                {value ? <td data-side="value">{writeNumber(number(value))}</td> : null}
                {gradient ? <td data-side="gradient">{writeNumber(number(gradient))}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {gradient && stats(gradient).zero ? <div className={styles.note}>This gradient is exactly zero.</div> : null}
    </div>
  )
}

/** Longest side of a heat map, and the height that the whole tip may take, in pixels. */
const MAP = 72
const TALL = 260

const ROWS: readonly { readonly word: string; readonly number: (tensor: Tensor) => number }[] = [
  { word: "RMS", number: (tensor) => stats(tensor).rms },
  { word: "mean", number: (tensor) => stats(tensor).mean },
  { word: "min", number: (tensor) => stats(tensor).min },
  { word: "max", number: (tensor) => stats(tensor).max },
]
