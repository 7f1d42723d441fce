// A reduction that is new takes all axes at once, which is seldom meant behind a batch: one button makes it keep features.

import type { NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { setAttr } from "../../graph/edit/edit.ts"
import { edit } from "../../state/document.ts"
import { Button } from "../parts/Button.tsx"
import { Editable } from "../parts/Editable.tsx"
import styles from "./hint.module.css"

export function AcrossHint({ node }: { readonly node: NodeAnalysis }) {
  const axes = batchAxes(node)
  if (axes === null) return null
  const words = axes.length === 1 ? `dim ${axes[0]}` : `dim ${axes.join(", ")}`
  return (
    <Editable>
      <p className={styles.hint}>
        This takes all axes together, to one number. For one a {axes.length === 1 ? "feature" : "channel"}, over the
        batch:{" "}
        <Button
          look="firm"
          size="small"
          onClick={() =>
            edit(`Set dim of ${node.id}`, (document) =>
              setAttr(setAttr(document, node.id, "dim", axes), node.id, "keepdim", true),
            )
          }
        >
          {words}, keepdim
        </Button>
      </p>
    </Editable>
  )
}

/** The axes of examples and places that batch norm reduces; null where the node is no reduction of all axes of a batch. */
export function batchAxes({ op, context }: NodeAnalysis): readonly number[] | null {
  if (op?.shelf !== "reduce" || op.attrs.keepdim === undefined || context === null) return null
  const rank = Array.isArray(context.shapes.input) ? context.shapes.input.length : 0
  if (context.attrs.dim !== null || rank < 2) return null
  return rank === 2 ? [0] : [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2)]
}
