// One selected node, what answers first: its name, its problems, its tensors and why, its formulas; then what is set. All
// else is folded.

import { memo, useDeferredValue, useMemo } from "react"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { isUnfinished } from "../../graph/analysis/unfinished.ts"
import { setTarget } from "../../graph/edit/edit.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { edit } from "../../state/document.ts"
import { usePartHidden } from "../../state/hiding.ts"
import { useRun } from "../../state/run/run.ts"
import type { ShownRun } from "../../state/run/shown.ts"
import { useSession } from "../../state/session.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { FieldView } from "../field/FieldView.tsx"
import { NormBlock } from "../field/NormBlock.tsx"
import { Button } from "../parts/Button.tsx"
import { Editable, useLockWords } from "../parts/Editable.tsx"
import { Repairs } from "../parts/Repairs.tsx"
import { Section } from "../parts/Section.tsx"
import styles from "../parts/styles/panel.module.css"
import quiet from "../parts/styles/quiet.module.css"
import { PicturePanel } from "../picture/PicturePanel.tsx"
import { AcrossHint } from "./AcrossHint.tsx"
import { AttrField } from "./fields/AttrField.tsx"
import { idleAttrs } from "./fields/idleAttrs.ts"
import { Upstream } from "./fields/Upstream.tsx"
import { useFed } from "./fields/useFed.ts"
import { Formulas } from "./formulas/Formulas.tsx"
import { NodeHead } from "./NodeHead.tsx"
import { NodeShapes } from "./NodeShapes.tsx"
import { NodeTensors } from "./NodeTensors.tsx"
import { NodeValues } from "./NodeValues.tsx"
import { ModeNote } from "./notes/ModeNote.tsx"
import { OverlayNote } from "./notes/OverlayNote.tsx"

interface Props {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
}

/**
 * Fields follow the document at once. What shows shapes only is left alone while numbers are typed; what shows numbers of
 * the run comes after the canvas has them.
 */
export function NodePanel({ analysis, node }: Props) {
  const result = useRun((state) => state.result)
  const late = useDeferredValue(result)
  const structure = useAnalysis((state) => state.structure)
  const shaped = structure.nodes.get(node.id) ?? node
  const numbers = !usePartHidden("numbers")
  const gradients = !usePartHidden("gradients")
  const ids = useMemo(() => [node.id], [node.id])
  return (
    <>
      <NodeHead id={node.id} label={node.node.label} kind={node.node.op} op={node.op} />
      <OverlayNote ids={ids} />
      {node.problems.map((problem, at) => (
        <div
          key={`${problem.code} ${problem.sentence}`}
          className={styles.problem}
          data-unfinished={isUnfinished(problem) || undefined}
          data-severity={problem.severity}
          role={isUnfinished(problem) || problem.severity === "warning" ? "note" : "alert"}
        >
          {problem.sentence}
          <Repairs problem={problem} above={node.problems.slice(0, at)} />
        </div>
      ))}
      {node.op === null ? null : (
        <>
          <AcrossHint node={node} />
          <Looked analysis={structure} node={shaped} result={late} />
          <PicturePanel node={node} />
          <Settings node={shaped} />
          {numbers ? <NodeValues node={node} shaped={shaped} result={late} seed={analysis.document.seed ?? 0} /> : null}
          {gradients ? <Outputs analysis={structure} node={shaped} /> : null}
          <Rest analysis={structure} node={shaped} result={late} />
        </>
      )}
    </>
  )
}

const NO_WIRES: readonly Wire[] = []

/** What a run made of the node, and by which rules: nothing here is typed into. */
const Looked = memo(function Looked({ analysis, node, result }: Props & { readonly result: ShownRun | null }) {
  const phase = useRun((state) => state.phase)
  const numbers = !usePartHidden("numbers")
  const formulas = !usePartHidden("formulas")
  return (
    <>
      {result !== null && phase !== "none" && numbers ? (
        <NodeTensors
          analysis={analysis}
          node={node}
          entering={analysis.entering.get(node.id) ?? NO_WIRES}
          result={result}
          showGradients={phase === "backward"}
        />
      ) : null}
      {formulas && node.op !== null ? <Formulas analysis={analysis} node={node} /> : null}
    </>
  )
})

const Rest = memo(function Rest({ analysis, node, result }: Props & { readonly result: ShownRun | null }) {
  return (
    <>
      <NodeShapes analysis={analysis} node={node} />
      <ModeNote node={node} result={result} />
      <NormBlock node={node} mode={analysis.mode} />
      <FieldView analysis={analysis} node={node} />
    </>
  )
})

const Settings = memo(function Settings({ node }: { readonly node: NodeAnalysis }) {
  const { examples } = useFed(node.id)
  const specs = Object.entries(node.op?.attrs ?? {})
  if (specs.length === 0) return null
  const idle = idleAttrs(node, examples)
  return (
    <Section title="Settings">
      <Editable>
        {specs
          .filter(([name]) => idle?.names.includes(name) !== true)
          .map(([name, spec]) => (
            <AttrField
              key={`${node.id}.${name}`}
              node={node.id}
              name={name}
              spec={spec}
              raw={node.node.attrs?.[name]}
            />
          ))}
      </Editable>
      {idle === null ? null : (
        <p className={quiet.text}>
          Not used while {idle.reason}: {idle.names.join(", ")}.
        </p>
      )}
    </Section>
  )
})

/** Backward's start: the target button, and the upstream gradient of each visible output. */
const Outputs = memo(function Outputs({ analysis, node }: Props) {
  const cell = useSession((state) => state.cell)
  const locked = useLockWords()
  if (node.outputs === null || node.op === null) return null
  const { target, document } = analysis
  const ports = Object.entries(node.op.outputs).filter(
    ([, port]) => port.hidden !== true && port.constant !== true && port.list !== true,
  )
  return ports.map(([port]) => {
    const output = placeName({ node: node.id, port })
    const shape = node.outputs?.[port]
    const isTarget = target !== null && placeName(target) === output
    if (shape === undefined) return null
    return (
      <div key={port}>
        <Upstream document={document} output={output} shape={shape as Shape} isTarget={isTarget} cell={cell} />
        <Button
          look="text"
          disabled={isTarget || locked !== null}
          title={locked ?? undefined}
          onClick={() => edit(`Start backward at ${node.id}`, (d) => setTarget(d, output))}
        >
          {isTarget ? "Backward starts here" : "Start backward here"}
        </Button>
      </div>
    )
  })
})
