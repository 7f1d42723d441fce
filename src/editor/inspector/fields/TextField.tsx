// One line of text that is taken over on Enter or on leaving; Escape gives back what was there.

import { useState } from "react"
import fields from "./fields.module.css"

interface Props {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly onCommit: (text: string) => void
  /** A sentence if the text will not do. */
  readonly check?: (text: string) => string | null
}

export function TextField({ label, value, placeholder = "", onCommit, check }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const problem = typed === null ? null : (check?.(typed) ?? null)
  const commit = () => {
    if (typed === null || problem !== null) return
    setTyped(null)
    if (typed !== value) onCommit(typed)
  }
  return (
    <div className={fields.textField}>
      <label>
        <span>{label}</span>
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={typed ?? value}
          placeholder={placeholder}
          aria-invalid={problem !== null}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit()
            if (event.key === "Escape") setTyped(null)
          }}
        />
      </label>
      {problem === null ? null : <p className={fields.attrProblem}>{problem}</p>}
    </div>
  )
}
