// What train and eval mean for a node: whose mean and variance a batch norm uses and how its running ones move; a
// dropout's mask and scale. Nothing for nodes that do the same in both.

import type { RunResult } from "../../engine/result.ts"
import type { NodeAnalysis } from "../../graph/analysis.ts"
import type { Mode } from "../../ops/op.ts"
import { useSession } from "../../state/session.ts"
import { Section } from "../inspector/Section.tsx"
import { BatchNormNote, InstanceNormNote } from "./BatchNormNote.tsx"
import { DropoutNote, dropsWeights } from "./DropoutNote.tsx"
import styles from "./ModeNote.module.css"
import { attributesOfNode } from "./nodeAttributes.ts"

interface Props {
  readonly node: NodeAnalysis
  readonly result: RunResult | null
}

export function ModeNote({ node, result }: Props) {
  const mode = useSession((state) => state.mode)
  if (node.op === null || node.state !== "ok") return null
  switch (node.op.kind) {
    case "BatchNorm1d":
    case "BatchNorm2d":
      return (
        <Note mode={mode}>
          <BatchNormNote node={node} mode={mode} result={result} />
        </Note>
      )
    case "Dropout":
    case "Dropout2d":
      return (
        <Note mode={mode}>
          <DropoutNote node={node} mode={mode} result={result} />
        </Note>
      )
    case "ScaledDotProductAttention":
    case "MultiheadAttention":
      return dropsWeights(node) ? (
        <Note mode={mode}>
          <DropoutNote node={node} mode={mode} result={result} />
        </Note>
      ) : null
    case "InstanceNorm2d":
      return (
        <Note mode={mode}>
          <InstanceNormNote tracks={attributesOfNode(node).track_running_stats === true} />
        </Note>
      )
    case "LayerNorm":
    case "GroupNorm":
    case "RMSNorm":
      return (
        <Note mode={mode}>
          <p>The same in train and eval: the statistics are each sample’s own, and nothing is kept.</p>
        </Note>
      )
    default:
      return null
  }
}

function Note({ mode, children }: { readonly mode: Mode; readonly children: React.ReactNode }) {
  const setMode = useSession((state) => state.setMode)
  const other = mode === "train" ? "eval" : "train"
  return (
    <Section
      title={mode === "train" ? "In training" : "In evaluation"}
      name="Train and eval"
      aside={
        <button type="button" className={styles.button} onClick={() => setMode(other)}>
          Switch to {other}
        </button>
      }
    >
      <div className={styles.note}>{children}</div>
    </Section>
  )
}
