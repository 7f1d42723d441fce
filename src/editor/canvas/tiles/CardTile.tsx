// The picture of a node's tensor on its card, and that of its gradient below it (graph/drawing/tile says how large and of
// what). This folder reads a small picture's worth of numbers from the run and draws them; it decides no sizes.

import { type CSSProperties, memo, type ReactNode, useMemo } from "react"
import { writeNumber } from "../../../formula/number.ts"
import { type Bars, barsIn, scaleOf } from "../../../graph/drawing/tile/bars.ts"
import type { Family } from "../../../graph/drawing/tile/colour.ts"
import type { Dropped } from "../../../graph/drawing/tile/drops.ts"
import { LEAST_TEXT, type TilePlace } from "../../../graph/drawing/tile/hanging.ts"
import { lineUnder } from "../../../graph/drawing/tile/lineUnder.ts"
import { isGreyPicture } from "../../../graph/drawing/tile/pixels.ts"
import { fitsTile, largestIn } from "../../../graph/drawing/tile/small.ts"
import type { Statistics, StatisticsPlace } from "../../../graph/drawing/tile/statistics.ts"
import { sharedScales, sharedWith } from "../../../graph/drawing/tile/sums.ts"
import type { Tile } from "../../../graph/drawing/tile/tile.ts"
import { unitSheet } from "../../../graph/drawing/tile/unitSheet.ts"
import type { WeightsPlace } from "../../../graph/drawing/tile/weights.ts"
import { writtenIn } from "../../../graph/drawing/tile/written.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { pointAtCell } from "../../../state/painting.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { isTensorKnown } from "../../../state/player/progress.ts"
import { useClassNames } from "../../../state/run/classNames.ts"
import { useRun } from "../../../state/run/run.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { droppedReading, sharedLargest, tileReading, tileTensor } from "../../../state/run/tiles.ts"
import { useUnits } from "../../../state/training/units.ts"
import type { Thumbnail } from "../../../tensor/summary/thumbnail.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import { useReading } from "../../parts/useReading.ts"
import { Maps } from "../../tensor/Maps.tsx"
import { useSameShape, useSmall } from "../../tensor/useSmall.ts"
import { CardStatistics } from "./CardStatistics.tsx"
import styles from "./CardTile.module.css"
import { CardWeights } from "./CardWeights.tsx"
import { heldScale } from "./heldScales.ts"
import { Marks } from "./Marks.tsx"
import { Numbers } from "./Numbers.tsx"
import { Pad } from "./Pad.tsx"
import { PadLine } from "./PadLine.tsx"
import { choose, follow, press } from "./pointing.ts"
import { Scores, ScoresLead } from "./Scores.tsx"
import { UnitSurfaces, unitsOf } from "./UnitSurfaces.tsx"

interface Props {
  readonly tile: Tile
  readonly place: TilePlace
  readonly step: number
}

interface CardProps extends Props {
  readonly weights: WeightsPlace | null
  readonly statistics: { readonly of: Statistics; readonly place: StatisticsPlace } | null
}

export const CardTile = memo(function CardTile({ weights, statistics, ...picture }: CardProps) {
  const known = usePlayer((state) => isTensorKnown(state, "value", picture.tile.place))
  return (
    <>
      <Picture {...picture} />
      {weights === null || (weights.kind !== "param" && !known) ? null : <CardWeights weights={weights} />}
      {statistics === null ? null : (
        <CardStatistics statistics={statistics.of} place={statistics.place} known={known} />
      )}
    </>
  )
})

function Picture({ tile, place, step }: Props) {
  const value = useShown("value", tile)
  const gradient = useShown("gradient", tile)
  return (
    <div
      className={styles.tiles}
      // What is drawn on is there for keys as well.
      aria-hidden={tile.pad ? undefined : "true"}
      data-tensor={tile.place}
      style={{ top: place.top, width: place.width }}
    >
      <Value tensor={value} tile={tile} place={place} step={step} />
      <div className={styles.below} style={{ top: place.gradient }}>
        <Half family="gradient" tensor={gradient} tile={tile} place={place} step={step} />
      </div>
    </div>
  )
}

/** While a training on two inputs is watched, what its units answer over their plane, else the numbers themselves. */
function Value(props: Omit<HalfProps, "family">) {
  const { tile, place, step } = props
  // A few numbers, and scores of classes, say more than a picture.
  const surface = useUnits(({ surfaces }) => (tile.kind === "maps" ? surfaces?.get(tile.place) : undefined))
  const units = surface === undefined ? 0 : unitsOf(surface)
  const own = place.width
  // From edge to edge of the card, in the middle of which its own picture stands.
  const room = useMemo(() => ({ width: Math.max(own, 2 * place.line - own), height: place.height }), [own, place])
  const sheet = useMemo(() => unitSheet(units, room), [units, room])
  if (surface === undefined || sheet === null) return <Half family="value" {...props} />
  return <UnitSurfaces surface={surface} sheet={sheet} room={room} letters={place.scaled ? LEAST_TEXT / step : null} />
}

/** The tensor as far as it is shown by now. */
function useShown(family: Family, tile: Tile): RunTensor | undefined {
  const known = usePlayer((state) => isTensorKnown(state, family, tile.place))
  return useRun((state) => (known ? tileTensor(state, family, tile) : undefined))
}

/** A picture fills in at most so many steps. */
const MOST_FILLS = 12

interface HalfProps extends Props {
  readonly family: Family
  readonly tensor: RunTensor | undefined
}

