// The values that are tried: a list, or a range in even steps or in even factors.

import { useState } from "react"
import { spacedValues, type ValueRange } from "../../../engine/sweep/plan.ts"
import type { SweepValues } from "../../../graph/document.ts"
import { int, number } from "../../../ops/attributes/attrs.ts"
import { endGesture, startGesture } from "../../../state/document.ts"
import { ChoiceField } from "../../inspector/fields/ChoiceFields.tsx"
import styles from "../training/styles/settings.module.css"

const END = number({ doc: "The first or last value.", fallback: 1 })
const COUNT = int({ doc: "How many values.", fallback: 5, min: 1, max: 10_000 })

interface Props {
  readonly values: SweepValues
  readonly onChange: (values: SweepValues, key: string) => void
}

export function ValuesField({ values, onChange }: Props) {
  const look = "from" in values ? (values.scale ?? "linear") : "list"
  const turn = (next: string) => {
    if (next === "list") onChange("from" in values ? listOf(values) : values, "look")
    else
      onChange({ ...("from" in values ? values : rangeOf(values)), scale: next === "log" ? "log" : "linear" }, "look")
  }
  return (
    <div className={styles.choice}>
      <label className={styles.row}>
        <span>Values</span>
        <select value={look} onChange={(event) => turn(event.target.value)}>
          <option value="list">a list</option>
          <option value="linear">even steps</option>
          <option value="log">even factors (log)</option>
        </select>
      </label>
      {"from" in values ? (
        <>
          {(["from", "to"] as const).map((end) => (
            <ChoiceField
              key={end}
              field={`sweep.values.${end}`}
              label={end}
              spec={END}
              raw={values[end]}
              onChange={(value) => typeof value === "number" && onChange({ ...values, [end]: value }, end)}
            />
          ))}
          <ChoiceField
            field="sweep.values.count"
            label="count"
            spec={COUNT}
            raw={values.count}
            onChange={(value) => typeof value === "number" && onChange({ ...values, count: value }, "count")}
          />
        </>
      ) : (
        <List values={values} onChange={onChange} />
      )}
    </div>
  )
}

function List({
  values,
  onChange,
}: {
  readonly values: readonly number[]
  readonly onChange: (values: readonly number[], key: string) => void
}) {
  const [draft, setDraft] = useState<string | null>(null)
  const read = readList(draft ?? values.join(", "))
  return (
    <div className={styles.field}>
      <input
        type="text"
        aria-label="Values with commas between"
        aria-invalid={read === null}
        value={draft ?? values.join(", ")}
        onChange={(event) => {
          setDraft(event.target.value)
          const next = readList(event.target.value)
          if (next !== null) onChange(next, "list")
        }}
        onFocus={startGesture}
        onBlur={() => {
          endGesture()
          if (read !== null) setDraft(null)
        }}
      />
      {read === null ? <p className={styles.problem}>Expected numbers with commas between.</p> : null}
    </div>
  )
}

function readList(text: string): readonly number[] | null {
  const pieces = text
    .replaceAll("−", "-")
    .split(/[\s,;]+/)
    .filter((piece) => piece !== "")
  const numbers = pieces.map(Number)
  return numbers.length > 0 && numbers.every(Number.isFinite) ? numbers : null
}

function rangeOf(values: readonly number[]): { readonly from: number; readonly to: number; readonly count: number } {
  return { from: values[0] ?? 1, to: values.at(-1) ?? 10, count: Math.max(2, values.length) }
}

/** The range as a list that can be edited: to 8 digits, and in even steps where an end has no logarithm. */
function listOf(range: ValueRange): readonly number[] {
  const log = range.scale === "log" && range.from > 0 && range.to > 0
  return spacedValues({ ...range, scale: log ? "log" : "linear" }).map((value) => Number(value.toPrecision(8)))
}
