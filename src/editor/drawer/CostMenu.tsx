// For which batch and precision the layer table reckons its costs: the batch as drawn, or any other.

import { Popover } from "@base-ui/react/popover"
import { Sigma } from "lucide-react"
import type { Dtype } from "../../tensor/tensor.ts"
import { Button } from "../parts/Button.tsx"
import styles from "../parts/styles/menus.module.css"

export interface CostChoice {
  /** Null: as many examples as the Inputs have. */
  readonly batch: number | null
  readonly dtype: Dtype
}

export const AS_DRAWN: CostChoice = { batch: null, dtype: "float32" }
const BATCHES = [1, 8, 32, 64, 128, 256]
const LARGEST = 1_000_000

interface Props {
  readonly choice: CostChoice
  readonly onChange: (choice: CostChoice) => void
}

export function CostMenu({ choice, onChange }: Props) {
  const { batch, dtype } = choice
  const setBatch = (next: number | null) => onChange({ ...choice, batch: next })
  return (
    <Popover.Root>
      <Popover.Trigger render={<Button />} title="Batch size and precision of MACs, FLOPs, activations and memory">
        <Sigma size={14} aria-hidden="true" />
        <span className={batch === null && dtype === "float32" ? styles.words : undefined}>
          {batch === null ? "Batch as drawn" : `Batch ${batch}`}
          {dtype === "float64" ? ", float64" : ""}
        </span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className={styles.positioner}>
          <Popover.Popup className={`${styles.popup} ${styles.costs}`} aria-label="What costs are reckoned for">
            <fieldset className={styles.choices}>
              <legend>Batch size</legend>
              <button type="button" aria-pressed={batch === null} onClick={() => setBatch(null)}>
                as drawn
              </button>
              {BATCHES.map((size) => (
                <button key={size} type="button" aria-pressed={batch === size} onClick={() => setBatch(size)}>
                  {size}
                </button>
              ))}
              <input
                type="number"
                aria-label="Another batch size"
                placeholder="other"
                min={1}
                max={LARGEST}
                value={batch === null || BATCHES.includes(batch) ? "" : batch}
                onChange={({ target: { valueAsNumber: size } }) => {
                  if (Number.isInteger(size) && size >= 1 && size <= LARGEST) setBatch(size)
                }}
              />
            </fieldset>
            <fieldset className={styles.choices}>
              <legend>Precision</legend>
              {(["float32", "float64"] as const).map((each) => (
                <button
                  key={each}
                  type="button"
                  aria-pressed={dtype === each}
                  onClick={() => onChange({ ...choice, dtype: each })}
                >
                  {each}
                </button>
              ))}
            </fieldset>
            <p className={styles.note}>
              MACs are products of convolutions and matrices, without adding a bias; FLOPs are 2 × MACs, or what the op
              says. Memory is what one training step keeps: params, their gradients, buffers and all outputs.
            </p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
