// What a node is called and what it is.

import { memo, useRef } from "react"
import { spokenName } from "../../formula/spoken.ts"
import { symbolTex } from "../../formula/tex.ts"
import { renameNode, setLabel } from "../../graph/edit/edit.ts"
import type { AnyOp } from "../../ops/op.ts"
import { edit } from "../../state/document.ts"
import { Maths } from "../maths/Maths.tsx"
import { Editable } from "../parts/Editable.tsx"
import styles from "../parts/styles/panel.module.css"
import quiet from "../parts/styles/quiet.module.css"
import { useAnswer } from "../parts/useAnswer.ts"
import { TextField } from "./fields/TextField.tsx"

interface Props {
  readonly id: string
  readonly label: string | undefined
  /** The op's name in the document, and the op itself if there is such a one. */
  readonly kind: string
  readonly op: AnyOp | null
}

export const NodeHead = memo(function NodeHead({ id, label, kind, op }: Props) {
  const head = useRef<HTMLElement>(null)
  useAnswer("rename", id, () => head.current?.querySelector("input")?.select())
  return (
    <header className={styles.head} ref={head}>
      <div className={styles.title}>
        <h2 aria-label={spokenName(label ?? id)}>
          <Maths tex={symbolTex(label ?? id)} />
        </h2>
        <span className={quiet.text}>{op?.title ?? kind}</span>
      </div>
      {op === null ? null : <p className={quiet.text}>{op.summary}</p>}
      <Editable>
        <div className={styles.names}>
          <TextField
            key={`id ${id}`}
            label="id"
            value={id}
            onCommit={(text) => edit(`Rename ${id}`, (d) => renameNode(d, id, text), { select: { nodes: [text] } })}
            check={checkId}
          />
          <TextField
            key={`label ${id}`}
            label="label"
            value={label ?? ""}
            placeholder="e.g. \mu"
            onCommit={(text) => edit(`Label ${id}`, (d) => setLabel(d, id, text))}
          />
        </div>
      </Editable>
    </header>
  )
})

function checkId(text: string): string | null {
  return /^[A-Za-z_][A-Za-z0-9_./-]{0,127}$/.test(text)
    ? null
    : "An id starts with a letter or _ and has at most 128 letters, digits, _ . / or -"
}
