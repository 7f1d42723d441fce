// One formula, drawn by KaTeX as DOM nodes. Its source text stands in until KaTeX has arrived, and stays, marked, where
// it cannot be drawn; formulas typed by strangers are guarded first (formula/tex.ts).

import { useEffect, useRef, useState } from "react"
import { breakTex } from "../../formula/breaking.ts"
import { guardTex, KATEX_OPTIONS, LONGEST_FORMULA, LONGEST_LABEL } from "../../formula/guard.ts"
import { fitted } from "./fitting.ts"
import { katexNow, loadKatex } from "./katex.ts"
import styles from "./Maths.module.css"

interface Props {
  readonly tex: string
  readonly display?: boolean
  /** A formula of our own ops: longer ones are allowed than in labels. */
  readonly own?: boolean
}

export function Maths({ tex, display = false, own = false }: Props) {
  const host = useRef<HTMLSpanElement>(null)
  const [ready, setReady] = useState(katexNow() !== null)
  const [refused, setRefused] = useState<string | null>(null)

  useEffect(() => {
    if (ready) return
    let live = true
    loadKatex().then(
      () => live && setReady(true),
      () => live && setRefused("The formula writer could not be loaded; reload when you are online."),
    )
    return () => {
      live = false
    }
  }, [ready])

  useEffect(() => {
    const element = host.current
    if (!ready || element === null) return
    const refusal = guardTex(tex, own ? LONGEST_FORMULA : LONGEST_LABEL)
    if (refusal !== null) {
      setRefused(refusal.problem)
      return
    }
    try {
      draw(element, display ? breakTex(tex, "sums") : own ? breakTex(tex, "wide") : tex, display)
      setRefused(null)
      return display ? fitted(element, (room) => draw(element, breakTex(tex, room), true)) : undefined
    } catch (error) {
      // Deep nesting throws RangeError, not only KaTeX's ParseError.
      setRefused(error instanceof Error ? error.message : "This formula cannot be drawn.")
    }
  }, [tex, display, own, ready])

  return (
    <>
      <span ref={host} className={display ? styles.display : styles.inline} hidden={refused !== null}>
        {ready ? null : <code className={styles.waiting}>{tex}</code>}
      </span>
      {refused === null ? null : (
        <code className={styles.refused} title={refused}>
          {tex}
        </code>
      )}
    </>
  )
}

function draw(element: HTMLElement, tex: string, displayMode: boolean): void {
  katexNow()?.render(tex, element, { ...KATEX_OPTIONS, macros: Object.create(null), displayMode })
}
