// One selected wire: what flows along it, forward and back, and what its source sums up.

import { placeWords, sinkWords } from "../../engine/explain/terms/names.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { RMS_NOTE } from "../../graph/drawing/text/rmsNote.ts"
import { type Figure, RMS_MARK, writeBeside } from "../../graph/drawing/text/tensorNumber.ts"
import { disconnect } from "../../graph/edit/edit.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import { edit } from "../../state/document.ts"
import { usePartHidden } from "../../state/hiding.ts"
import { useRun } from "../../state/run/run.ts"
import type { RunTensor, ShownRun } from "../../state/run/shown.ts"
import { stats as statsOf } from "../../state/run/stats.ts"
import { useSession } from "../../state/session.ts"
import { flatIndex } from "../../tensor/address.ts"
import type { Stats } from "../../tensor/summary/stats.ts"
import { Button } from "../parts/Button.tsx"
import { useLockWords } from "../parts/Editable.tsx"
import { Section } from "../parts/Section.tsx"
import styles from "../parts/styles/panel.module.css"
import quiet from "../parts/styles/quiet.module.css"
import { FigureText } from "../tensor/FigureText.tsx"
import { ObjectiveNote } from "../why/ObjectiveNote.tsx"
import { OnesHint } from "../why/OnesHint.tsx"
import { WhyPanel } from "../why/WhyPanel.tsx"
import { WireFormula } from "./formulas/WireFormula.tsx"
import { LookedTensor } from "./LookedTensor.tsx"

interface Props {
  readonly analysis: Analysis
  readonly wire: Wire
}

export function WirePanel({ analysis, wire }: Props) {
  const result = useRun((state) => state.result)
  const phase = useRun((state) => state.phase)
  const shown = !usePartHidden("numbers")
  const gradient = phase === "backward" && shown ? result?.at("wire", wire.id) : undefined
  const value = phase === "none" || !shown ? undefined : result?.at("value", placeName(wire.from))
  return (
    <>
      <header className={styles.head}>
        <h2 className={styles.wireTitle}>
          {placeName(wire.from)} → {placeName(wire.to)}
        </h2>
      </header>
      {result === null || gradient === undefined ? null : (
        <Along analysis={analysis} result={result} wire={wire} side="gradient" tensor={gradient} />
      )}
      {result === null || phase !== "backward" || !shown ? null : (
        <Pieces analysis={analysis} wire={wire} result={result} />
      )}
      {result === null || value === undefined ? null : (
        <Along analysis={analysis} result={result} wire={wire} side="value" tensor={value} />
      )}
      {phase === "none" ? <p className={quiet.text}>Run Forward to see what flows here.</p> : null}
      <WireFormula analysis={analysis} wire={wire} />
      <Remove wire={wire} />
    </>
  )
}

function Remove({ wire: { to } }: { readonly wire: Wire }) {
  const locked = useLockWords()
  return (
    <Button
      look="text"
      disabled={locked !== null}
      title={locked ?? undefined}
      onClick={() => edit(`Disconnect ${placeName(to)}`, (d) => disconnect(d, to))}
    >
      Remove this wire
    </Button>
  )
}

interface AlongProps extends Props {
  readonly result: ShownRun
  readonly side: "value" | "gradient"
  readonly tensor: RunTensor
}

/** What flows along the wire one way, and why the chosen cell of it is what it is. */
function Along({ analysis, result, wire, side, tensor }: AlongProps) {
  const cell = useSession((state) => state.cell)
  const looked = useSession((state) => state.tensor)
  const from = placeName(wire.from)
  const asked = cell !== null && looked?.name === wire.id && looked.side === side
  return (
    <>
      <Section title={side === "gradient" ? "Gradient along this wire" : "Value along this wire"}>
        <LookedTensor
          place={{ analysis, result, name: wire.id, side }}
          tensor={tensor}
          words={side === "gradient" ? `∂L/∂(${from}) along ${wire.id}` : from}
          cell={cell}
        />
        {side === "gradient" ? <ObjectiveNote analysis={analysis} /> : null}
        {side === "gradient" ? <OnesHint analysis={analysis} result={result} name={wire.id} /> : null}
      </Section>
      {asked ? (
        <WhyPanel
          analysis={analysis}
          result={result}
          cell={{ name: wire.id, side, index: flatIndex(tensor.shape, cell) }}
        />
      ) : null}
    </>
  )
}

/** The pieces that come back to the source of this wire, and their sum. */
function Pieces({ analysis, wire, result }: Props & { readonly result: ShownRun }) {
  const from = placeName(wire.from)
  const siblings = (analysis.leaving.get(wire.from.node) ?? []).filter((other) => placeName(other.from) === from)
  const sum = result.at("gradient", from)
  if (sum === undefined || siblings.length < 2) return null
  const whole = statsOf(sum)
  const pieces = siblings.map((other) => {
    const piece = result.at("wire", other.id)
    return { other, stats: piece === undefined ? null : statsOf(piece) }
  })
  const most = Math.max(...pieces.map(({ stats }) => stats?.largest ?? 0))
  return (
    <Section name="Pieces" title={`Pieces that sum to ∂L/∂(${placeWords(analysis, from)})`}>
      <table className={styles.pieces}>
        <thead>
          <tr>
            <th scope="col">from</th>
            <th scope="col">{whole.only === null ? RMS_MARK : "number"}</th>
            {whole.only === null ? <th scope="col">largest</th> : null}
          </tr>
        </thead>
        <tbody>
          {pieces.map(({ other, stats }) => (
            <tr key={other.id} data-current={other.id === wire.id}>
              <th scope="row">{sinkWords(analysis, other)}</th>
              <Figures stats={stats} scale={0} />
            </tr>
          ))}
          <tr className={styles.sum}>
            <th scope="row">sum</th>
            <Figures stats={whole} scale={most} />
          </tr>
        </tbody>
      </table>
      {whole.only === null ? <p className={quiet.text}>{RMS_NOTE}</p> : null}
    </Section>
  )
}

/** The number of a tensor, or how large its numbers are; what is only rounding beside `scale` is written as 0. */
function Figures({ stats, scale }: { readonly stats: Stats | null; readonly scale: number }) {
  if (stats === null) return <td>none</td>
  const { only, rms, largest, precision } = stats
  const figures: readonly Figure[] =
    only === null
      ? [writeBeside(rms, scale, precision), writeBeside(largest, scale, precision)]
      : [writeBeside(only, scale, precision)]
  return figures.map((figure, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two columns that never change places
    <td key={i}>
      <FigureText figure={figure} />
    </td>
  ))
}
