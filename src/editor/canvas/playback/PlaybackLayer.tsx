// What a playback says on the canvas beside what moves there: the local rule of each wire while its pulse is under way, the
// pieces that wait at a fork and their sum, the question of who predicts. This folder draws; where the player stands, and what
// a step says in words, is state/player.

import { useEffect, useMemo, useState } from "react"
import type { Point } from "../../../graph/document.ts"
import { pointAt } from "../../../graph/drawing/wires/curve.ts"
import { useFormulasHidden } from "../../../state/hiding.ts"
import { theClock } from "../../../state/player/clock.ts"
import { stepName } from "../../../state/player/playbackWords.ts"
import { type PlayerState, usePlayer } from "../../../state/player/player.ts"
import type { PlayerStep, Sequence } from "../../../state/player/playerSteps.ts"
import { formulasOf, pieceValueTex } from "../../../state/player/playerWords.ts"
import { currentStep, hueOf } from "../../../state/player/progress.ts"
import { ruleAt, timelineOf } from "../../../state/player/timeline.ts"
import { Maths } from "../../maths/Maths.tsx"
import { boxOf } from "../flow/elements.ts"
import { curveOf, useFlow } from "../flow/nodesAndEdges.ts"
import { Beside } from "../tools/Beside.tsx"
import { anchorsAround } from "../tools/besidePlace.ts"
import { Fork } from "./Fork.tsx"
import styles from "./Playback.module.css"
import { Prediction } from "./Prediction.tsx"
import { uncoverTitle } from "./titles.ts"

export function PlaybackLayer() {
  const playback = usePlayer((state) => state.playback)
  const sequence = usePlayer((state) => state.sequence)
  const step = usePlayer(currentStep)
  const ruled = usePlayer(ruledStep)
  const question = usePlayer((state) => state.question)
  const closing = useClosing(step)
  useEffect(() => {
    // The caption has its words by now.
    if (playback !== null && step !== null) uncoverTitle(step.node)
  }, [playback, step])
  if (playback === null || sequence === null) return null
  const fork = step?.kind === "piece" || step?.kind === "sum" ? step : null
  return (
    <>
      {closing === null ? null : <Fork key={keyOf(closing)} sequence={sequence} step={closing} closing />}
      {fork === null ? null : <Fork key={keyOf(fork)} sequence={sequence} step={fork} closing={false} />}
      {/* What comes later keeps clear of what stands there. */}
      {ruled === null ? null : <Rules key={ruled.index} sequence={sequence} step={ruled} />}
      {question === null || step === null ? null : <Prediction key={question.step} question={question} step={step} />}
    </>
  )
}

/** A node may have several forks, one at each output. */
function keyOf({ pieces }: PlayerStep): string {
  return pieces[0]?.place ?? ""
}

/** The time in which a column becomes its sum, in milliseconds; styles have the same. */
const CLOSES = 500

/** The sum that was there until a moment ago, if the playback has gone on from it. */
function useClosing(step: PlayerStep | null): PlayerStep | null {
  const [before, setBefore] = useState(step)
  const [closing, setClosing] = useState<PlayerStep | null>(null)
  if (before !== step) {
    const goesOn = step === null || step.index === (before?.index ?? 0) + 1
    setBefore(step)
    setClosing(before?.kind === "sum" && goesOn && !theClock().still() ? before : null)
  }
  useEffect(() => {
    if (closing === null) return
    const timer = setTimeout(() => setClosing(null), CLOSES)
    return () => clearTimeout(timer)
  }, [closing])
  return closing
}

/** The step whose rule is said: where one holds, that of the step that is there. Who predicts is not told before. */
function ruledStep({ sequence, at, landed, playing, question }: PlayerState): PlayerStep | null {
  if (sequence === null || at === null || question !== null) return null
  const index = landed && !playing ? at : ruleAt(timelineOf(sequence), at)
  return index === null ? null : (sequence.steps[index] ?? null)
}

/** Rules of more wires at once would cover the graph; the Player's tab has them all. */
const MOST_RULES = 2

interface Said {
  readonly sequence: Sequence
  readonly step: PlayerStep
}

function Rules({ sequence, step }: Said) {
  const hidden = useFormulasHidden()
  const rules = useMemo(() => rulesOf(sequence, step), [sequence, step])
  if (hidden) return null
  return rules.map((rule) => <Rule key={rule.tex} rule={rule} sequence={sequence} step={step} />)
}

/** Beside its wire, or where that would cover something, over the lower edge of the canvas. */
function Rule({ rule: { tex, anchors }, sequence, step }: Said & { readonly rule: Rule }) {
  const [crowded, setCrowded] = useState(false)
  const rule = (
    <div className={styles.rule} data-family={hueOf(step.phase)} data-overlay={crowded || undefined}>
      {crowded ? <span>{stepName(sequence.analysis, step)}</span> : null}
      <Maths tex={tex} own />
    </div>
  )
  if (crowded) return <div className={styles.crowded}>{rule}</div>
  return (
    <Beside anchors={anchors} onCrowded={setCrowded} steady>
      {rule}
    </Beside>
  )
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
