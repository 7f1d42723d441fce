// One tensor, looked at: slices over the leading axes, as numbers or as a heat map, with its statistics and scale. This
// folder draws one tensor in its forms: grid, heat map, lines, picture, spectrum. How its numbers came about is editor/why.

import { type ReactNode, useMemo, useState } from "react"
import { writeNumber } from "../../formula/number.ts"
import { type Figure, RMS_MARK, writeMean, writeTensor } from "../../graph/drawing/text/tensorNumber.ts"
import { colourOf, css, type Family } from "../../graph/drawing/tile/colour.ts"
import { type AxisLetters, axisLabel } from "../../graph/measure/axes/letters.ts"
import { mapped, type Reading, windowOf } from "../../state/run/numbers.ts"
import type { RunTensor } from "../../state/run/shown.ts"
import { stats as statsOf } from "../../state/run/stats.ts"
import { addressOf, flatIndex } from "../../tensor/address.ts"
import type { Stats } from "../../tensor/summary/stats.ts"
import type { Shape, TensorData } from "../../tensor/tensor.ts"
import quiet from "../parts/styles/quiet.module.css"
import switching from "../parts/styles/switch.module.css"
import { useReading } from "../parts/useReading.ts"
import { pictureSize } from "../picture/plane.ts"
import { FigureText } from "./FigureText.tsx"
import { HeatMap } from "./HeatMap.tsx"
import { HistogramLook } from "./HistogramLook.tsx"
import { LineLook } from "./LineLook.tsx"
import { firstLook, LOOK_WORDS, type Look, looksFor } from "./looks.ts"
import { MatrixReadout } from "./MatrixReadout.tsx"
import { MOST_COLUMNS, MOST_ROWS, NumberGrid } from "./NumberGrid.tsx"
import { PictureLook } from "./PictureLook.tsx"
import { leadingAxes, type Plane, planeOf, planeWindow } from "./slice.ts"
import styles from "./tensor.module.css"

interface Props {
  readonly tensor: RunTensor
  readonly family: Family
  readonly dark: boolean
  /** How people call it: `∂L/∂X`, `conv1.weight`. */
  readonly name: string
  readonly width?: number
  readonly cell: readonly number[] | null
  readonly onCell?: (cell: readonly number[]) => void
  /** The slice of a chosen cell is moved, and the cell with it. */
  readonly onSlice?: (cell: readonly number[]) => void
  readonly lit?: ReadonlySet<number>
  /** What its axes are called. */
  readonly letters: AxisLetters
  /** Its shape, as the graph writes it. */
  readonly shape: ReactNode
}

export function TensorView(props: Props) {
  const { tensor, family, dark, name, width = 288, cell, onCell, onSlice, lit, letters, shape } = props
  const stats = statsOf(tensor)
  const [leading, setLeading] = useState<readonly number[]>([])
  const plane = useMemo(() => planeOf(tensor.shape, cell ?? leading), [tensor.shape, cell, leading])
  const looks = useMemo(() => looksFor(tensor.shape), [tensor.shape])
  const [chosen, setChosen] = useState<Look | null>(null)
  const look = chosen ?? firstLook(plane)
  const [hovered, setHovered] = useState<number | null>(null)
  const selected = cell === null ? null : flatIndex(tensor.shape, cell)
  const onSelect = (index: number) => onCell?.(addressOf(tensor.shape, index))
  const label = `${name}, ${LOOK_WORDS[look].toLowerCase()}`
  const { shown, picture, problem } = useCells(tensor, plane, look, cell ?? leading)
  const shared = { ...shown, largest: stats.largest, family, dark, selected, label, onSelect }
  const marked = lit === undefined ? {} : { lit }
  const size = pictureSize(tensor.shape)
  return (
    <div className={styles.view}>
      <div className={styles.top}>
        <span className={quiet.text}>{shape}</span>
        <LookSwitch looks={looks} look={look} onChange={setChosen} />
      </div>
      {look === "histogram" ? null : (
        <Slices
          shape={tensor.shape}
          letters={letters}
          at={cell ?? leading}
          onChange={(at) => (cell === null ? setLeading(at) : onSlice?.(at))}
        />
      )}
      {problem === null ? null : (
        <p className={styles.odd} role="alert">
          {problem}
        </p>
      )}
      {look === "numbers" ? <NumberGrid {...shared} {...marked} tensor={tensor} precision={stats.precision} /> : null}
      {look === "map" ? <HeatMap {...shared} {...marked} width={width} onHover={setHovered} /> : null}
      {look === "picture" && size !== null ? (
        <PictureLook picture={picture} size={size} stats={stats} width={width} label={label} />
      ) : null}
      {look === "histogram" ? (
        <HistogramLook tensor={tensor} stats={stats} family={family} width={width} label={label} />
      ) : null}
      {look === "line" ? <LineLook {...shared} width={width} /> : null}
      {look === "map" || look === "line" ? (
        <Pointed {...shown} shape={tensor.shape} index={hovered ?? selected} />
      ) : null}
      {look === "numbers" || look === "map" ? <Scale largest={stats.largest} family={family} dark={dark} /> : null}
      <Numbers stats={stats} />
      <MatrixReadout tensor={tensor} family={family} name={name} width={width} at={cell ?? leading} />
    </div>
  )
}

