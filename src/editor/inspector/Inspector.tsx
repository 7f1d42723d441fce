// The panel on the right: whatever is selected, looked at closely. This folder chooses what is looked at and edited;
// tensors are drawn by editor/tensor, reasons by editor/why.

import { useLayoutEffect, useRef } from "react"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { isQuarantined } from "../../graph/document.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { useSession } from "../../state/session.ts"
import { Boundary } from "../parts/boundary/Boundary.tsx"
import styles from "../parts/styles/panel.module.css"
import quiet from "../parts/styles/quiet.module.css"
import { DocumentPanel } from "./DocumentPanel.tsx"
import { NodePanel } from "./NodePanel.tsx"
import { SeveralPanel } from "./several/SeveralPanel.tsx"
import { WirePanel } from "./WirePanel.tsx"

export function Inspector() {
  const analysis = useAnalysis((state) => state.analysis)
  const nodes = useSession((state) => state.nodes)
  const wires = useSession((state) => state.wires)
  const of = [...nodes, ...wires].join()
  const panel = useRef<HTMLDivElement>(null)
  // What is selected next is read from its top; a step along a chain of reasons then goes on to its number.
  useLayoutEffect(() => {
    if (of !== "" && panel.current !== null) panel.current.scrollTop = 0
  }, [of])
  return (
    <div className={`${styles.panel} ${styles.layer}`} ref={panel}>
      <Boundary what="What is selected" of={of}>
        {contents(analysis, nodes, wires)}
      </Boundary>
    </div>
  )
}

function contents(analysis: Analysis, nodes: readonly string[], wires: readonly string[]) {
  const [id] = nodes
  if (nodes.length > 1) return <SeveralPanel analysis={analysis} ids={nodes} />
  if (id !== undefined) {
    const node = analysis.nodes.get(id)
    return node === undefined ? (
      <Quarantined analysis={analysis} id={id} />
    ) : (
      <NodePanel key={id} analysis={analysis} node={node} />
    )
  }
  const wire = analysis.wires.find((candidate) => candidate.id === wires[0])
  return wire === undefined ? (
    <DocumentPanel analysis={analysis} />
  ) : (
    <WirePanel key={wire.id} analysis={analysis} wire={wire} />
  )
}

/** A node that could not be read: its text is kept and written back unchanged. */
function Quarantined({ analysis, id }: { readonly analysis: Analysis; readonly id: string }) {
  const entry = analysis.document.nodes.find((candidate) => candidate.id === id)
  if (entry === undefined || !isQuarantined(entry)) return <DocumentPanel analysis={analysis} />
  return (
    <>
      <header className={styles.head}>
        <h2>{id}</h2>
        <p className={quiet.text}>This node could not be read. Its text is kept and saved unchanged.</p>
      </header>
      <p className={styles.problem}>{entry.problem.sentence}</p>
      <pre className={styles.raw}>{entry.quarantined}</pre>
    </>
  )
}
