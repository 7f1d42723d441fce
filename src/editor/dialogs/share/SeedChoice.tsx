// Whose seed a link is sent with. Where a reader is to draw numbers of his own, it is said which are written down and would be
// the same for everybody, and they can be drawn as well, in what is sent alone.

import { useMemo } from "react"
import type { SendOptions } from "../../../commands/file/saving/sharing.ts"
import { fittedValues } from "../../../engine/fitted.ts"
import { seedUse, someNames } from "../../../engine/seedUse.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import styles from "./SharePanel.module.css"

interface Props {
  readonly options: SendOptions
  readonly seed: number
  readonly onChange: (options: SendOptions) => void
}

export function SeedChoice({ options, seed, onChange }: Props) {
  const { newSeed } = options
  return (
    <fieldset className={styles.seed} aria-label="Seed">
      <label className={styles.check}>
        <input type="radio" name="seed" checked={!newSeed} onChange={() => onChange({ ...options, newSeed: false })} />
        <span>Keep my seed, {seed}</span>
      </label>
      <label className={styles.check}>
        <input type="radio" name="seed" checked={newSeed} onChange={() => onChange({ ...options, newSeed: true })} />
        <span>Each reader draws a new one</span>
      </label>
      {newSeed ? <Written options={options} onChange={onChange} /> : null}
    </fieldset>
  )
}

/** What a new seed does not reach. */
function Written({ options, onChange }: Omit<Props, "seed">) {
  const analysis = useAnalysis((state) => state.structure)
  const { drawn, written } = useMemo(() => seedUse(analysis), [analysis])
  const fits = useMemo(() => fittedValues(analysis), [analysis])
  const left = written.filter((name) => !fits.some(({ place }) => place === name))
  if (written.length === 0 && drawn.length > 0) return null
  const changes = drawn.length > 0 || (options.draw && fits.length > 0)
  return (
    <div className={styles.written} role="note">
      {changes ? null : (
        <p className={styles.warning}>
          Nothing here is drawn from the seed: every reader would get these same numbers.
        </p>
      )}
      {written.length === 0 ? null : <p>{writtenWords(options.draw ? left : written)}</p>}
      {fits.length === 0 ? null : (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={options.draw}
            onChange={(event) => onChange({ ...options, draw: event.target.checked })}
          />
          <span>
            Draw them instead, in what is sent only: {fits.map(({ place, words }) => `${place} ${words}`).join("; ")}
          </span>
        </label>
      )}
    </div>
  )
}

function writtenWords(names: readonly string[]): string {
  return names.length === 0
    ? "Nothing that is sent is written down: every reader draws all numbers."
    : `Written in the document, the same for every reader: ${someNames(names)}.`
}
