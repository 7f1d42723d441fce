import { type CSSProperties, useMemo } from "react"
import { writeNumber } from "../../../formula/number.ts"
import type { Point } from "../../../graph/document.ts"
import { RMS_MARK, writeTensor } from "../../../graph/drawing/text/tensorNumber.ts"
import { addressText } from "../../../state/player/playbackWords.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { type Piece, type PlayerStep, portOfTwin, type Sequence } from "../../../state/player/playerSteps.ts"
import { flatGradientTex } from "../../../state/player/playerWords.ts"
import type { Trace } from "../../../state/player/trace.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"
import { Maths } from "../../maths/Maths.tsx"
import { NodeSymbol } from "../../maths/NodeSymbol.tsx"
import { boxOf, portPoint } from "../flow/elements.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { Beside } from "../tools/Beside.tsx"
import { PieceMap, usePictures } from "./PieceMap.tsx"
import styles from "./Playback.module.css"

/** Of more pieces the last are written. */
const MOST_ROWS = 6

/** The pieces that have come to a fork, stacked at its port, and their sum. */
export function Fork({ sequence, step }: { readonly sequence: Sequence; readonly step: PlayerStep }) {
  const trace = usePlayer((state) => state.trace)
  const landed = usePlayer((state) => state.landed)
  const anchors = useAnchors(step)
  const place = step.pieces[0]?.place ?? ""
  const cell = trace?.cells.get(place)
  const whole = step.kind === "sum"
  const there = step.kind === "piece" && !landed ? step.arrived - 1 : step.arrived
  const from = Math.max(0, Math.min(step.arrived, step.pieces.length) - MOST_ROWS)
  const rows = step.pieces.slice(from, from + MOST_ROWS)
  const sum = sequence.result.at("gradient", place)
  const total = trace?.gradients.get(place)
  const tensors = useMemo(
    () => [...step.pieces.map(({ tensor }) => tensor), ...(sum === undefined ? [] : [sum])],
    [step.pieces, sum],
  )
  const pictures = usePictures(tensors, cell)
  return (
    <Beside anchors={anchors} anywhere>
      <div className={styles.fork} data-adding={(whole && !landed) || undefined}>
        {from === 0 ? null : <div className={styles.before}>{from} before</div>}
        {rows.map((piece, i) => (
          <div key={piece.wire?.id ?? "outside"} className={styles.piece} data-here={from + i < there || undefined}>
            <span>
              {piece.wire === null ? "from outside" : <Through sequence={sequence} step={step} piece={piece} />}
            </span>
            {pictures == null ? null : (
              <span className={styles.slot} style={fall(rows.length - i)}>
                {from + i < there ? <PieceMap pictures={pictures} index={from + i} /> : null}
              </span>
            )}
            <span className={styles.number} style={fall(rows.length - i)}>
              {from + i < there ? pieceText(piece, trace, from + i > 0) : "·"}
            </span>
          </div>
        ))}
        <div className={styles.sum} data-here={(whole && landed) || undefined}>
          <span>
            <Maths tex={flatGradientTex(sequence.analysis, place)} own />
            {cell === undefined ? "" : addressText(cell)}
          </span>
          {pictures == null ? null : (
            <span className={styles.slot}>
              {whole && landed ? <PieceMap pictures={pictures} index={step.pieces.length} /> : null}
            </span>
          )}
          <span className={styles.number}>
            {whole && landed ? sumText(sum, total) : `${there} of ${step.pieces.length}`}
          </span>
        </div>
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

/** So many lines down to the sum. */
function fall(lines: number): CSSProperties {
  return { "--fall": lines } as CSSProperties // a variable, which React does not list
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

/** Beside the port, then over and under its card. */
function useAnchors(step: PlayerStep): readonly Point[] {
  const byId = useFlow((state) => state.byId)
  const node = byId.get(step.node)
  const source = step.pieces.find(({ wire }) => wire !== null)?.wire?.from
  if (node === undefined || source === undefined) return []
  const { x, y, width, height } = boxOf(node)
  const port = portPoint(node, source, "out")?.at ?? ([x + width, y + height / 2] as const)
  return [port, [x + width / 2, y + height], [x + width / 2, y], [x, y + height / 2]]
}
