// A titled part of a side panel. It folds, and stays as it was left. This folder is what all of the editor is made of:
// buttons, sections, icons. It knows no panel.

import { type ReactNode, useEffect, useState } from "react"
import { useUnfolding } from "../../state/asked.ts"
import { recall, remember } from "../../state/remembered.ts"
import styles from "./styles/panel.module.css"
import turning from "./styles/triangle.module.css"

interface Props {
  readonly title: string
  /** Sections of one name fold together, whatever their titles say. Default: the title. */
  readonly name?: string
  /** Folded until somebody opens it. */
  readonly folded?: boolean
  readonly aside?: ReactNode
  /** What it comes to, said beside its title while it is folded. */
  readonly brief?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, name = title, folded = false, aside, brief, children }: Props) {
  const [open, setOpen] = useState(() => (folded ? kept("unfolded").includes(name) : !kept("folded").includes(name)))
  const asked = useUnfolding(({ names }) => (names.includes(name) ? names : null))
  useEffect(() => {
    if (asked !== null) setOpen(true)
  }, [asked])
  const turn = () => {
    for (const list of ["folded", "unfolded"] as const) {
      const others = kept(list).filter((other) => other !== name)
      remember(list, (list === "folded") === open ? [...others, name] : others)
    }
    setOpen(!open)
  }
  return (
    <section className={styles.section}>
      <header>
        <h3>
          <button type="button" className={styles.fold} aria-expanded={open} onClick={turn}>
            <Triangle />
            {title}
          </button>
        </h3>
        {open ? aside : <span className={styles.brief}>{brief}</span>}
      </header>
      {open ? children : null}
    </section>
  )
}

/** Of a button or summary that unfolds something: it points down while that is open. */
export function Triangle() {
  return (
    <svg className={turning.triangle} viewBox="0 0 10 10" aria-hidden="true">
      <path d="M2 0.8 L8.6 5 L2 9.2 Z" />
    </svg>
  )
}

/** Sections that somebody folded, or unfolded, by name. */
function kept(list: "folded" | "unfolded"): readonly unknown[] {
  const names = recall(list)
  return Array.isArray(names) ? names : []
}
