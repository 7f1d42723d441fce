// The numbers of the graph that take each value; several may take it together (height and width of an image).

import { writeNumber } from "../../../formula/number.ts"
import { Button } from "../../parts/Button.tsx"
import styles from "../training/styles/settings.module.css"
import type { ChangeSweep } from "./change.ts"

interface Props {
  readonly set: readonly string[]
  readonly places: readonly { readonly place: string; readonly now: number | null }[]
  readonly onChange: ChangeSweep
}

export function PlaceFields({ set, places, onChange }: Props) {
  const write = (next: readonly string[]) => onChange({ set: next }, "what is set", "set")
  const free = places.filter(({ place }) => !set.includes(place))
  return (
    <div className={styles.choice}>
      <label className={styles.row}>
        <span>Set</span>
        <select value="" aria-label="Set one more number" onChange={(event) => write([...set, event.target.value])}>
          <option value="">add…</option>
          {free.map(({ place, now }) => (
            <option key={place} value={place}>
              {place}
              {now === null ? "" : ` (now ${writeNumber(now)})`}
            </option>
          ))}
        </select>
      </label>
      {set.map((place) => (
        <div key={place} className={styles.factor}>
          <span className={styles.named} title={place}>
            {place}
          </span>
          <Button
            look="icon"
            size="small"
            aria-label={`Leave ${place} as it is`}
            title="Leave it as it is"
            onClick={() => write(set.filter((other) => other !== place))}
          >
            ×
          </Button>
        </div>
      ))}
      {set.length === 0 ? <p className={styles.problem}>Choose at least one number to set.</p> : null}
    </div>
  )
}
