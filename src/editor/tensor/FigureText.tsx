// A mean or a sum. Where rounding is written as 0, a press shows every digit of it, and a second one the 0 again.

import { useState } from "react"
import { exactWords, type Figure } from "../../graph/drawing/text/tensorNumber.ts"
import styles from "./tensor.module.css"

export function FigureText({ figure: { text, exact } }: { readonly figure: Figure }) {
  const [open, setOpen] = useState(false)
  if (exact === null) return <>{text}</>
  return (
    <button
      type="button"
      className={styles.rounded}
      title={open ? "Show as 0" : exactWords(exact)}
      aria-expanded={open}
      onClick={() => setOpen(!open)}
    >
      {open ? exact : text}
    </button>
  )
}
