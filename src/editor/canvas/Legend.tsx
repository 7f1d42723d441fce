import { type ChipKind, useSession } from "../../state/session.ts"
import styles from "./Legend.module.css"

const KINDS: readonly { readonly kind: ChipKind; readonly word: string; readonly tip: string }[] = [
  { kind: "shape", word: "Shapes", tip: "The shape of what each wire carries" },
  { kind: "value", word: "Values", tip: "Root mean square of the values; wider wires carry larger ones" },
  {
    kind: "gradient",
    word: "Gradients",
    tip: "Root mean square of what came back along each wire; dashed where it is zero",
  },
]

/** What the chips on the wires say, and the switch for it. */
export function Legend() {
  const chip = useSession((state) => state.chip)
  const setChip = useSession((state) => state.setChip)
  return (
    <fieldset className={styles.legend}>
      <legend className={styles.hidden}>On the wires</legend>
      {KINDS.map(({ kind, word, tip }) => (
        <button
          key={kind}
          type="button"
          className={styles.kind}
          data-kind={kind}
          aria-pressed={chip === kind}
          title={tip}
          onClick={() => setChip(kind)}
        >
          {word}
        </button>
      ))}
    </fieldset>
  )
}
