// One selected wire: what flows along it, forward and back, and what its source sums up.

import type { ReactNode } from "react"
import type { RunResult } from "../../engine/result.ts"
import { writeNumber } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis.ts"
import { disconnect } from "../../graph/edit.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import { edit } from "../../state/document.ts"
import { usePartHidden } from "../../state/hiding.ts"
import { useRun } from "../../state/run.ts"
import { useSession } from "../../state/session.ts"
import { flatIndex } from "../../tensor/address.ts"
import { statsOf } from "../../tensor/stats.ts"
import { useLockWords } from "../shell/Editable.tsx"
import { TensorView } from "../tensor/TensorView.tsx"
import { useDark } from "../theme.ts"
import { OnesHint } from "../why/OnesHint.tsx"
import { WhyPanel } from "../why/WhyPanel.tsx"
import { Compare } from "./Compare.tsx"
import styles from "./inspector.module.css"
import { Section } from "./Section.tsx"

interface Props {
  readonly analysis: Analysis
  readonly wire: Wire
}

export function WirePanel({ analysis, wire }: Props) {
  const result = useRun((state) => state.result)
  const phase = useRun((state) => state.phase)
  const dark = useDark()
  const cell = useSession((state) => state.cell)
  const look = useSession((state) => state.look)
  const locked = useLockWords()
  const hidden = usePartHidden("numbers")
  const from = placeName(wire.from)
  const gradient = phase === "backward" && !hidden ? result?.wires.get(wire.id) : undefined
  const value = phase === "none" || hidden ? undefined : result?.values.get(from)
  const compared = (side: "value" | "gradient", children: (lit: ReadonlySet<number> | null) => ReactNode): ReactNode =>
    result === null ? null : (
      <Compare place={{ analysis, result, name: wire.id, side }} onCell={(next) => look({ name: wire.id, side }, next)}>
        {children}
      </Compare>
    )
  return (
    <>
      <header className={styles.head}>
        <h2 className={styles.wireTitle}>
          {from} → {placeName(wire.to)}
        </h2>
        <button
          type="button"
          className={styles.textButton}
          disabled={locked !== null}
          title={locked ?? undefined}
          onClick={() => edit(`Disconnect ${placeName(wire.to)}`, (d) => disconnect(d, wire.to))}
        >
          Remove this wire
        </button>
      </header>
      {gradient === undefined ? null : (
        <Section title="Gradient along this wire">
          {compared("gradient", (lit) => (
            <TensorView
              tensor={gradient}
              family="gradient"
              dark={dark}
              name={`∂L/∂(${from}) along ${wire.id}`}
              cell={cell}
              onCell={(next) => look({ name: wire.id, side: "gradient" }, next)}
              {...(lit === null ? {} : { lit })}
            />
          ))}
          {result === null ? null : <OnesHint analysis={analysis} result={result} name={wire.id} />}
        </Section>
      )}
      {gradient === undefined || result === null || cell === null ? null : (
        <WhyPanel
          analysis={analysis}
          result={result}
          cell={{ name: wire.id, side: "gradient", index: flatIndex(gradient.shape, cell) }}
        />
      )}
      {result === null || phase !== "backward" || hidden ? null : (
        <Pieces analysis={analysis} wire={wire} result={result} />
      )}
      {value === undefined ? null : (
        <Section title="Value along this wire">
          {compared("value", (lit) => (
            <TensorView
              tensor={value}
              family="value"
              dark={dark}
              name={from}
              cell={cell}
              onCell={(next) => look({ name: wire.id, side: "value" }, next)}
              {...(lit === null ? {} : { lit })}
            />
          ))}
        </Section>
      )}
      {phase === "none" ? <p className={styles.quiet}>Run Forward to see what flows here.</p> : null}
    </>
  )
}

/** The pieces that come back to the source of this wire, and their sum. */
function Pieces({ analysis, wire, result }: Props & { readonly result: RunResult }) {
  const from = placeName(wire.from)
  const siblings = (analysis.leaving.get(wire.from.node) ?? []).filter((other) => placeName(other.from) === from)
  const sum = result.gradients.get(from)
  if (sum === undefined || siblings.length < 2) return null
  return (
    <Section name="Pieces" title={`Pieces that sum to ∂L/∂(${from})`}>
      <table className={styles.pieces}>
        <thead>
          <tr>
            <th scope="col">from</th>
            <th scope="col">RMS</th>
            <th scope="col">largest</th>
          </tr>
        </thead>
        <tbody>
          {siblings.map((other) => {
            const piece = result.wires.get(other.id)
            const stats = piece === undefined ? null : statsOf(piece)
            return (
              <tr key={other.id} data-current={other.id === wire.id}>
                <th scope="row">{placeName(other.to)}</th>
                <td>{stats === null ? "none" : writeNumber(stats.rms)}</td>
                <td>{stats === null ? "" : writeNumber(stats.largest)}</td>
              </tr>
            )
          })}
          <tr className={styles.sum}>
            <th scope="row">sum</th>
            <td>{writeNumber(statsOf(sum).rms)}</td>
            <td>{writeNumber(statsOf(sum).largest)}</td>
          </tr>
        </tbody>
      </table>
    </Section>
  )
}
