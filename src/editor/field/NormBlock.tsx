// Which cells share a mean: the input as a block of samples × channels × places, and in it the set of the chosen cell.

import type { NodeAnalysis } from "../../graph/analysis.ts"
import { normalizedSet, usesRunning } from "../../graph/normalizedSet.ts"
import { attributesOf } from "../../graph/shapes.ts"
import type { Mode } from "../../ops/op.ts"
import { useSession } from "../../state/session.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { Section } from "../inspector/Section.tsx"
import { Block } from "./Block.tsx"
import styles from "./field.module.css"
import { blockOf, normAxes, setWords, sizeOfSet } from "./normWords.ts"

export function NormBlock({ node, mode }: { readonly node: NodeAnalysis; readonly mode: Mode }) {
  const chosen = useSession((state) => state.cell)
  const kind = node.node.op
  const shape = node.context?.shapes.input
  const attrs = node.op === null ? null : attributesOf(node.op, node.node).values
  if (!isShape(shape) || shape.length === 0 || attrs === null) return null
  const fits = chosen !== null && chosen.length === shape.length && chosen.every((at, i) => at < (shape[i] ?? 0))
  const cell = fits ? chosen : shape.map((size) => Math.floor((size - 1) / 2))
  const set = normalizedSet(kind, attrs, shape, cell, mode)
  const running = set === null && usesRunning(kind, attrs)
  if (set === null && !running) return null
  // In eval mode nothing is averaged: then the set is what one pair of running statistics is used for.
  const lit = set ?? normalizedSet(kind, attrs, shape, cell, "train")
  if (lit === null) return null
  const names = normAxes(kind, shape)
  const own = cell.map((at) => ({ from: at, to: at }))
  const share = kind === "RMSNorm" ? "mean square" : "mean and variance"
  return (
    <Section title="Which cells share a mean">
      <p className={styles.words}>
        {running ? "In eval mode nothing is averaged: running statistics are used. In train mode " : ""}
        <span className={styles.name}>[{cell.join(", ")}]</span> shares one {share} with{" "}
        <span className={styles.name}>{setWords(lit, names)}</span>: {sizeOfSet(lit)} cells.
      </p>
      <Block
        axes={blockOf(shape, lit.ranges, kind)}
        cell={blockOf(shape, own, kind)}
        names={blockNames(names, shape)}
        label={setWords(lit, names)}
      />
      {fits ? null : <p className={styles.quiet}>Choose another cell under Tensors.</p>}
    </Section>
  )
}

function blockNames(names: readonly string[], shape: Shape): readonly [string, string, string] {
  if (shape.length === 1) return ["", names[0] ?? "", ""]
  if (names[0] === "C") return ["", "C", "H·W"]
  return [names[0] ?? "", names[1] ?? "", names.slice(2).join("·")]
}

function isShape(shape: unknown): shape is Shape {
  return Array.isArray(shape) && shape.every((size) => typeof size === "number")
}
