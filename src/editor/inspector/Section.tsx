// A titled part of a side panel.

import type { ReactNode } from "react"
import styles from "./inspector.module.css"

interface Props {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, aside, children }: Props) {
  return (
    <section className={styles.section}>
      <header>
        <h3>{title}</h3>
        {aside}
      </header>
      {children}
    </section>
  )
}