function Half({ family, tensor, tile, place, step }: HalfProps) {
  const reading = useMemo(() => (tensor === undefined ? null : tileReading(tensor, tile)), [tensor, tile])
  // On a small picture nobody sees rows, and hundreds of them would be drawn anew at every frame.
  const fills = usePlayer((state) => tile.scaled && state.playing && state.playback !== null)
  const small = useSmall(reading)
  const shape = useSameShape(tensor?.shape)
  const dropped = useReading(useMemo(() => droppedReading(tensor?.run ?? null, tile), [tensor, tile])).is ?? null
  const names = useClassNames()
  const shared = useSharedLargest(tensor, family, tile)
  const others = useAnalysis(({ structure }) => (shared === undefined ? "" : sharedWith(structure, tile.place)))
  const size = { width: place.width, height: place.height }
  if (shape === undefined || small === undefined || !fitsTile(small, tile))
    return <div className={styles.empty} data-family={family} style={size} />
  const { data } = small.planes
  const letters = LEAST_TEXT / step
  // Grey numbers of which nothing says what they are would be taken for the graph's own.
  const shares = family === "value" && (place.scaled || place.shares !== null)
  const held = (): number => heldScale(`${family} ${tile.place}`, scaleOf(data))
  const scores = tile.kind === "bars" ? barsIn(data, { names, shares, scale: held() }, tile, size, letters) : null
  const largest = Math.max(shared ?? 0, largestIn(small))
  const range = `±${writeNumber(scores?.scale ?? largest)}`
  const line = { room: place.line, size: letters, shared: others }
  const [scale, more] = lineUnder(tile, family, range, dropped, line, scores?.shares)
  return (
    <div className={styles.half} data-family={family} data-fills={fills || undefined}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: by key a cell is chosen in the inspector. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the card is what has a role; this is a mouse's way to a cell. */}
      <div
        className={styles.cells}
        data-cells=""
        style={{ ...size, "--rows": Math.min(MOST_FILLS, tile.rows) } as CSSProperties} // a variable, which React does not list
        onPointerDown={press}
        onPointerMove={(event) => follow(event, tile, shape)}
        onPointerLeave={() => pointAtCell(null)}
        onClick={(event) => choose(event, tile, shape, family)}
      >
        <Cells
          tile={tile}
          shape={shape}
          family={family}
          letters={letters}
          {...size}
          {...{ small, largest, scores, dropped }}
        />
        <Marks tile={tile} shape={shape} family={family} />
      </div>
      {scores === null || place.lead === null || family === "gradient" ? null : (
        <ScoresLead bars={scores} y={place.lead.y - place.top} room={size.width} letters={letters} />
      )}
      <Under
        place={place}
        width={size.width}
        letters={letters}
        scale={
          isGreyPicture(tile, family, data) ? (
            <PadLine tile={tile} shape={shape} room={Math.max(size.width, place.line)} letters={letters} />
          ) : (
            scale
          )
        }
        more={more}
        shares={scores?.shares === true}
      />
    </div>
  )
}

interface UnderProps {
  readonly place: TilePlace
  readonly width: number
  readonly letters: number
  readonly scale: ReactNode
  readonly more: string
  /** Whether there are grey numbers beside scores. */
  readonly shares: boolean
}

/** The line under a picture; where it has no room, what it says of grey numbers stands at the end of the words. */
const Under = memo(function Under({ place, width, letters, scale, more, shares }: UnderProps) {
  if (place.scaled) {
    return (
      <div className={styles.scale} style={{ minWidth: width, fontSize: letters, lineHeight: `${place.under}px` }}>
        <span>{scale}</span>
        <span data-grey={shares || undefined}>{more}</span>
      </div>
    )
  }
  return shares && place.shares !== null ? (
    <span className={styles.shares} style={{ top: place.shares.y - place.top, fontSize: letters }}>
      {place.shares.text}
    </span>
  ) : null
})

/** Of a picture that shares its scale with others: the largest of them all. */
function useSharedLargest(tensor: RunTensor | undefined, family: Family, tile: Tile): number | undefined {
  const tiles = useAnalysis(({ structure }) => (tile.scaled ? sharedScales(structure).get(tile.place) : undefined))
  const result = tensor?.run
  const reading = useMemo(
    () =>
      tiles === undefined || result === undefined ? null : sharedLargest({ result, phase: "backward" }, family, tiles),
    [tiles, result, family],
  )
  return useReading(reading).is
}

interface CellsProps {
  readonly tile: Tile
  readonly shape: Shape
  readonly family: Family
  readonly small: Thumbnail
  /** What is drawn in the full hue. */
  readonly largest: number
  readonly scores: Bars | null
  readonly dropped: Dropped | null
  readonly width: number
  readonly height: number
  readonly letters: number
}

const Cells = memo(function Cells(props: CellsProps) {
  const { tile, shape, family, small, largest, scores, dropped, letters, ...size } = props
  const { data } = small.planes
  if (isGreyPicture(tile, family, data)) return <Pad tile={tile} shape={shape} data={data} />
  if (scores !== null) return <Scores bars={scores} family={family} {...size} />
  const written = tile.kind === "numbers" ? writtenIn(data, tile, size, letters) : null
  const look = { data, largest, family, holes: dropped?.holes ?? null }
  return written === null ? <Maps {...look} sheet={tile} /> : <Numbers {...look} tile={tile} written={written} />
})
