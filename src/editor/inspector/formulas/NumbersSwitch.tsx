import formulas from "./formulas.module.css"
import { turnNumbered, useNumbered } from "./numbered.ts"

/** Puts the node's numbers into its formulas, or takes them out again. */
export function NumbersSwitch() {
  const numbered = useNumbered((state) => state.numbered)
  return (
    <label className={formulas.turn}>
      <input type="checkbox" checked={numbered} onChange={turnNumbered} />
      with numbers
    </label>
  )
}
