// The player's tab of the drawer: the strip of steps, the formula of the current one, the numbers that it made.

import { useMemo } from "react"
import { useFormulasHidden, usePartHidden } from "../../state/hiding.ts"
import { usePlayer } from "../../state/player.ts"
import type { PlayerStep, Sequence } from "../../state/playerSteps.ts"
import { formulasOf, sentenceOf } from "../../state/playerWords.ts"
import { currentStep, hueOf } from "../../state/standing.ts"
import { Maths } from "../maths/Maths.tsx"
import { Pieces } from "./Pieces.tsx"
import styles from "./Player.module.css"
import { StepTensors } from "./StepTensors.tsx"
import { Strip } from "./Strip.tsx"
import { Transport } from "./Transport.tsx"
import { Watches } from "./Watches.tsx"

export function Player() {
  const sequence = usePlayer((state) => state.sequence)
  const now = usePlayer(currentStep)
  const finding = usePlayer((state) => state.finding)
  const gradients = !usePartHidden("gradients")
  return (
    <div className={styles.player}>
      <div className={styles.top}>
        <Transport />
        {sequence === null ? null : <Strip sequence={sequence} />}
      </div>
      {sequence === null || now === null ? (
        <p className={styles.hint}>
          {gradients
            ? "Step through the pass one op at a time: forward, then backward, piece by piece where a wire forks."
            : "Step through the pass one op at a time."}
        </p>
      ) : (
        <div className={styles.body}>
          <div className={styles.main}>
            {finding === null ? null : (
              <p className={styles.finding} role="alert">
                {finding.sentence}
              </p>
            )}
            <Formulas sequence={sequence} step={now} />
            {now.kind === "piece" || now.kind === "sum" ? (
              <Pieces sequence={sequence} step={now} />
            ) : (
              <StepTensors sequence={sequence} step={now} />
            )}
          </div>
          <Watches sequence={sequence} step={now} />
        </div>
      )}
    </div>
  )
}

function Formulas({ sequence, step }: { readonly sequence: Sequence; readonly step: PlayerStep }) {
  const hidden = useFormulasHidden()
  const formulas = useMemo(() => (hidden ? [] : [...new Set(formulasOf(sequence, step))]), [sequence, step, hidden])
  const [, event = ""] = sentenceOf(sequence, step.index).split(" · ")
  return (
    <div className={styles.formulas} data-family={hueOf(step.phase)}>
      {formulas.map((tex) => (
        <Maths key={tex} tex={tex} own display />
      ))}
      <span className={styles.event}>{event}</span>
    </div>
  )
}
