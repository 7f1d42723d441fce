// The player's tab of the drawer: the strip of steps, the formula of the current one, the numbers that it made. This folder
// shows where the player stands; how it moves is state/player.

import { useMemo } from "react"
import { useFormulasHidden, usePartHidden } from "../../../state/hiding.ts"
import { freshAt } from "../../../state/player/pausing.ts"
import { usePlayer } from "../../../state/player/player.ts"
import type { PlayerStep, Sequence } from "../../../state/player/playerSteps.ts"
import { formulasOf, sentenceOf } from "../../../state/player/playerWords.ts"
import { currentStep, hueOf } from "../../../state/player/progress.ts"
import { Maths } from "../../maths/Maths.tsx"
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
  return (
    <div className={styles.player}>
      <div className={styles.top}>
        <Transport />
        {sequence === null ? null : <Strip sequence={sequence} />}
      </div>
      {sequence === null || now === null ? (
        <Hint sequence={sequence} />
      ) : (
        <div className={styles.body}>
          <div className={styles.main}>
            {finding === null ? null : (
              <p className={styles.finding} role="alert">
                {finding.sentence}
              </p>
            )}
            <Step sequence={sequence} step={now} />
          </div>
          <Watches sequence={sequence} step={now} />
        </div>
      )}
    </div>
  )
}

/** What there is to see here, or why there is nothing. */
function Hint({ sequence }: { readonly sequence: Sequence | null }) {
  const gradients = !usePartHidden("gradients")
  const refusal = sequence?.steps.length === 0 ? sequence.result.problems[0] : undefined
  const backwards = gradients ? ": forward, then backward, piece by piece where a wire forks." : "."
  return (
    <p className={styles.hint}>
      {refusal === undefined
        ? `Step through the pass one op at a time${backwards}`
        : `There is no step: nothing was run. ${refusal.sentence}`}
    </p>
  )
}

/** What a step used and what it made: each tensor under its own rule, as far as there is one for each. */
function Step({ sequence, step }: { readonly sequence: Sequence; readonly step: PlayerStep }) {
  const hidden = useFormulasHidden()
  const formulas = useMemo(() => (hidden ? [] : formulasOf(sequence, step)), [sequence, step, hidden])
  const fresh = useMemo(() => freshAt(sequence, step), [sequence, step])
  const fork = step.kind === "piece" || step.kind === "sum"
  const paired = !fork && formulas.length === fresh.length
  const [, event = ""] = sentenceOf(sequence, step.index).split(" · ")
  return (
    <>
      {paired ? null : (
        <div className={styles.formulas} data-family={hueOf(step.phase)}>
          {[...new Set(formulas)].map((tex) => (
            <Maths key={tex} tex={tex} own display />
          ))}
          {formulas.length > 0 ? null : <span className={styles.event}>{event}</span>}
        </div>
      )}
      {fork ? (
        <Pieces sequence={sequence} step={step} />
      ) : (
        <StepTensors sequence={sequence} step={step} fresh={fresh} formulas={paired ? formulas : []} />
      )}
    </>
  )
}
