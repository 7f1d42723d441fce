// What arrives at a fork, piece by piece, and its sum.

import { useMemo } from "react"
import { addAll } from "../../engine/tensors.ts"
import { writeNumber } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis.ts"
import type { Piece, PlayerStep, Sequence } from "../../state/playerSteps.ts"
import { gradientTex, pieceValueTex } from "../../state/playerWords.ts"
import { useSession } from "../../state/session.ts"
import { stats } from "../../state/stats.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { Maths } from "../maths/Maths.tsx"
import { NodeSymbol } from "./NodeSymbol.tsx"
import styles from "./table.module.css"

interface Props {
  readonly sequence: Sequence
  readonly step: PlayerStep
}

export function PieceTable({ sequence, step }: Props) {
  const { analysis } = sequence
  const { pieces, arrived } = step
  const place = pieces[0]?.place ?? ""
  const sum = useMemo(() => sumOf(pieces.slice(0, arrived)), [pieces, arrived])
  const whole = step.kind === "sum"
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            piece into <NodeSymbol analysis={analysis} id={step.node} />
          </th>
          <th scope="col">from</th>
          <th scope="col" className={styles.number}>
            RMS
          </th>
          <th scope="col" className={styles.number}>
            largest
          </th>
          <th scope="col">formula</th>
        </tr>
      </thead>
      <tbody>
        {pieces.map((piece, i) => (
          <PieceRow
            key={piece.wire?.id ?? "outside"}
            analysis={analysis}
            piece={piece}
            state={i >= arrived ? "later" : i === arrived - 1 && !whole ? "now" : "done"}
          />
        ))}
      </tbody>
      <tfoot>
        <tr data-now={whole || undefined}>
          <th scope="row">
            {whole ? "sum" : "sum so far"} <Maths tex={gradientTex(analysis, place)} own />
          </th>
          <td>
            {arrived} of {pieces.length}
          </td>
          <td className={styles.number}>{sum === null ? "—" : writeNumber(stats(sum).rms)}</td>
          <td className={styles.number}>{sum === null ? "—" : writeNumber(stats(sum).largest)}</td>
          <td />
        </tr>
      </tfoot>
    </table>
  )
}

interface RowProps {
  readonly analysis: Analysis
  readonly piece: Piece
  readonly state: "now" | "done" | "later"
}

function PieceRow({ analysis, piece, state }: RowProps) {
  const { hover } = useSession.getState()
  const { wire, tensor } = piece
  const tex = useMemo(() => pieceValueTex(analysis, piece), [analysis, piece])
  const op = wire === null ? null : (analysis.nodes.get(wire.to.node)?.op ?? null)
  return (
    <tr data-state={state} onMouseEnter={() => wire && hover({ wire: wire.id })} onMouseLeave={() => hover(null)}>
      <th scope="row">
        {wire === null ? (
          "from outside"
        ) : (
          <>
            through <NodeSymbol analysis={analysis} id={wire.to.node} />
          </>
        )}
      </th>
      <td>{op === null ? "upstream gradient" : op.title}</td>
      <td className={styles.number}>{state === "later" ? "—" : writeNumber(stats(tensor).rms)}</td>
      <td className={styles.number}>{state === "later" ? "—" : writeNumber(stats(tensor).largest)}</td>
      <td>
        <Maths tex={tex} own />
      </td>
    </tr>
  )
}

function sumOf(pieces: readonly Piece[]): Tensor | null {
  const [first, ...others] = pieces.map(({ tensor }) => tensor)
  return first === undefined ? null : addAll(first, others)
}
