// One of a few words, side by side.

import type { ReactNode } from "react"
import styles from "./ExportPanel.module.css"

interface ChoiceProps<T extends string> {
  readonly name: string
  readonly value: T
  readonly options: readonly (readonly [value: T, word: string, disabled?: boolean])[]
  readonly onChoose: (value: T) => void
}

export function Choice<T extends string>({ name, value, options, onChoose }: ChoiceProps<T>): ReactNode {
  return (
    <fieldset className={styles.choice}>
      <legend>{name}</legend>
      <div className={styles.options}>
        {options.map(([option, word, disabled = false]) => (
          <button
            key={option}
            type="button"
            aria-pressed={option === value}
            disabled={disabled}
            onClick={() => onChoose(option)}
          >
            {word}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
