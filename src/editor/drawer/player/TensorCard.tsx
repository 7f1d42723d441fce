// A tensor of a step in two lines: what it is, and its numbers, beside a heat map. Low, so that a step is read without
// scrolling in a drawer of any height.

import { type ReactNode, useEffect, useRef } from "react"
import type { Family } from "../../../graph/drawing/tile/colour.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import { Maths } from "../../maths/Maths.tsx"
import { useDark } from "../../parts/useDark.ts"
import { Thumbnail } from "../../tensor/Thumbnail.tsx"
import type { CardNumber } from "./cardNumbers.ts"
import styles from "./TensorCard.module.css"

interface Props {
  /** Null while it has not come yet. */
  readonly tensor: RunTensor | Tensor | null
  readonly family: Family
  readonly label: string
  readonly title: ReactNode
  readonly numbers: readonly CardNumber[]
  /** The rule that made it. */
  readonly formula?: string
  readonly state?: "now" | "done" | "later"
  /** What is drawn in the full hue; the tensor's own largest number if it is absent. */
  readonly largest?: number
  /** `+` before a term, `=` before a sum. */
  readonly sign?: "+" | "="
  readonly onPoint?: (inside: boolean) => void
}

const MAP = 40

export function TensorCard(props: Props) {
  const { tensor, family, label, title, numbers, formula, state = "done", largest, sign, onPoint } = props
  const dark = useDark()
  const card = useRef<HTMLLIElement>(null)
  // Among many pieces the one that comes must not be out of sight.
  useEffect(() => {
    if (state === "now") card.current?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }, [state])
  return (
    <li
      ref={card}
      className={styles.card}
      data-family={family}
      data-state={state}
      data-sign={sign}
      aria-label={label}
      onMouseEnter={() => onPoint?.(true)}
      onMouseLeave={() => onPoint?.(false)}
    >
      {formula === undefined ? null : <Maths tex={formula} own display />}
      <div className={styles.row}>
        {sign === undefined ? null : <span className={styles.sign}>{sign}</span>}
        <span className={styles.map} aria-hidden="true">
          {tensor === null ? null : (
            <Thumbnail
              tensor={tensor}
              family={family}
              dark={dark}
              size={MAP}
              {...(largest === undefined ? {} : { largest })}
            />
          )}
        </span>
        <span className={styles.words}>
          <span className={styles.title}>{title}</span>
          <span className={styles.numbers}>
            {numbers.map(([word, number, tip]) => (
              <span key={word} title={tip}>
                <span className={styles.word}>{word}</span> {number}
              </span>
            ))}
          </span>
        </span>
      </div>
    </li>
  )
}
