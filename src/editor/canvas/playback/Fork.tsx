import { useReactFlow, useStore, useStoreApi } from "@xyflow/react"
import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react"
import { writeNumber } from "../../../formula/number.ts"
import type { Point } from "../../../graph/document.ts"
import { RMS_MARK, writeTensor } from "../../../graph/drawing/text/tensorNumber.ts"
import { CHIP_HEIGHT, chipWidth } from "../../../graph/drawing/wires/chipSize.ts"
import { boxAround } from "../../../graph/drawing/wires/chips.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import { placeName } from "../../../graph/wire.ts"
import { theClock } from "../../../state/player/clock.ts"
import { addressText } from "../../../state/player/playbackWords.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { type Piece, type PlayerStep, portOfTwin, type Sequence } from "../../../state/player/playerSteps.ts"
import { flatGradientTex } from "../../../state/player/playerWords.ts"
import type { Trace } from "../../../state/player/trace.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"
import { isPhone } from "../../../state/window.ts"
import { Maths } from "../../maths/Maths.tsx"
import { NodeSymbol } from "../../maths/NodeSymbol.tsx"
import type { Drawn } from "../flow/drawn.ts"
import { boxOf, portPoint } from "../flow/elements.ts"
import { titlesOf, useFlow } from "../flow/nodesAndEdges.ts"
import { placeSums } from "../flow/sums.ts"
import { Beside, type Placed } from "../tools/Beside.tsx"
import { boxesOnWay } from "./badges.ts"
import { type Pictures, PieceMap, usePictures } from "./PieceMap.tsx"
import styles from "./Playback.module.css"
import { numberOn } from "./pulses.ts"

/** Of more pieces the last are written. */
const MOST_ROWS = 6

interface Props {
  readonly sequence: Sequence
  readonly step: PlayerStep
  /** What comes next has begun: the column has become its sum. */
  readonly closing: boolean
}

/** The pieces that have come to a fork, as a column at its port, and under a line their sum. */
export function Fork({ sequence, step, closing }: Props) {
  const trace = usePlayer((state) => state.trace)
  const landed = usePlayer((state) => state.landed) || closing
  const [anchors, kept] = [useAnchors(step), useKept(step)]
  const place = step.pieces[0]?.place ?? ""
  const column = useWayToSum(closing, place)
  const onPlaced = useRoomFor(step.node)
  const cell = trace?.cells.get(place)
  const adds = step.kind === "sum"
  const there = step.kind === "piece" && !landed ? step.arrived - 1 : step.arrived
  const from = Math.max(0, Math.min(step.arrived, step.pieces.length) - MOST_ROWS)
  const sum = sequence.result.at("gradient", place)
  const total = trace?.gradients.get(place)
  const tensors = useMemo(
    () => [...step.pieces.map(({ tensor }) => tensor), ...(sum === undefined ? [] : [sum])],
    [step.pieces, sum],
  )
  const pictures = usePictures(tensors, cell)
  return (
    <Beside anchors={anchors} kept={kept} still={closing} onPlaced={onPlaced} anywhere steady>
      <div
        ref={column}
        className={styles.fork}
        data-adding={(adds && !landed) || undefined}
        data-closing={closing || undefined}
      >
        {from === 0 ? null : <div className={styles.before}>{from} before</div>}
        {step.pieces.slice(from, from + MOST_ROWS).map((piece, i) => (
          <Row
            key={piece.wire?.id ?? "outside"}
            className={styles.piece}
            isThere={from + i < there}
            picture={{ pictures, index: from + i }}
            words={pieceText(piece, trace, from + i > 0)}
            before="·"
            turn={i}
          >
            {piece.wire === null ? "from outside" : <Through sequence={sequence} step={step} piece={piece} />}
          </Row>
        ))}
        <Row
          className={styles.sum}
          isThere={adds && landed}
          picture={{ pictures, index: step.pieces.length }}
          words={sumText(sum, total)}
          before={`${there} of ${step.pieces.length}`}
        >
          <Maths tex={flatGradientTex(sequence.analysis, place)} own />
          {cell === undefined ? "" : addressText(cell)}
        </Row>
        {pictures == null ? null : (
          <div className={styles.shared}>all on one scale, ±{writeNumber(pictures.largest)}</div>
        )}
        {total === undefined && sum !== undefined && stats(sum).only === null ? (
          <div className={styles.shared}>{RMS_MARK} do not add, cells do</div>
        ) : null}
      </div>
    </Beside>
  )
}

/** In milliseconds. */
const GLIDE = 180

/** Once, where the column would cover something wherever it stood: on a telephone, where one pans anyway, the view goes to its card. */
function useRoomFor(id: string): (placed: Placed) => void {
  const flow = useReactFlow()
  const went = useRef(false)
  return useCallback(
    ({ isFree }) => {
      const node = useFlow.getState().byId.get(id)
      if (isFree || went.current || node === undefined || !isPhone()) return
      went.current = true
      const { x, y, width, height } = boxOf(node)
      void flow.setCenter(x + width / 2, y + height / 2, {
        zoom: flow.getZoom(),
        duration: theClock().still() ? 0 : GLIDE,
      })
    },
    [flow, id],
  )
}

