// One of a family of kinds (an optimizer, a source of data) with the fields of its attributes. What cannot be read stays
// in its field with the sentence that says why; the document keeps its last good value.

import type { Choice } from "../../../graph/document.ts"
import { type AttrSpec, type AttrSpecs, type Json, show } from "../../../ops/attributes/attrs.ts"
import { endGesture } from "../../../state/document.ts"
import { keepDraft, useDrafts } from "../../../state/drafts.ts"
import styles from "../../drawer/training/styles/settings.module.css"
import { AttrControl } from "./AttrControl.tsx"
import { readAttrText, writeAttr } from "./attrText.ts"
import { useFault } from "./useFault.ts"

export interface ChoiceFamily {
  readonly kind: string
  readonly title: string
  readonly summary: string
  readonly attrs: AttrSpecs
}

interface Props {
  readonly label: string
  /** Names the choice among all fields of the page, e.g. `training.optimizer`. */
  readonly name: string
  readonly families: ReadonlyMap<string, ChoiceFamily>
  readonly choice: Choice
  readonly disabled?: boolean
  /** `key`: names the gesture, so that typing one number is one undo step. */
  readonly onChange: (choice: Choice, key: string) => void
}

export function ChoiceFields({ label, name, families, choice, disabled = false, onChange }: Props) {
  const family = families.get(choice.kind)
  return (
    <fieldset className={styles.choice} disabled={disabled}>
      <label className={styles.row}>
        <span>{label}</span>
        <select
          value={choice.kind}
          onChange={(event) => {
            endGesture()
            onChange({ kind: event.target.value }, name)
            endGesture()
          }}
        >
          {family === undefined ? <option value={choice.kind}>{choice.kind} (unknown)</option> : null}
          {[...families.values()].map(({ kind, title }) => (
            <option key={kind} value={kind}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {family === undefined ? null : (
        <>
          <p className={styles.summary}>{family.summary}</p>
          {Object.entries(family.attrs).map(([attr, spec]) => (
            <ChoiceField
              key={`${choice.kind}.${attr}`}
              field={`${name}.${attr}`}
              label={attr}
              spec={spec}
              raw={Object.hasOwn(choice, attr) ? choice[attr] : undefined}
              onChange={(value) => onChange({ ...choice, [attr]: value }, `${name}.${attr}`)}
            />
          ))}
        </>
      )}
    </fieldset>
  )
}

interface FieldProps {
  readonly field: string
  readonly label: string
  readonly spec: AttrSpec<unknown>
  readonly raw: Json | undefined
  readonly onChange: (value: Json) => void
}

export function ChoiceField({ field, label, spec, raw, onChange }: FieldProps) {
  const draft = useDrafts((state) => state.drafts.get(field))
  const value = raw === undefined ? spec.fallback : raw
  const attempt = draft === undefined ? value : readAttrText(spec.control, draft)
  const read = attempt === undefined ? { problem: "must be set" } : spec.read(attempt)
  const unread = "problem" in read ? read.problem : null
  const fault = useFault(field)
  const problem = unread ?? fault
  const id = `field-${field}`
  return (
    <div className={styles.field}>
      <div className={styles.row}>
        <label htmlFor={id} title={spec.doc}>
          {label}
        </label>
        <AttrControl
          id={id}
          spec={spec}
          text={draft ?? (value === undefined ? "" : writeAttr(value))}
          value={value}
          invalid={problem !== null}
          onType={(typed) => {
            const next = readAttrText(spec.control, typed)
            keepDraft(field, typed)
            if ("value" in spec.read(next)) onChange(next)
          }}
          onPick={onChange}
          onLeave={() => {
            endGesture()
            if (unread === null) keepDraft(field, null)
          }}
        />
      </div>
      {problem === null ? null : (
        <p id={`${id}-problem`} className={styles.problem} role="alert">
          {problem}
          {unread === null || draft === undefined ? "" : `; ${show(value)} stays in use`}
        </p>
      )}
    </div>
  )
}
