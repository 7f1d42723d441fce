import { TOLERANCE } from "../../../engine/check/tolerance.ts"
import type { NodeCheck } from "../../../state/run/gradcheck.ts"
import styles from "./CheckVerdict.module.css"
import { sentenceOf, verdictOf, writeError } from "./words.ts"

/** A sign, a number and words; never hue alone. */
export function CheckVerdict({ check }: { readonly check: NodeCheck }) {
  const verdict = verdictOf(check, TOLERANCE)
  const words = sentenceOf(check, TOLERANCE)
  return (
    <span className={styles.badge} data-verdict={verdict} title={words}>
      <span aria-hidden="true">
        {verdict === "agrees" ? "✓ " : verdict === "wrong" ? "✗ " : ""}
        {verdict === "kinks" ? "kink" : writeError(check.worst)}
        {verdict === "agrees" && check.kinks > 0 ? (
          <span className={styles.kinks}> · {check.kinks} at kinks</span>
        ) : null}
      </span>
      <span className={styles.words}>{words}</span>
    </span>
  )
}
