import type { ReactNode } from "react"
import styles from "./TensorCard.module.css"

/** Cards in a row, which scrolls where they are too many. */
export function TensorCards({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul
      className={styles.cards}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the cards in it take no focus
      tabIndex={0}
    >
      {children}
    </ul>
  )
}
