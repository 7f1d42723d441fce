// A titled part of a side panel. It folds, and stays folded on the next visit. This folder is what all of the editor is
// made of: buttons, sections, icons. It knows no panel.

import { type ReactNode, useEffect, useState } from "react"
import { useUnfolding } from "../../state/asked.ts"
import { recall, remember } from "../../state/remembered.ts"
import styles from "./styles/panel.module.css"

interface Props {
  readonly title: string
  /** Sections of one name fold together, whatever their titles say. Default: the title. */
  readonly name?: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, name = title, aside, children }: Props) {
  const [open, setOpen] = useState(() => !folded().includes(name))
  const asked = useUnfolding(({ names }) => (names.includes(name) ? names : null))
  useEffect(() => {
    if (asked !== null) setOpen(true)
  }, [asked])
  const turn = () => {
    const others = folded().filter((other) => other !== name)
    remember("folded", open ? [...others, name] : others)
    setOpen(!open)
  }
  return (
    <section className={styles.section}>
      <header>
        <h3>
          <button type="button" className={styles.fold} aria-expanded={open} onClick={turn}>
            {title}
          </button>
        </h3>
        {open ? aside : null}
      </header>
      {open ? children : null}
    </section>
  )
}

function folded(): readonly unknown[] {
  const kept = recall("folded")
  return Array.isArray(kept) ? kept : []
}
