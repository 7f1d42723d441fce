// A node as a card: what it is, what it is called, the attributes that matter, what it learns. This folder draws what a
// face says, at the size it says: it measures nothing and places nothing.

import type { NodeProps } from "@xyflow/react"
import { memo } from "react"
import { useFormulasHidden } from "../../../state/hiding.ts"
import { CheckBadge } from "../../drawer/checks/CheckBadge.tsx"
import { FieldThumb } from "../../field/FieldThumb.tsx"
import { Maths } from "../../maths/Maths.tsx"
import type { FlowNode } from "../flow/elements.ts"
import { useActive, useHovered, useNodeStanding } from "../flow/useActive.ts"
import styles from "./NodeCard.module.css"
import { NodeProblem } from "./NodeProblem.tsx"
import { Port } from "./Port.tsx"
import { TargetFlag } from "./TargetFlag.tsx"

export const NodeCard = memo(function NodeCard({ data: { face }, selected = false }: NodeProps<FlowNode>) {
  const active = useActive(face.id)
  const hovered = useHovered(face.id)
  const standing = useNodeStanding(face.id)
  return (
    <div
      className={styles.card}
      data-shelf={face.shelf}
      data-kind={face.kind}
      data-selected={selected || undefined}
      data-problem={face.problem !== null || undefined}
      data-open={face.open !== "" || undefined}
      data-waiting={face.waiting || undefined}
      data-active={active}
      data-hovered={hovered || undefined}
      data-standing={standing}
    >
      <div className={styles.title}>
        <span className={styles.op}>{face.title}</span>
        <span className={styles.name}>{face.tex === null ? face.name : <Maths tex={face.tex} />}</span>
      </div>
      {face.formula === "" ? null : <Formula tex={face.formula} />}
      {face.caption === "" ? null : <div className={styles.caption}>{face.caption}</div>}
      {face.footer === "" ? null : <div className={styles.footer}>{face.footer}</div>}
      {/* Far out a card shows only this. */}
      <div className={styles.far} aria-hidden="true">
        {face.tex === null ? farName(face) : <Maths tex={face.tex} />}
      </div>
      {face.target ? <TargetFlag /> : null}
      <CheckBadge node={face.id} />
      {face.problem === null ? <FieldThumb node={face.id} /> : null}
      <NodeProblem sentence={face.problem} open={face.open} node={face.id} selected={selected} />
      {face.ports.map((port) => (
        <Port key={`${port.side} ${port.id}`} face={face} port={port} reachable={selected} />
      ))}
    </div>
  )
})

/** A group has no name beside its title: what stands before its colon. */
function farName({ name, title }: FlowNode["data"]["face"]): string {
  return name === "" ? (title.split(":")[0] ?? title) : name
}

function Formula({ tex }: { readonly tex: string }) {
  return useFormulasHidden() ? null : (
    <div className={styles.formula}>
      <Maths tex={tex} own />
    </div>
  )
}
