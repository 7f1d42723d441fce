// Keeps the heat of what is drawn: of the overlay that the session asks for, with document, groups and run as they are now. While
// the player is at a step, what comes later has no number yet.

import { overlayParts } from "../../engine/numbers/overlayParts.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { fold } from "../../graph/edit/fold.ts"
import { type CardHeat, type Heat, heatOf } from "../../graph/measure/overlay/heat.ts"
import { loggedParts } from "../../graph/measure/overlay/logged.ts"
import type { HeatName, OverlayName, Parts } from "../../graph/measure/overlay/parts.ts"
import { useAnalysis } from "../analysis.ts"
import { hidesCommand } from "../hiding.ts"
import { overlayCommand, useHeat } from "../run/heat.ts"
import { useRun } from "../run/run.ts"
import type { ShownRun } from "../run/shown.ts"
import { loggedStep, useTrainingLog } from "../run/trainingLog.ts"
import { useSession } from "../session.ts"
import { usePlayer } from "./player.ts"
import { isTensorKnown } from "./progress.ts"

/** Begins to follow; answers how to stop. */
export function startHeat(): () => void {
  const stops = [
    useAnalysis.subscribe(follow),
    useSession.subscribe((state, before) => {
      if (state.overlay !== before.overlay) follow()
    }),
    useTrainingLog.subscribe(follow),
    useRun.subscribe((state, before) => {
      if (state.result !== before.result) follow()
    }),
    usePlayer.subscribe((state, before) => {
      const { overlay } = useSession.getState()
      if (overlay !== "gradient" && overlay !== "dead") return
      if (state.at !== before.at || state.landed !== before.landed || state.sequence !== before.sequence) follow()
    }),
  ]
  follow()
  return () => {
    for (const stop of stops) stop()
    useHeat.setState({ heat: null })
  }
}

/** Whether a tensor is shown by now. */
type IsShown = (kind: "value" | "gradient", place: string) => boolean

/** The numbers of an overlay by node, as far as they are shown; nothing where there is no run that tells. */
export function partsOf(
  name: OverlayName,
  analysis: Analysis,
  run: ShownRun | null,
  isShown: IsShown = () => true,
): Parts {
  if (run === null) return overlayParts(name, analysis, null)
  return overlayParts(name, analysis, {
    names: (kind) => run.names(kind),
    told: (kind, place) => (isShown(kind, place) ? run.at(kind, place)?.told : undefined),
    steps: run.steps,
  })
}

function follow(): void {
  const { analysis } = useAnalysis.getState()
  const { heat } = useHeat.getState()
  const chosen = chosenParts(analysis)
  if (chosen === null) {
    if (heat !== null) useHeat.setState({ heat: null })
    return
  }
  const { shown, cards } = fold(analysis.document)
  const ids = shown.map(({ id }) => id)
  useHeat.setState({ heat: sameCards(heat, heatOf(chosen.name, chosen.parts, ids, cards)) })
}

/** What is to lie over the cards: a measure of a log, or the overlay of the session. */
export function chosenParts(analysis: Analysis): { readonly name: HeatName; readonly parts: Parts } | null {
  const log = useTrainingLog.getState()
  const step = loggedStep(log)
  if (step !== null && log.measure !== null) {
    return { name: log.measure, parts: loggedParts(log.measure, analysis, step.nodes ?? new Map()) }
  }
  const name = useSession.getState().overlay
  if (name === null || hidesCommand(analysis.document.view?.hide, overlayCommand(name))) return null
  const player = usePlayer.getState()
  const isShown: IsShown = (side, place) => isTensorKnown(player, side, place)
  return { name, parts: partsOf(name, analysis, useRun.getState().result, isShown) }
}

/** A card whose heat says the same keeps it, so that only what changed is drawn again. */
function sameCards(before: Heat | null, fresh: Heat): Heat {
  if (before === null) return fresh
  const cards = [...fresh.cards].map(([id, card]): [string, CardHeat] => {
    const old = before.cards.get(id)
    return [id, old !== undefined && saysSame(old, card) ? old : card]
  })
  return { ...fresh, cards: new Map(cards) }
}

function saysSame(a: CardHeat, b: CardHeat): boolean {
  return (
    a.at === b.at && a.words === b.words && a.amount?.long === b.amount?.long && a.amount?.short === b.amount?.short
  )
}

/** What an overlay waits for; null where its numbers are there, if only of some nodes. A log has all that it has. */
export function waitsFor(name: HeatName, run: ShownRun | null): string | null {
  if (loggedStep(useTrainingLog.getState()) !== null || name === "activation" || name === "update") return null
  if (name === "params" || name === "macs" || name === "memory") return null
  if (run === null) return name === "gradient" ? "Press Backward to see gradients." : "Press Forward to see it."
  if (name === "gradient") return run.names("gradient").length === 0 ? "Press Backward to see gradients." : null
  if (name === "time") return run.steps.length === 0 ? "Of this run no times are known." : null
  const cards = [...(useHeat.getState().heat?.cards.values() ?? [])]
  return cards.every(({ at }) => at === null) ? "No ReLU with units is here." : null
}
