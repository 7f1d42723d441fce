// A fork: what arrives there piece by piece, and the sum that forms. All heat maps of it have one scale, so that a large
// piece looks large.

import { useMemo } from "react"
import { addAll } from "../../../engine/pass/tensors.ts"
import { writeCount } from "../../../formula/number.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { nodeName } from "../../../graph/analysis/nodeName.ts"
import { RMS_NOTE } from "../../../graph/drawing/text/rmsNote.ts"
import { RMS_MARK } from "../../../graph/drawing/text/tensorNumber.ts"
import { type Piece, type PlayerStep, portOfTwin, type Sequence } from "../../../state/player/playerSteps.ts"
import { flatGradientTex } from "../../../state/player/playerWords.ts"
import { allOf, mapped, type Reading, windowOf } from "../../../state/run/numbers.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"
import { useSession } from "../../../state/session.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import { Maths } from "../../maths/Maths.tsx"
import { NodeSymbol } from "../../maths/NodeSymbol.tsx"
import { useReading } from "../../parts/useReading.ts"
import { type CardNumber, cardNumbers } from "./cardNumbers.ts"
import styles from "./TensorCard.module.css"
import { TensorCard } from "./TensorCard.tsx"
import { TensorCards } from "./TensorCards.tsx"

interface Props {
  readonly sequence: Sequence
  readonly step: PlayerStep
}

export function Pieces({ sequence, step }: Props) {
  const { analysis, result } = sequence
  const { pieces, arrived } = step
  const place = pieces[0]?.place ?? ""
  const whole = step.kind === "sum"
  const final = result.at("gradient", place)
  const adding = useMemo(
    () => (whole && final !== undefined ? null : sumOf(pieces.slice(0, arrived))),
    [whole, final, pieces, arrived],
  )
  const added = useReading(adding)
  const sum = adding === null ? (final ?? null) : (added.is ?? null)
  // As many as can be looked through, the one that arrives among them.
  const from = Math.max(0, Math.min(arrived - MOST_CARDS / 2, pieces.length - MOST_CARDS))
  const left = pieces.length - from - MOST_CARDS
  const largest = useMemo(() => largestOf([...pieces.map(({ tensor }) => tensor), final]), [pieces, final])
  return (
    <TensorCards label="Pieces and their sum">
      {from === 0 ? null : <li className={styles.bundled}>{writeCount(from)} before</li>}
      {pieces.slice(from, from + MOST_CARDS).map((piece, i) => (
        <PieceCard
          key={piece.wire?.id ?? "outside"}
          analysis={analysis}
          pieces={pieces}
          piece={piece}
          first={from + i === 0}
          largest={largest}
          state={from + i >= arrived ? "later" : from + i === arrived - 1 && !whole ? "now" : "done"}
        />
      ))}
      {left <= 0 ? null : <li className={styles.bundled}>+ {writeCount(left)} more</li>}
      <TensorCard
        tensor={sum}
        family="gradient"
        label={`${whole ? "sum" : "sum so far"}, ${arrived} of ${pieces.length} pieces`}
        title={
          <>
            {whole ? "sum" : `sum of ${arrived}`} <Maths tex={flatGradientTex(analysis, place)} own />
          </>
        }
        numbers={sum === null ? NONE : sumNumbers(sum, largest)}
        state={whole ? "now" : "done"}
        largest={largest}
        sign="="
      />
    </TensorCards>
  )
}

const MOST_CARDS = 64

interface PieceProps {
  readonly analysis: Analysis
  readonly pieces: readonly Piece[]
  readonly piece: Piece
  readonly first: boolean
  readonly largest: number
  readonly state: "now" | "done" | "later"
}

function PieceCard({ analysis, pieces, piece, first, largest, state }: PieceProps) {
  const { hover } = useSession.getState()
  const { wire, tensor } = piece
  const port = portOfTwin(pieces, piece)
  const from = wire === null ? "from outside" : `through ${nodeName(analysis, wire.to.node)}${port}`
  return (
    <TensorCard
      tensor={state === "later" ? null : tensor}
      family="gradient"
      label={`piece ${from}`}
      title={
        wire === null ? (
          "from outside"
        ) : (
          <>
            through <NodeSymbol analysis={analysis} id={wire.to.node} />
            {port}
          </>
        )
      }
      numbers={state === "later" ? NONE : cardNumbers(tensor, ["rms"])}
      state={state}
      largest={largest}
      {...(first ? {} : { sign: "+" as const })}
      onPoint={(inside) => hover(inside && wire !== null ? { wire: wire.id } : null)}
    />
  )
}

/** Beside its pieces' root mean squares, which do not add up to its own. */
function sumNumbers(sum: RunTensor | Tensor, largest: number): readonly CardNumber[] {
  return cardNumbers(sum, ["rms"], largest).map((one) => {
    const [word, number, tip = RMS_NOTE] = one
    return word === RMS_MARK ? [`${word} of the sum`, number, tip] : one
  })
}

const NONE: readonly CardNumber[] = [["=", "—"]]

function sumOf(pieces: readonly Piece[]): Reading<Tensor | null> {
  return mapped(allOf(pieces.map(({ tensor }) => windowOf(tensor))), ([first, ...others]) =>
    first === undefined ? null : addAll(first, others),
  )
}

/** Largest finite magnitude of all. */
function largestOf(tensors: readonly (RunTensor | Tensor | undefined)[]): number {
  const each = tensors.flatMap((tensor) => (tensor === undefined ? [] : [stats(tensor).largest]))
  return Math.max(0, ...each.filter(Number.isFinite))
}
