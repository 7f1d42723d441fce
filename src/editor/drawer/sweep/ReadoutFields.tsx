// What is read off each run: the loss, or something of one tensor.

import { useMemo } from "react"
import { takesOfTensor } from "../../../engine/sweep/readout.ts"
import type { SweepReadout } from "../../../graph/document.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { endGesture, startGesture } from "../../../state/document.ts"
import { Button } from "../../parts/Button.tsx"
import styles from "../training/styles/settings.module.css"
import type { ChangeSweep } from "./change.ts"
import { tensorsToRead } from "./tensorsToRead.ts"

interface Props {
  readonly readouts: readonly SweepReadout[]
  readonly trains: boolean
  readonly onChange: ChangeSweep
}

const OF_RUN = ["loss", "accuracy"]

export function ReadoutFields({ readouts, trains, onChange }: Props) {
  const analysis = useAnalysis((state) => state.analysis)
  const tensors = useMemo(() => tensorsToRead(analysis), [analysis])
  const write = (next: readonly SweepReadout[], key = "readouts") => onChange({ readouts: next }, "what is read", key)
  const replace = (i: number, readout: SweepReadout, key?: string) =>
    write(
      readouts.map((one, j) => (j === i ? readout : one)),
      key,
    )
  return (
    <div className={styles.choice}>
      <p className={styles.row}>
        <span>Read</span>
        <Button look="quiet" size="small" onClick={() => write([...readouts, { take: "rms", of: tensors[0] ?? "" }])}>
          add
        </Button>
      </p>
      {readouts.map((readout, i) => (
        <Readout
          // biome-ignore lint/suspicious/noArrayIndexKey: readouts have no name of their own
          key={i}
          readout={readout}
          tensors={tensors}
          trains={trains}
          onChange={(next, gesture) => replace(i, next, gesture && `${gesture}${i}`)}
          onRemove={() => write(readouts.filter((_, j) => j !== i))}
        />
      ))}
    </div>
  )
}

function Readout({
  readout,
  tensors,
  trains,
  onChange,
  onRemove,
}: {
  readonly readout: SweepReadout
  readonly tensors: readonly string[]
  readonly trains: boolean
  /** `gesture`: edits that are one undo step. */
  readonly onChange: (readout: SweepReadout, gesture?: string) => void
  readonly onRemove: () => void
}) {
  return (
    <div className={styles.readout}>
      <select
        aria-label="What is read"
        value={readout.take}
        title={takesOfTensor[readout.take]}
        onChange={(event) => onChange(withTake(readout, event.target.value, tensors))}
      >
        {[...OF_RUN, ...Object.keys(takesOfTensor)].map((take) => (
          <option key={take} value={take}>
            {take}
          </option>
        ))}
      </select>
      <Button
        look="icon"
        size="small"
        aria-label={`Do not read ${readout.take}`}
        title="Do not read it"
        onClick={onRemove}
      >
        ×
      </Button>
      {readout.of === undefined ? null : (
        <select
          aria-label="Of which tensor"
          value={readout.of}
          onChange={(event) => onChange({ ...readout, of: event.target.value })}
        >
          {tensors.includes(readout.of) ? null : <option value={readout.of}>{readout.of} (not there)</option>}
          {tensors.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      {readout.take === "cell" ? <CellIndex readout={readout} onChange={(next) => onChange(next, "cell")} /> : null}
      {OF_RUN.includes(readout.take) && trains ? (
        <label>
          <input
            type="checkbox"
            checked={readout.validation === true}
            onChange={(event) =>
              onChange({ take: readout.take, ...(event.target.checked ? { validation: true } : {}) })
            }
          />{" "}
          of the validation data
        </label>
      ) : null}
    </div>
  )
}

function CellIndex({
  readout,
  onChange,
}: {
  readonly readout: SweepReadout
  readonly onChange: (readout: SweepReadout) => void
}) {
  return (
    <input
      type="text"
      aria-label="Index of the cell, one number for each axis"
      inputMode="numeric"
      defaultValue={readout.index?.join(", ") ?? ""}
      placeholder="0, 0"
      onFocus={startGesture}
      onBlur={endGesture}
      onChange={(event) => {
        const index = event.target.value
          .split(/[\s,]+/)
          .filter((piece) => piece !== "")
          .map(Number)
        if (index.every((i) => Number.isSafeInteger(i) && i >= 0)) onChange({ ...readout, index })
      }}
    />
  )
}

function withTake(readout: SweepReadout, take: string, tensors: readonly string[]): SweepReadout {
  if (OF_RUN.includes(take)) return { take }
  const of = readout.of ?? tensors[0] ?? ""
  return take === "cell" ? { take, of, index: readout.index ?? [] } : { take, of }
}
