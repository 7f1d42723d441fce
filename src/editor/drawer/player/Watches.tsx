// Tensors that somebody keeps an eye on while stepping.

import { Eye, X } from "lucide-react"
import { writeNumber } from "../../../formula/number.ts"
import { RMS_MARK, writeTensor } from "../../../graph/drawing/text/tensorNumber.ts"
import { placeName } from "../../../graph/wire.ts"
import { unwatch, watch } from "../../../state/player/choosing.ts"
import { usePlayer } from "../../../state/player/player.ts"
import type { PlayerStep, Sequence } from "../../../state/player/playerSteps.ts"
import { gradientTex, tensorTex } from "../../../state/player/playerWords.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"
import { type TensorChoice, useSession } from "../../../state/session.ts"
import { brokenWords } from "../../../tensor/summary/stats.ts"
import { Maths } from "../../maths/Maths.tsx"
import { Button } from "../../parts/Button.tsx"
import table from "../../parts/styles/table.module.css"
import styles from "./Watches.module.css"

interface Props {
  readonly sequence: Sequence
  readonly step: PlayerStep
}

export function Watches({ sequence, step }: Props) {
  const watched = usePlayer((state) => state.watched)
  const looked = useSession((state) => state.tensor)
  const offered = looked !== null && tensorOf(sequence, looked) !== undefined ? looked : null
  const fresh = offered !== null && !watched.some(({ name, side }) => name === offered.name && side === offered.side)
  return (
    <section className={styles.watches} aria-label="Watched tensors">
      {watched.length === 0 ? null : (
        <table className={`${table.table} ${styles.table}`}>
          <thead>
            <tr>
              <th scope="col">watched</th>
              {[RMS_MARK, "min", "max"].map((word) => (
                <th key={word} scope="col" className={table.number}>
                  {word}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {watched.map((choice) => (
              <Row key={`${choice.side} ${choice.name}`} sequence={sequence} step={step} choice={choice} />
            ))}
          </tbody>
        </table>
      )}
      {fresh && offered !== null ? (
        <Button look="quiet" onClick={() => watch(offered)}>
          <Eye size={14} aria-hidden="true" /> Watch <Maths tex={texOf(sequence, offered)} own />
        </Button>
      ) : null}
      {offered === null && watched.length === 0 ? (
        <p className={styles.hint}>Look at a tensor in the inspector to watch it here.</p>
      ) : null}
    </section>
  )
}

function Row({ sequence, step, choice }: Props & { readonly choice: TensorChoice }) {
  const tensor = tensorOf(sequence, choice)
  const since = knownSince(sequence, choice)
  const there = tensor !== undefined && since !== undefined && since <= step.index
  const numbers = there ? stats(tensor) : null
  const broken = numbers === null ? "" : brokenWords(numbers)
  return (
    <tr data-state={there ? "done" : "later"} data-family={choice.side}>
      <th scope="row" aria-label={`${choice.side} ${choice.name}`}>
        <Maths tex={texOf(sequence, choice)} own />
        {broken === "" ? null : <span className={styles.broken}>{broken}</span>}
      </th>
      {numbers === null || numbers.only !== null ? (
        <td colSpan={3} className={table.number}>
          {numbers !== null ? writeTensor(numbers) : tensor === undefined ? "none" : "not yet"}
        </td>
      ) : (
        (["rms", "min", "max"] as const).map((column) => (
          <td key={column} className={table.number}>
            {writeNumber(numbers[column])}
          </td>
        ))
      )}
      <td>
        <Button
          look="icon"
          size="small"
          className={styles.remove}
          aria-label={`Stop watching ${choice.name}`}
          onClick={() => unwatch(choice)}
        >
          <X size={12} aria-hidden="true" />
        </Button>
      </td>
    </tr>
  )
}

function wireOf({ analysis }: Sequence, name: string) {
  return name.includes(">") ? analysis.wires.find((wire) => wire.id === name) : undefined
}

function tensorOf(sequence: Sequence, { name, side }: TensorChoice): RunTensor | undefined {
  const { result } = sequence
  if (side === "gradient") return result.at("gradient", name) ?? result.at("wire", name)
  const wire = wireOf(sequence, name)
  const value = result.at("value", wire === undefined ? name : placeName(wire.from))
  return value ?? result.at("param", name) ?? result.at("buffer", name)
}

function knownSince(sequence: Sequence, { name, side }: TensorChoice): number | undefined {
  const known = sequence[side]
  return known.tensors.get(name) ?? known.wires.get(name)
}

function texOf(sequence: Sequence, { name, side }: TensorChoice): string {
  const { analysis } = sequence
  const wire = wireOf(sequence, name)
  const place = wire === undefined ? name : placeName(wire.from)
  const tex = side === "value" ? tensorTex(analysis, place) : gradientTex(analysis, place)
  if (wire === undefined || side === "value") return tex
  return `\\left.${tex}\\right|_{${tensorTex(analysis, `${wire.to.node}:${firstOutput(sequence, wire.to.node)}`)}}`
}

function firstOutput({ analysis }: Sequence, id: string): string {
  return Object.keys(analysis.nodes.get(id)?.op?.outputs ?? {})[0] ?? "output"
}
