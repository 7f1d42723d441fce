// One attribute: read as it is typed; a wrong text stays in the field with the sentence that says why, and the document
// keeps its last good value.

import { setAttr } from "../../graph/edit.ts"
import { type AttrSpec, type Control, type Json, show } from "../../ops/attrs.ts"
import { edit, endGesture } from "../../state/document.ts"
import { keepDraft, useDrafts } from "../../state/drafts.ts"
import { readAttrText, writeAttr } from "./attrText.ts"
import styles from "./inspector.module.css"

interface Props {
  readonly node: string
  readonly name: string
  readonly spec: AttrSpec<unknown>
  /** As the document has it; `undefined` where the op's own default holds. */
  readonly raw: Json | undefined
}

export function AttrField({ node, name, spec, raw }: Props) {
  const field = `${node}.${name}`
  const draft = useDrafts((state) => state.drafts.get(field))
  const value = raw === undefined ? spec.fallback : raw
  const text = draft ?? (value === undefined ? "" : writeAttr(value))
  const attempt = draft === undefined ? value : readAttrText(spec.control, draft)
  const read = attempt === undefined ? { problem: "must be set" } : spec.read(attempt)
  const problem = "problem" in read ? read.problem : null

  const write = (next: Json) => edit(`Set ${name} of ${node}`, (d) => setAttr(d, node, name, next), { key: field })
  const type = (typed: string) => {
    const next = readAttrText(spec.control, typed)
    const fine = "value" in spec.read(next)
    keepDraft(field, typed)
    if (fine) write(next)
  }
  const leave = () => {
    endGesture()
    if (problem === null) keepDraft(field, null)
  }
  const id = `attr-${field}`
  return (
    <div className={styles.attr}>
      <label htmlFor={id} title={spec.doc}>
        {name}
      </label>
      <AttrControl
        id={id}
        spec={spec}
        text={text}
        value={value}
        invalid={problem !== null}
        onType={type}
        onPick={write}
        onLeave={leave}
      />
      {problem === null ? null : (
        <p id={`${id}-problem`} className={styles.attrProblem} role="alert">
          {problem}
          {draft === undefined ? "" : `; ${show(value)} stays in use`}
        </p>
      )}
      <p className={styles.attrDoc}>{spec.doc}</p>
    </div>
  )
}

interface ControlProps {
  readonly id: string
  readonly spec: AttrSpec<unknown>
  readonly text: string
  readonly value: Json | undefined
  readonly invalid: boolean
  readonly onType: (text: string) => void
  readonly onPick: (value: Json) => void
  readonly onLeave: () => void
}

function AttrControl({ id, spec, text, value, invalid, onType, onPick, onLeave }: ControlProps) {
  const { control } = spec
  if (control.kind === "bool") {
    return <input id={id} type="checkbox" checked={value === true} onChange={(event) => onPick(event.target.checked)} />
  }
  if (control.kind === "choice") {
    return (
      <select id={id} value={String(value)} onChange={(event) => onPick(event.target.value)}>
        {control.options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    )
  }
  return (
    <input
      id={id}
      type="text"
      inputMode={control.kind === "text" ? "text" : "decimal"}
      autoComplete="off"
      spellCheck={false}
      value={text}
      placeholder={spec.optional ? "none" : ""}
      aria-invalid={invalid}
      aria-describedby={invalid ? `${id}-problem` : undefined}
      onChange={(event) => onType(event.target.value)}
      onBlur={onLeave}
      onKeyDown={(event) => {
        const stepped = event.key === "ArrowUp" || event.key === "ArrowDown" ? stepNumber(control, value, event) : null
        if (stepped === null) return
        event.preventDefault()
        onType(writeAttr(stepped))
      }}
    />
  )
}

/** Arrow keys count: by 1 (whole numbers) or a tenth of the size; Shift counts by 10. */
function stepNumber(control: Control, value: Json | undefined, event: React.KeyboardEvent): number | null {
  if ((control.kind !== "int" && control.kind !== "number") || typeof value !== "number") return null
  const unit = control.kind === "int" ? 1 : 10 ** Math.floor(Math.log10(Math.abs(value) || 1) - 1)
  const by = (event.key === "ArrowUp" ? 1 : -1) * unit * (event.shiftKey ? 10 : 1)
  const next = Math.min(control.max, Math.max(control.min, value + by))
  return control.kind === "int" ? next : Number(next.toPrecision(12))
}