/** A plane with its numbers, or as many of them as the look shows; null while they are to come. */
interface Shown {
  readonly plane: Plane
  readonly data: TensorData | null
}

/** The cells that a look shows, and no others, are read. */
function useCells(tensor: RunTensor, plane: Plane, look: Look, at: readonly number[]) {
  const { shape } = tensor
  const sample = shape.length === 4 ? Math.min(at[0] ?? 0, (shape[0] ?? 1) - 1) : null
  const leading = addressOf(shape, plane.offset).slice(0, -2).join()
  const reading = useMemo((): Reading<Shown & { readonly look: Look }> | null => {
    if (look === "histogram" || look === "picture") return null
    const most = look === "numbers" ? ([MOST_ROWS, MOST_COLUMNS] as const) : []
    const window = planeWindow(shape, leading === "" ? [] : leading.split(",").map(Number), ...most)
    return mapped(windowOf(tensor, window), ({ data }) => ({ look, plane, data }))
  }, [tensor, shape, plane, leading, look])
  const picture = useMemo(() => {
    if (look !== "picture") return null
    const window = shape.map((size, axis) =>
      axis === 0 && sample !== null ? { from: sample, to: sample + 1 } : { from: 0, to: size },
    )
    return windowOf(tensor, window)
  }, [tensor, shape, sample, look])
  const cells = useReading(reading)
  const drawn = useReading(picture)
  const shown: Shown = cells.is?.look === look ? cells.is : { plane, data: null }
  return { shown, picture: drawn.is ?? null, problem: cells.problem ?? drawn.problem }
}

interface SwitchProps {
  readonly looks: readonly Look[]
  readonly look: Look
  readonly onChange: (look: Look) => void
}

function LookSwitch({ looks, look, onChange }: SwitchProps) {
  return (
    <fieldset className={switching.switch} aria-label="Show as">
      {looks.map((choice) => (
        <button key={choice} type="button" aria-pressed={look === choice} onClick={() => onChange(choice)}>
          {LOOK_WORDS[choice]}
        </button>
      ))}
    </fieldset>
  )
}

interface SliceProps {
  readonly shape: Shape
  readonly letters: AxisLetters
  readonly at: readonly number[]
  readonly onChange: (at: readonly number[]) => void
}

function Slices({ shape, letters, at, onChange }: SliceProps) {
  const axes = leadingAxes(shape)
  if (axes.every((size) => size === 1)) return null
  return (
    <div className={styles.slices}>
      {axes.map((size, axis) =>
        size === 1 ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: axes have no other identity than their order
          <label key={axis}>
            {axisLabel(letters, axis)}
            <input
              type="range"
              min={0}
              max={size - 1}
              value={at[axis] ?? 0}
              onChange={(event) =>
                onChange(shape.map((_, i) => (i === axis ? event.target.valueAsNumber : (at[i] ?? 0))))
              }
            />
            <output>
              {(at[axis] ?? 0) + 1} of {size}
            </output>
          </label>
        ),
      )}
    </div>
  )
}

function Pointed({ plane, data, shape, index }: Shown & { readonly shape: Shape; readonly index: number | null }) {
  const x = index === null ? undefined : data?.[index - plane.offset]
  const text =
    index === null || x === undefined
      ? "Point at a cell to read it."
      : `[${addressOf(shape, index).join(", ")}] = ${writeNumber(x, 6)}`
  return <p className={quiet.text}>{text}</p>
}

function Scale({
  largest,
  family,
  dark,
}: {
  readonly largest: number
  readonly family: Family
  readonly dark: boolean
}) {
  const stops = [-1, -0.5, -0.1, 0, 0.1, 0.5, 1].map((x) => css(colourOf(x, 1, family, dark)))
  return (
    <div className={styles.scale}>
      <span>{writeNumber(-largest)}</span>
      <span className={styles.ramp} style={{ background: `linear-gradient(to right, ${stops.join(", ")})` }} />
      <span>{writeNumber(largest)}</span>
    </div>
  )
}

function Numbers({ stats }: { readonly stats: Stats }) {
  const odd = [
    stats.nans > 0 ? `${stats.nans} NaN` : "",
    stats.infinities > 0 ? `${stats.infinities} infinite` : "",
  ].filter(Boolean)
  return (
    <>
      <dl className={styles.stats}>
        {figuresOf(stats).map(([word, figure]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>
              <FigureText figure={figure} />
            </dd>
          </div>
        ))}
      </dl>
      {odd.length > 0 ? <p className={styles.odd}>{odd.join(", ")}</p> : null}
      {stats.zero ? <p className={styles.allZero}>0 in every cell</p> : null}
    </>
  )
}

/** A single number has no mean and no range of its own. */
function figuresOf(stats: Stats): readonly (readonly [word: string, figure: Figure])[] {
  const plain = (x: number): Figure => ({ text: writeNumber(x, 4), exact: null })
  if (stats.only !== null) return [["number", { text: writeTensor(stats, 6), exact: null }]]
  return [
    ["mean", writeMean(stats, 4)],
    [RMS_MARK, plain(stats.rms)],
    ["min", plain(stats.min)],
    ["max", plain(stats.max)],
  ]
}
