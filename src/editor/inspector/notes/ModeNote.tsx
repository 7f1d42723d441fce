// What train and eval mean for a node: whose mean and variance a batch norm uses and how its running ones move; a
// dropout's mask and scale. Nothing for nodes that do the same in both.

import type { NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { axesOfNode } from "../../../graph/measure/axes/follow.ts"
import { normalizing } from "../../../graph/measure/normalizedSet.ts"
import type { Axes, Means } from "../../../ops/axisNames.ts"
import type { Mode } from "../../../ops/op.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import { Section } from "../../parts/Section.tsx"
import { BatchNormNote, InstanceNormNote } from "./BatchNormNote.tsx"
import { DropoutNote, dropsWeights } from "./DropoutNote.tsx"
import styles from "./ModeNote.module.css"
import { attributesOfNode } from "./nodeAttributes.ts"

interface Props {
  readonly node: NodeAnalysis
  readonly result: ShownRun | null
}

export function ModeNote({ node, result }: Props) {
  const mode = useSession((state) => state.mode)
  const words = node.state === "ok" ? wordsOf(node, mode, result) : null
  return words === null ? null : <Note mode={mode}>{words}</Note>
}

/** By what the op has and says: a mask, means of its input, running statistics beside them. */
function wordsOf(node: NodeAnalysis, mode: Mode, result: ShownRun | null): React.ReactNode {
  const { mask } = node.op?.outputs ?? {}
  // A layer that only drops is spoken of even where it drops nothing.
  if (mask !== undefined)
    return mask.hidden !== true || dropsWeights(node) ? <DropoutNote node={node} mode={mode} result={result} /> : null
  const means = normalizing(node, "train")
  if (means === null || means.given !== undefined) return null
  if (!Object.hasOwn(node.op?.buffers ?? {}, "running_mean"))
    return <p>The same in train and eval: the statistics are each sample’s own, and nothing is kept.</p>
  return averagesBatch(node, means) ? (
    <BatchNormNote node={node} mode={mode} result={result} />
  ) : (
    <InstanceNormNote tracks={attributesOfNode(node).track_running_stats === true} />
  )
}

function averagesBatch(node: NodeAnalysis, { port, over }: Means): boolean {
  // A norm has one plain input.
  const axes = axesOfNode(node)?.inputs[port] as Axes | undefined
  return axes?.some((axis, i) => axis === "batch" && over[i] === "all") ?? false
}

function Note({ mode, children }: { readonly mode: Mode; readonly children: React.ReactNode }) {
  const setMode = useSession((state) => state.setMode)
  const other = mode === "train" ? "eval" : "train"
  return (
    <Section
      title={mode === "train" ? "In training" : "In evaluation"}
      name="Train and eval"
      folded
      aside={<Button onClick={() => setMode(other)}>Switch to {other}</Button>}
    >
      <div className={styles.note}>{children}</div>
    </Section>
  )
}
