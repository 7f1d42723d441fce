// The words of a card, set for the zoom that they are read at (graph/drawing/card/cardText.ts).

import { memo } from "react"
import { type CardText, cardText } from "../../../graph/drawing/card/cardText.ts"
import type { CardLine } from "../../../graph/drawing/card/lines.ts"
import type { Face } from "../../../graph/drawing/face.ts"
import { useFormulasHidden } from "../../../state/hiding.ts"
import { Maths } from "../../maths/Maths.tsx"
import { useFlow } from "../flow/nodesAndEdges.ts"
import styles from "./CardWords.module.css"

const LOOKS: Readonly<Record<CardLine["kind"], string | undefined>> = {
  title: styles.title,
  formula: styles.formula,
  caption: styles.caption,
  amount: styles.amount,
  footer: styles.footer,
  name: styles.caption,
}

export const CardWords = memo(function CardWords({ face }: { readonly face: Face }) {
  const step = useFlow((state) => state.textZoom)
  const { lines, beside, left, right, top } = cardText(face, step)
  return (
    <div className={styles.words} style={{ left, right, top }}>
      {lines.map((line, i) =>
        line.kind === "formula" ? (
          <Formula key={line.kind} line={line} />
        ) : (
          <div
            key={`${line.kind} ${line.text}`}
            className={LOOKS[line.kind]}
            style={{ fontSize: line.size, height: line.height, lineHeight: `${line.height}px` }}
          >
            <span data-title={line.kind === "title" || undefined}>
              {line.tex === undefined ? line.text : <Maths tex={line.tex} />}
            </span>
            {i === 0 && beside !== null ? <Beside face={face} beside={beside} /> : null}
          </div>
        ),
      )}
    </div>
  )
})

function Beside({ face, beside }: { readonly face: Face; readonly beside: NonNullable<CardText["beside"]> }) {
  if (beside.kind === "amount") {
    return (
      <span className={`${styles.name} ${styles.amount}`} style={{ fontSize: beside.size }}>
        {beside.text}
      </span>
    )
  }
  return (
    <span
      className={styles.name}
      style={{ fontSize: beside.size }}
      title={beside.text === face.name ? undefined : face.name}
    >
      {face.tex === null ? beside.text : <Maths tex={face.tex} />}
    </span>
  )
}

function Formula({ line }: { readonly line: CardLine }) {
  return useFormulasHidden() ? null : (
    <div className={styles.formula} style={{ fontSize: line.size, height: line.height }}>
      <Maths tex={line.text} own />
    </div>
  )
}
