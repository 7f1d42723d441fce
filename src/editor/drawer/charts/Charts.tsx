// The charts of a run: how large values and gradients are from layer to layer, and how the numbers of one tensor lie. This
// folder reads a run and draws; it computes no statistics (tensor/summary) and changes nothing but what is looked at.

import { useState } from "react"
import { commandNamed } from "../../../commands/registry.ts"
import { spokenName } from "../../../formula/spoken.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useRun } from "../../../state/run/run.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { useSession } from "../../../state/session.ts"
import { isPairs } from "../../../tensor/summary/pairs.ts"
import { NodeSymbol } from "../../maths/NodeSymbol.tsx"
import { CommandButton } from "../../parts/CommandButton.tsx"
import quiet from "../../parts/styles/quiet.module.css"
import switching from "../../parts/styles/switch.module.css"
import styles from "./charts.module.css"
import { Histograms } from "./Histograms.tsx"
import { LayerChart } from "./LayerChart.tsx"
import { Scatters } from "./Scatters.tsx"
import { type Subject, subjectOf } from "./subject.ts"

export function Charts() {
  const analysis = useAnalysis((state) => state.analysis)
  const result = useRun((state) => state.result)
  if (result === null || result.names("value").length === 0) {
    return (
      <div className={styles.empty}>
        <p>Charts show the numbers of a run.</p>
        <CommandButton command={commandNamed("run.backward")} look="gradient">
          Run forward and backward
        </CommandButton>
      </div>
    )
  }
  return (
    <div className={styles.charts}>
      <LayerChart analysis={analysis} result={result} />
      <Distribution analysis={analysis} result={result} />
    </div>
  )
}

type Look = "histogram" | "scatter"

function Distribution({ analysis, result }: { readonly analysis: Analysis; readonly result: ShownRun }) {
  const nodes = useSession((state) => state.nodes)
  const tensor = useSession((state) => state.tensor)
  const [chosen, setChosen] = useState<Look>("scatter")
  const subject = subjectOf(analysis, result, nodes, tensor)
  if (subject === null) return null
  const pairs = isPairs(subject.value)
  const look = pairs ? chosen : "histogram"
  return (
    <section className={styles.distribution} aria-label="Distribution">
      <header className={styles.head}>
        <h3 aria-label={spokenTitle(analysis, subject)}>
          <Title analysis={analysis} subject={subject} />
        </h3>
        {pairs ? (
          <fieldset className={switching.switch} aria-label="Show as">
            {(["scatter", "histogram"] as const).map((choice) => (
              <button key={choice} type="button" aria-pressed={look === choice} onClick={() => setChosen(choice)}>
                {choice === "scatter" ? "Scatter" : "Histogram"}
              </button>
            ))}
          </fieldset>
        ) : null}
      </header>
      {look === "scatter" ? <Scatters subject={subject} /> : <Histograms subject={subject} />}
    </section>
  )
}

function spokenTitle(analysis: Analysis, { node, port, before }: Subject): string {
  const name = spokenName(analysis.nodes.get(node)?.node.label ?? node)
  return [name, port, before === null ? null : "before and after"].filter((part) => part !== null).join(" ")
}

function Title({ analysis, subject }: { readonly analysis: Analysis; readonly subject: Subject }) {
  return (
    <>
      <NodeSymbol analysis={analysis} id={subject.node} />
      {subject.port === null ? null : <span className={quiet.text}>{subject.port}</span>}
      {subject.before === null ? null : <span className={quiet.text}>before and after</span>}
    </>
  )
}