/** Where the sum's number goes as the column closes: to its chip. */
function useWayToSum(closing: boolean, place: string): RefObject<HTMLDivElement | null> {
  const column = useRef<HTMLDivElement>(null)
  const store = useStoreApi()
  useLayoutEffect(() => {
    const number = column.current?.querySelector(`.${styles.sum} .${styles.number}`)
    const sum = useFlow.getState().sums.find(({ source }) => placeName(source) === place)
    const { domNode, transform } = store.getState()
    if (!closing || column.current === null || number == null || sum === undefined || domNode === null) return
    const [dx, dy, zoom] = transform
    const [from, frame] = [number.getBoundingClientRect(), domNode.getBoundingClientRect()]
    const x = frame.left + sum.at[0] * zoom + dx - (from.left + from.width / 2)
    const y = frame.top + sum.at[1] * zoom + dy - (from.top + from.height / 2)
    column.current.style.setProperty("--sum-x", `${Math.round(x)}px`)
    column.current.style.setProperty("--sum-y", `${Math.round(y)}px`)
  }, [closing, place, store])
  return column
}

interface RowProps {
  readonly className: string | undefined
  readonly isThere: boolean
  /** The one that is meant; null where tensors are single numbers, undefined until they have come. */
  readonly picture: { readonly pictures: Pictures | null | undefined; readonly index: number }
  /** Once it is there, and until then. */
  readonly words: string
  readonly before: string
  /** One line after the other is added. */
  readonly turn?: number
  readonly children: ReactNode
}

/** Where it comes from, its picture and its number. */
function Row({ className, isThere, picture: { pictures, index }, words, before, turn = 0, children }: RowProps) {
  // A variable, which React does not list.
  const style = { "--turn": turn } as CSSProperties
  return (
    <div className={className} data-here={isThere || undefined} style={style}>
      <span>{children}</span>
      {pictures == null ? null : (
        <span className={styles.slot}>{isThere ? <PieceMap pictures={pictures} index={index} /> : null}</span>
      )}
      <span className={styles.number}>
        <span className={styles.coming} aria-hidden="true">
          {words}
        </span>
        <span>{isThere ? words : before}</span>
      </span>
    </div>
  )
}

function Through({
  sequence,
  step,
  piece,
}: {
  readonly sequence: Sequence
  readonly step: PlayerStep
  readonly piece: Piece
}) {
  return (
    <>
      <span className={styles.through}>through </span>
      <NodeSymbol analysis={sequence.analysis} id={piece.wire?.to.node ?? ""} short />
      {portOfTwin(step.pieces, piece)}
    </>
  )
}

/** Of the followed cell, else of the tensor. */
function sumText(sum: RunTensor | undefined, total: number | undefined): string {
  if (total !== undefined) return writeNumber(total)
  return sum === undefined ? "" : writeTensor(stats(sum))
}

/** With its sign before it, as a term of the sum. */
function pieceText({ wire, tensor }: Piece, trace: Trace | null, later: boolean): string {
  const one = wire === null ? undefined : trace?.wires.get(wire.id)
  if (one === undefined) return writeTensor(stats(tensor))
  return later && one >= 0 ? `+ ${writeNumber(one)}` : one < 0 ? `− ${writeNumber(-one)}` : writeNumber(one)
}

/** Where the sum will stand once it is there; null where there is no room. */
function boxOfSum(pieces: readonly Piece[], drawn: Drawn): PlacedBox | null {
  const source = pieces.find(({ wire }) => wire !== null)?.wire?.from
  if (source === undefined) return null
  const total = usePlayer.getState().trace?.gradients.get(placeName(source))
  const text = `Σ ${total === undefined ? `${RMS_MARK} 0.00000` : writeNumber(total)}`
  const sum = placeSums(drawn, [...drawn.sums, { source, text, shorter: text, words: "" }], titlesOf(drawn)).at(-1)
  if (sum?.source !== source) return null
  return boxAround(sum.at, chipWidth(text) * sum.scale, CHIP_HEIGHT * sum.scale)
}

/** Where the numbers of the pieces will come by, and their sum will stand: the column covers none of them. */
function useKept({ pieces }: PlayerStep): readonly PlacedBox[] {
  const nodes = useFlow((state) => state.nodes)
  const textZoom = useFlow((state) => state.textZoom)
  const zoom = useStore(({ transform }) => transform[2])
  return useMemo(() => {
    const drawn = { ...useFlow.getState(), nodes, textZoom }
    const sum = boxOfSum(pieces, drawn)
    const player = usePlayer.getState()
    const wires = pieces.flatMap(({ wire }) => wire ?? [])
    const ways = wires.flatMap((wire) => boxesOnWay(wire, numberOn(player, wire, "gradient"), zoom))
    return sum === null ? ways : [sum, ...ways]
  }, [pieces, nodes, textZoom, zoom])
}

/** Beside the port, then over and under its card. */
function useAnchors({ node: id, pieces }: PlayerStep): readonly Point[] {
  const node = useFlow((state) => state.byId.get(id))
  return useMemo(() => {
    const source = pieces.find(({ wire }) => wire !== null)?.wire?.from
    if (node === undefined || source === undefined) return []
    const { x, y, width, height } = boxOf(node)
    const port = portPoint(node, source, "out")?.at ?? ([x + width, y + height / 2] as const)
    return [port, [x + width / 2, y + height], [x + width / 2, y], [x, y + height / 2]]
  }, [node, pieces])
}
