// How the columns of a table become fields: as one, each its own, or shared out among the Inputs; and which of them is the class.

import { useId } from "react"
import type { ArrayReading } from "../../../../formats/arrays/arrayFields.ts"
import type { TableReading } from "../../../../formats/table/table.ts"
import { count } from "../../../../graph/problem.ts"
import { Button } from "../../../parts/Button.tsx"
import type { DataChoice, DataTrouble } from "../examples/useExamples.ts"
import styles from "../styles/settings.module.css"

interface Props {
  readonly table: TableReading
  readonly choice: DataChoice
  readonly onChoose: (choice: DataChoice) => void
}

/** What was made of a table, and what else could be. */
export function ColumnFields({ table, choice, onChoose }: Props) {
  const id = useId()
  const { columns, join, label, index, notes } = table
  return (
    <section className={styles.paste} aria-label="Columns of the table">
      <div className={styles.row}>
        <label htmlFor={`${id}-join`}>columns</label>
        <select
          id={`${id}-join`}
          value={join}
          // The options below are the only values.
          onChange={(event) => onChoose({ ...choice, join: event.target.value as TableReading["join"] })}
        >
          <option value="one">as one field</option>
          <option value="each">separately</option>
          <option value="inputs">shared out to the Inputs</option>
        </select>
      </div>
      <Label
        id={`${id}-label`}
        columns={columns}
        label={label}
        onChoose={(name) => onChoose({ ...choice, label: name })}
      />
      {index.length > 0 || choice.keepIndex === true ? (
        <div className={styles.row}>
          <label htmlFor={`${id}-index`}>use row numbers</label>
          <input
            id={`${id}-index`}
            type="checkbox"
            checked={choice.keepIndex === true}
            onChange={(event) => onChoose({ ...choice, keepIndex: event.target.checked })}
          />
        </div>
      ) : null}
      {notes.length === 0 ? null : <p className={styles.note}>{notes.join(" ")}</p>}
    </section>
  )
}

interface ArrayProps {
  readonly arrays: ArrayReading
  readonly choice: DataChoice
  readonly onChoose: (choice: DataChoice) => void
}

/** What was made of arrays from files. */
export function ArrayFields({ arrays, choice, onChoose }: ArrayProps) {
  const id = useId()
  return (
    <section className={styles.paste} aria-label="Arrays from files">
      {arrays.bytes ? (
        <div className={styles.row}>
          <label htmlFor={id}>scale 0–255 to 0–1</label>
          <input
            id={id}
            type="checkbox"
            checked={choice.scale !== false}
            onChange={(event) => onChoose({ ...choice, scale: event.target.checked })}
          />
        </div>
      ) : null}
      {arrays.notes.length === 0 ? null : <p className={styles.note}>{arrays.notes.join(" ")}</p>}
    </section>
  )
}

interface TroubleProps {
  readonly trouble: DataTrouble
  readonly choice: DataChoice
  readonly onChoose: (choice: DataChoice) => void
}

/** Why what was given could not be used, and the choice that would help. */
export function DataTroubles({ trouble, choice, onChoose }: TroubleProps) {
  const id = useId()
  const { problem, missing = 0, labels = [], examples = 0 } = trouble
  return (
    <>
      <p className={styles.problem} role="alert">
        {problem}
      </p>
      {missing > 0 ? (
        <Button size="small" onClick={() => onChoose({ ...choice, skipMissing: true })}>
          Leave out {missing === 1 ? "that line" : `those ${count(missing)} lines`}
        </Button>
      ) : null}
      {examples > 0 ? (
        <Button size="small" onClick={() => onChoose({ ...choice, examples })}>
          Use the first {count(examples)}
        </Button>
      ) : null}
      {labels.length > 0 ? (
        <Label id={id} columns={labels} label={null} onChoose={(name) => onChoose({ ...choice, label: name })} />
      ) : null}
    </>
  )
}

interface LabelProps {
  readonly id: string
  readonly columns: readonly string[]
  /** Null: to be chosen. */
  readonly label: string | null
  readonly onChoose: (name: string) => void
}

function Label({ id, columns, label, onChoose }: LabelProps) {
  return (
    <div className={styles.row}>
      <label htmlFor={id}>label</label>
      <select id={id} value={label ?? "?"} onChange={(event) => onChoose(event.target.value)}>
        {label === null ? (
          <option value="?" disabled>
            choose…
          </option>
        ) : null}
        <option value="">none</option>
        {columns.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  )
}
