// One formula, drawn by KaTeX as DOM nodes. Its source text stands in until KaTeX has arrived, and stays, marked, where
// it cannot be drawn; formulas typed by strangers are guarded first (formula/tex.ts).

import { useEffect, useRef, useState } from "react"
import { guardTex, KATEX_OPTIONS, LONGEST_FORMULA, LONGEST_LABEL } from "../../formula/guard.ts"
import { katexNow, loadKatex } from "./katex.ts"
import styles from "./Maths.module.css"

const asked = new Set<HTMLElement>()

/** What scrolls must be reachable by keyboard. All formulas of a frame are asked together: each asking lays out the page. */
function askWhetherScrolls(element: HTMLElement): void {
  if (asked.size === 0) requestAnimationFrame(answer)
  asked.add(element)
}

function answer(): void {
  const all = [...asked].map((element) => ({ element, scrolls: element.scrollWidth > element.clientWidth }))
  asked.clear()
  for (const { element, scrolls } of all) {
    if (scrolls) element.tabIndex = 0
    else element.removeAttribute("tabindex")
  }
}

/** What may stand on the next line: what follows a comma, a sum under a condition, which is wide, what a floor comes to. */
function breakable(tex: string): string {
  return tex.replace(/,\s*\\quad\b/g, ",\\allowbreak\\quad").replace(/ \\sum_\{[^{}]*:| = (?=\d+$)/g, " \\allowbreak$&")
}

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
    const katex = katexNow()
    if (!ready || katex === null || host.current === null) return
    const refusal = guardTex(tex, own ? LONGEST_FORMULA : LONGEST_LABEL)
    if (refusal !== null) {
      setRefused(refusal.problem)
      return
    }
    try {
      katex.render(display ? breakable(tex) : tex, host.current, {
        ...KATEX_OPTIONS,
        macros: Object.create(null),
        displayMode: display,
      })
      if (display) askWhetherScrolls(host.current)
      setRefused(null)
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
