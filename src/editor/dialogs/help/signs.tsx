// Signs of the help panel that are drawn: wires and colour ramps as the editor has them.

import { colourOf, css, type Family } from "../../../graph/drawing/tile/colour.ts"
import { useDark } from "../../parts/useDark.ts"
import styles from "./HelpPanel.module.css"

export function Wire({
  width,
  family,
  dashed,
}: {
  readonly width: number
  readonly family: Family
  readonly dashed?: true
}) {
  return (
    <svg width="44" height="10" className={styles.wire} data-family={family} aria-hidden="true">
      <path d="M2 5h40" strokeWidth={width} strokeLinecap="round" strokeDasharray={dashed ? "5 5" : undefined} />
    </svg>
  )
}

export function Ramp({ family }: { readonly family: Family }) {
  const dark = useDark()
  const stops = [-1, -0.4, -0.1, 0, 0.1, 0.4, 1].map((x) => css(colourOf(x, 1, family, dark)))
  return <span className={styles.ramp} style={{ background: `linear-gradient(to right, ${stops.join(", ")})` }} />
}
