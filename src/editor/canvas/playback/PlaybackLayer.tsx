// What a playback says on the canvas beside what moves there: the local rule of each wire once its pulse has landed, the
// pieces that wait at a fork and their sum, the question of who predicts. This folder draws; where the player stands, and what
// a step says in words, is state/player.

import { useMemo } from "react"
import type { Point } from "../../../graph/document.ts"
import { pointAt } from "../../../graph/drawing/wires/curve.ts"
import { useFormulasHidden } from "../../../state/hiding.ts"
import { usePlayer } from "../../../state/player/player.ts"
import type { PlayerStep, Sequence } from "../../../state/player/playerSteps.ts"
import { formulasOf, pieceValueTex } from "../../../state/player/playerWords.ts"
import { currentStep, hueOf } from "../../../state/player/progress.ts"
import { isReadable, timelineOf } from "../../../state/player/timeline.ts"
import { Maths } from "../../maths/Maths.tsx"
import { boxOf } from "../flow/elements.ts"
import { curveOf, useFlow } from "../flow/nodesAndEdges.ts"
import { Beside } from "../tools/Beside.tsx"
import { anchorsAround } from "../tools/besidePlace.ts"
import { Fork } from "./Fork.tsx"
import styles from "./Playback.module.css"
import { Prediction } from "./Prediction.tsx"

export function PlaybackLayer() {
  const playback = usePlayer((state) => state.playback)
  const sequence = usePlayer((state) => state.sequence)
  const step = usePlayer(currentStep)
  const question = usePlayer((state) => state.question)
  if (playback === null || sequence === null || step === null) return null
  const fork = step.kind === "piece" || step.kind === "sum"
  return (
    <>
      {fork ? <Fork sequence={sequence} step={step} /> : null}
      <Rules key={step.index} sequence={sequence} step={step} />
      {question === null ? null : <Prediction key={question.step} question={question} step={step} />}
    </>
  )
}

/** Rules of more wires at once would cover the graph; the Player's tab has them all. */
const MOST_RULES = 2

function Rules({ sequence, step }: { readonly sequence: Sequence; readonly step: PlayerStep }) {
  const landed = usePlayer((state) => state.landed)
  // What is gone before it is read would only flash; it can be read where one holds, and in the list of beats.
  const brief = usePlayer((state) => state.playing) && !isReadable(timelineOf(sequence), step.index)
  const hidden = useFormulasHidden()
  const rules = useMemo(() => rulesOf(sequence, step), [sequence, step])
  if (!landed || hidden || brief) return null
  return rules.map(({ tex, anchors }) => (
    <Beside key={tex} anchors={anchors}>
      <div className={styles.rule} data-family={hueOf(step.phase)}>
        <Maths tex={tex} own />
      </div>
    </Beside>
  ))
}

interface Rule {
  readonly tex: string
  readonly anchors: readonly Point[]
}

function rulesOf(sequence: Sequence, step: PlayerStep): readonly Rule[] {
  if (step.kind === "sum" || step.kind === "start") return []
  if (step.phase === "forward") {
    const anchors = beside(step.node)
    return formulasOf(sequence, step)
      .filter(saysMore)
      .map((tex) => ({ tex, anchors }))
  }
  const pieces = step.kind === "piece" ? step.pieces.slice(step.arrived - 1, step.arrived) : step.pieces
  return pieces.slice(0, MOST_RULES).flatMap((piece) => {
    const curve = piece.wire === null ? null : curveOf(piece.wire)
    const tex = pieceValueTex(sequence.analysis, piece)
    return curve === null ? [] : [{ tex, anchors: ALONG.map((t) => pointAt(curve, t)) }]
  })
}

/** A node that is called what it works out, `X − μ`, says no more by its rule. */
function saysMore(tex: string): boolean {
  const [name, ...rest] = tex.split(" = ")
  return rest.join(" = ").trim() !== name?.trim().replace(/^\((.*)\)$/, "$1")
}

/** From the middle of a wire outwards. */
const ALONG = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8] as const

function beside(id: string): readonly Point[] {
  const node = useFlow.getState().byId.get(id)
  return node === undefined ? [] : anchorsAround(boxOf(node))
}
