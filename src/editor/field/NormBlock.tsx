// Which cells share a mean: the input as a block of samples × channels × places, and in it the set of the chosen cell.

import type { NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { lettersAt } from "../../graph/measure/axes/letters.ts"
import { normalizedSet, normalizing } from "../../graph/measure/normalizedSet.ts"
import type { Mode } from "../../ops/op.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { useSession } from "../../state/session.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { Section } from "../parts/Section.tsx"
import quiet from "../parts/styles/quiet.module.css"
import { Block } from "./Block.tsx"
import styles from "./field.module.css"
import { blockNames, blockOf, setWords, sizeOfSet } from "./normWords.ts"

export function NormBlock({ node, mode }: { readonly node: NodeAnalysis; readonly mode: Mode }) {
  const chosen = useSession((state) => state.cell)
  const analysis = useAnalysis((state) => state.structure)
  const means = normalizing(node, mode)
  // In evaluation mode nothing is averaged: then the set is what one pair of running statistics is used for.
  const sets = means ?? normalizing(node, "train")
  const shape = sets === null ? undefined : node.context?.shapes[sets.port]
  if (sets === null || !isShape(shape) || shape.length === 0) return null
  const fits = chosen !== null && chosen.length === shape.length && chosen.every((at, i) => at < (shape[i] ?? 0))
  const cell = fits ? chosen : shape.map((size) => Math.floor((size - 1) / 2))
  const lit = normalizedSet(sets, shape, cell)
  if (lit === null) return null
  const letters = lettersAt(analysis, `${node.id}:output`)
  const own = cell.map((at) => ({ from: at, to: at }))
  return (
    <Section title="Which cells share a mean" folded>
      <p className={styles.words}>
        {means === null ? "In evaluation mode nothing is averaged: running statistics are used. In training mode " : ""}
        <span className={styles.name}>[{cell.join(", ")}]</span> shares one {sets.of} with{" "}
        <span className={styles.name}>{setWords(lit, letters)}</span>: {sizeOfSet(lit)} cells.
      </p>
      <Block
        axes={blockOf(shape, lit.ranges, letters)}
        cell={blockOf(shape, own, letters)}
        names={blockNames(shape, letters)}
        label={setWords(lit, letters)}
      />
      {fits ? null : <p className={quiet.text}>Choose another cell under Tensors.</p>}
    </Section>
  )
}

function isShape(shape: unknown): shape is Shape {
  return Array.isArray(shape) && shape.every((size) => typeof size === "number")
}
