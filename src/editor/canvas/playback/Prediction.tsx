import { useEffect, useRef } from "react"
import type { Point } from "../../../graph/document.ts"
import { pointAt } from "../../../graph/drawing/wires/curve.ts"
import { say } from "../../../state/messages.ts"
import type { PlayerStep } from "../../../state/player/playerSteps.ts"
import { answered } from "../../../state/player/playing.ts"
import { type Question, type Sign, type Size, verdictOf } from "../../../state/player/predicting.ts"
import { Button } from "../../parts/Button.tsx"
import { boxOf } from "../flow/elements.ts"
import { curveOf, useFlow } from "../flow/nodesAndEdges.ts"
import { Beside } from "../tools/Beside.tsx"
import styles from "./Playback.module.css"

const SIGNS: readonly { readonly sign: Sign; readonly words: string }[] = [
  { sign: "−", words: "negative" },
  { sign: "0", words: "zero" },
  { sign: "+", words: "positive" },
]
const SIZES: readonly Size[] = ["smaller", "as large", "larger"]

/** Asks for the next number before it lands; any answer goes on. */
export function Prediction({ question, step }: { readonly question: Question; readonly step: PlayerStep }) {
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus({ preventScroll: true }), [])
  const answer = (given: Sign | Size): void => {
    say(verdictOf(question, given))
    answered()
  }
  return (
    <Beside anchors={anchorsOf(step)}>
      <fieldset className={styles.question}>
        <legend>{question.sentence}</legend>
        <div className={styles.answers}>
          {SIGNS.map(({ sign, words }, i) => (
            <Button
              key={sign}
              ref={i === 0 ? first : null}
              look="firm"
              size="small"
              aria-label={words}
              title={words}
              onClick={() => answer(sign)}
            >
              {sign}
            </Button>
          ))}
          {question.before === null
            ? null
            : SIZES.map((size) => (
                <Button
                  key={size}
                  look="firm"
                  size="small"
                  title="By magnitude, beside the number that it comes from"
                  onClick={() => answer(size)}
                >
                  {size}
                </Button>
              ))}
        </div>
      </fieldset>
    </Beside>
  )
}

function anchorsOf(step: PlayerStep): readonly Point[] {
  const [wire] = step.wires
  const curve = wire === undefined ? null : curveOf(wire)
  if (curve !== null) return [0.3, 0.5, 0.7].map((t) => pointAt(curve, t))
  const node = useFlow.getState().byId.get(step.node)
  if (node === undefined) return []
  const { x, y, width, height } = boxOf(node)
  return [
    [x + width / 2, y + height],
    [x + width / 2, y],
  ]
}
