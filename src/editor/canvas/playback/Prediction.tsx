import { type RefObject, useEffect, useRef, useState } from "react"
import type { Point } from "../../../graph/document.ts"
import { pointAt } from "../../../graph/drawing/wires/curve.ts"
import { say } from "../../../state/messages.ts"
import type { PlayerStep } from "../../../state/player/playerSteps.ts"
import { answered } from "../../../state/player/playing.ts"
import {
  type NumberQuestion,
  type Question,
  readWire,
  type Sign,
  type Size,
  verdictOf,
  type WireChoice,
  type WireQuestion,
  wireVerdict,
} from "../../../state/player/predicting.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import { boxOf } from "../flow/elements.ts"
import { curveOf, useFlow } from "../flow/nodesAndEdges.ts"
import { Beside } from "../tools/Beside.tsx"
import { anchorsAround } from "../tools/besidePlace.ts"
import styles from "./Playback.module.css"

const SIGNS: readonly { readonly sign: Sign; readonly words: string }[] = [
  { sign: "−", words: "negative" },
  { sign: "0", words: "zero" },
  { sign: "+", words: "positive" },
]
const SIZES: readonly Size[] = ["smaller", "as large", "larger"]

/** Asks for what comes next before it is shown; any answer goes on. */
export function Prediction({ question, step }: { readonly question: Question; readonly step: PlayerStep }) {
  return (
    <Beside anywhere anchors={question.asks === "wire" ? underNode(step.node) : anchorsOf(step)}>
      <fieldset className={styles.question}>
        <legend>{question.sentence}</legend>
        {question.asks === "wire" ? <NextWire question={question} /> : <NextNumber question={question} />}
      </fieldset>
    </Beside>
  )
}

function NextNumber({ question }: { readonly question: NumberQuestion }) {
  const first = useFirst<HTMLButtonElement>()
  const answer = (given: Sign | Size): void => {
    say(verdictOf(question, given))
    answered()
  }
  return (
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
  )
}

/** A wire is clicked on the canvas, or its name is typed. */
function NextWire({ question }: { readonly question: WireQuestion }) {
  const first = useFirst<HTMLInputElement>()
  const [typed, setTyped] = useState("")
  const [unknown, setUnknown] = useState(false)
  const answer = (given: WireChoice): void => {
    say(wireVerdict(question, given))
    answered()
  }
  useClickedWire(question, answer)
  const found = readWire(question, typed)
  return (
    <form
      className={styles.answers}
      onSubmit={(event) => {
        event.preventDefault()
        if (found === null) setUnknown(true)
        else answer(found)
      }}
    >
      <input
        ref={first}
        className={styles.wire}
        list="wires-left"
        aria-label="The wire, by its two ends"
        aria-invalid={unknown || undefined}
        placeholder={question.choices[0]?.name}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setUnknown(false)
        }}
        // Space, arrows and letters are the field's, and not the playback's.
        onKeyDown={(event) => event.key !== "Escape" && event.stopPropagation()}
      />
      <datalist id="wires-left">
        {question.choices.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      <Button look="firm" size="small" type="submit">
        Say
      </Button>
      <span className={styles.hint}>{unknown ? "No such wire is left." : "or click a wire"}</span>
    </form>
  )
}

function useFirst<T extends HTMLElement>(): RefObject<T | null> {
  const first = useRef<T>(null)
  useEffect(() => first.current?.focus({ preventScroll: true }), [])
  return first
}

/** A wire that is selected while it is asked for is the answer, and is no longer selected then. */
function useClickedWire({ choices }: WireQuestion, answer: (given: WireChoice) => void): void {
  const wires = useSession((state) => state.wires)
  const before = useRef(wires)
  useEffect(() => {
    if (wires === before.current) return
    before.current = wires
    const found = wires.length === 1 ? choices.find(({ id }) => id === wires[0]) : undefined
    if (found === undefined) return
    useSession.getState().select({ wires: [] })
    answer(found)
  })
}

function anchorsOf(step: PlayerStep): readonly Point[] {
  const [wire] = step.wires
  const curve = wire === undefined ? null : curveOf(wire)
  return curve === null ? underNode(step.node) : [0.3, 0.5, 0.7].map((t) => pointAt(curve, t))
}

function underNode(id: string): readonly Point[] {
  const node = useFlow.getState().byId.get(id)
  // Its right is left to the wires that are asked about.
  return node === undefined ? [] : anchorsAround(boxOf(node)).slice(0, 2)
}
