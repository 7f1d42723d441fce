// A dropout's mask and scale, and a new mask by a new seed.

import { seedUse, someNames } from "../../../engine/seedUse.ts"
import { writeNumber } from "../../../formula/number.ts"
import type { NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { setSeed } from "../../../graph/edit/edit.ts"
import type { Mode } from "../../../ops/op.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { edit, useDocument } from "../../../state/document.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"
import { sizeOf } from "../../../tensor/tensor.ts"
import { Button } from "../../parts/Button.tsx"
import { useLockWords } from "../../parts/Editable.tsx"
import quiet from "../../parts/styles/quiet.module.css"
import { useDark } from "../../parts/useDark.ts"
import { Thumbnail } from "../../tensor/Thumbnail.tsx"
import styles from "./ModeNote.module.css"
import { attributesOfNode } from "./nodeAttributes.ts"

interface Props {
  readonly node: NodeAnalysis
  readonly mode: Mode
  readonly result: ShownRun | null
}

export function DropoutNote({ node, mode, result }: Props) {
  const dark = useDark()
  const attrs = attributesOfNode(node)
  const p = dropRate(node)
  if (mode === "eval") return <p>Does nothing: every number passes, times 1.</p>
  const scale = attrs.rescale === false ? 1 : p === 1 ? 0 : 1 / (1 - p)
  const mask = result?.mode === "train" ? result.at("value", `${node.id}:mask`) : undefined
  const of = mask === undefined ? 0 : sizeOf(mask.shape)
  const kept = mask === undefined ? 0 : Math.round(stats(mask).mean * of)
  return (
    <>
      <p>
        Drops each number with probability {writeNumber(p)}; what is kept is multiplied by{" "}
        {attrs.rescale === false ? "1 (not rescaled)" : <strong>{writeNumber(scale, 4)}</strong>}.
      </p>
      {mask === undefined ? (
        <p>Run forward to see the mask.</p>
      ) : (
        <div className={styles.mask}>
          <Thumbnail tensor={mask} family="value" dark={dark} size={120} />
          <p>
            {kept} of {of} kept, {of - kept} dropped.
            <br />
            <span className={quiet.text}>Blue is kept; nothing flows back through the others.</span>
          </p>
        </div>
      )}
      <NewMask node={node} />
    </>
  )
}

function NewMask({ node }: Pick<Props, "node">) {
  const locked = useLockWords()
  const analysis = useAnalysis((state) => state.analysis)
  const { drawn } = seedUse(analysis)
  const others = drawn.filter((name) => name !== `${node.id}.mask`)
  // With a chance of 0 or 1 there is one mask only.
  const sure = others.length === drawn.length
  const words = sure
    ? "Every mask would be the same: nothing or everything is dropped"
    : others.length === 0
      ? "Nothing else here is drawn from the seed"
      : `Also drawn anew: ${someNames(others)}`
  const seed = useDocument((state) => state.document.seed ?? 0)
  return (
    <div className={styles.row}>
      <Button
        disabled={locked !== null || sure}
        title={locked ?? words}
        onClick={() => edit("Draw a new mask", (document) => setSeed(document, (document.seed ?? 0) + 1))}
      >
        New mask
      </Button>
      <span className={quiet.text}>seed {seed}</span>
      <span className={quiet.text}>{words}.</span>
    </div>
  )
}

/** How often an attention drops a weight, or a dropout a number. */
function dropRate(node: NodeAnalysis): number {
  const { p, dropout, dropout_p } = attributesOfNode(node)
  return Number(p ?? dropout ?? dropout_p ?? 0)
}

export function dropsWeights(node: NodeAnalysis): boolean {
  return dropRate(node) > 0
}
