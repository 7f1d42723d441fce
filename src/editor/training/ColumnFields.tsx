// How the columns of a table become fields: as one, each its own, or shared out among the Inputs; and which of them is the class.

import { useId } from "react"
import type { TableChoice, TableProblem, TableReading } from "../../formats/table/table.ts"
import styles from "./settings.module.css"

interface Props {
  readonly table: TableReading
  readonly choice: TableChoice
  readonly onChoose: (choice: TableChoice) => void
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

interface TroubleProps {
  readonly trouble: TableProblem
  readonly choice: TableChoice
  readonly onChoose: (choice: TableChoice) => void
}

/** Why a table could not be used, and the choice that would help. */
export function TableTrouble({ trouble, choice, onChoose }: TroubleProps) {
  const id = useId()
  const { problem, missing = 0, labels = [] } = trouble
  return (
    <>
      <p className={styles.problem} role="alert">
        {problem}
      </p>
      {missing > 0 ? (
        <button type="button" onClick={() => onChoose({ ...choice, skipMissing: true })}>
          Leave out {missing === 1 ? "that line" : `those ${missing} lines`}
        </button>
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
