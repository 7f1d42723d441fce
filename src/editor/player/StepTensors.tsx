// What a step made: the output's value, or the gradients that came.

import { freshAt } from "../../state/pausing.ts"
import type { PlayerStep, Sequence } from "../../state/playerSteps.ts"
import { flatGradientTex, tensorTex } from "../../state/playerWords.ts"
import { formatShape } from "../../tensor/tensor.ts"
import { Maths } from "../maths/Maths.tsx"
import { cardNumbers } from "./cardNumbers.ts"
import styles from "./TensorCard.module.css"
import { TensorCard } from "./TensorCard.tsx"

export function StepTensors({ sequence, step }: { readonly sequence: Sequence; readonly step: PlayerStep }) {
  const { analysis } = sequence
  const fresh = freshAt(sequence, step)
  if (fresh.length === 0) return <p className={styles.hint}>This step could not be computed; see the problems.</p>
  return (
    <ul className={styles.cards} aria-label={step.phase === "forward" ? "New values" : "New gradients"}>
      {fresh.map(({ name, side, tensor }) => {
        return (
          <TensorCard
            key={name}
            tensor={tensor}
            family={side}
            label={`${side} ${name}`}
            title={
              <>
                <Maths tex={side === "value" ? tensorTex(analysis, name) : flatGradientTex(analysis, name)} own />{" "}
                {formatShape(tensor.shape)}
              </>
            }
            numbers={cardNumbers(tensor)}
          />
        )
      })}
    </ul>
  )
}
