// What a step made: the output's value, or the gradients that came.

import type { Fresh } from "../../../state/player/pausing.ts"
import type { PlayerStep, Sequence } from "../../../state/player/playerSteps.ts"
import { flatGradientTex, tensorTex } from "../../../state/player/playerWords.ts"
import { Maths } from "../../maths/Maths.tsx"
import { ShapeText } from "../../tensor/ShapeText.tsx"
import { cardNumbers } from "./cardNumbers.ts"
import styles from "./TensorCard.module.css"
import { TensorCard } from "./TensorCard.tsx"
import { TensorCards } from "./TensorCards.tsx"

interface Props {
  readonly sequence: Sequence
  readonly step: PlayerStep
  readonly fresh: readonly Fresh[]
  /** One for each, or none. */
  readonly formulas: readonly string[]
}

export function StepTensors({ sequence: { analysis }, step, fresh, formulas }: Props) {
  if (fresh.length === 0) return <p className={styles.hint}>This step could not be computed; see the problems.</p>
  return (
    <TensorCards label={step.phase === "forward" ? "New values" : "New gradients"}>
      {fresh.map(({ name, side, tensor }, i) => (
        <TensorCard
          key={name}
          tensor={tensor}
          family={side}
          {...(formulas[i] === undefined ? {} : { formula: formulas[i] })}
          label={`${side} ${name}`}
          title={
            <>
              <Maths tex={side === "value" ? tensorTex(analysis, name) : flatGradientTex(analysis, name)} own />{" "}
              <ShapeText analysis={analysis} name={name} shape={tensor.shape} />
            </>
          }
          numbers={cardNumbers(tensor)}
        />
      ))}
    </TensorCards>
  )
}
