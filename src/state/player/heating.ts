// Keeps the heat of what is drawn: of the overlay that the session asks for, with document, groups and run as they are now. While
// the player is at a step, what comes later has no number yet.

import { fold } from "../../graph/edit/fold.ts"
import { type CardHeat, type Heat, heatOf } from "../../graph/measure/overlay/heat.ts"
import type { OverlayName, Parts } from "../../graph/measure/overlay/parts.ts"
import { useAnalysis } from "../analysis.ts"
import { hidesCommand } from "../hiding.ts"
import { overlayCommand, useHeat } from "../run/heat.ts"
import { partsOf } from "../run/heatParts.ts"
import { useRun } from "../run/run.ts"
import type { ShownRun } from "../run/shown.ts"
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

/** The numbers of an overlay as far as they are shown by now, by node. */
export function shownParts(name: OverlayName): Parts {
  const player = usePlayer.getState()
  const { analysis } = useAnalysis.getState()
  return partsOf(name, analysis, useRun.getState().result, (side, place) => isTensorKnown(player, side, place))
}

function follow(): void {
  const name = useSession.getState().overlay
  const { analysis } = useAnalysis.getState()
  const { heat } = useHeat.getState()
  if (name === null || hidesCommand(analysis.document.view?.hide, overlayCommand(name))) {
    if (heat !== null) useHeat.setState({ heat: null })
    return
  }
  const { shown, cards } = fold(analysis.document)
  const parts = shownParts(name)
  const ids = shown.map(({ id }) => id)
  useHeat.setState({ heat: sameCards(heat, heatOf(name, parts, ids, cards)) })
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

/** What an overlay waits for; null where its numbers are there, if only of some nodes. */
export function waitsFor(name: OverlayName, run: ShownRun | null): string | null {
  if (name === "params" || name === "macs" || name === "memory") return null
  if (run === null) return name === "gradient" ? "Press Backward to see gradients." : "Press Forward to see it."
  if (name === "gradient") return run.names("gradient").length === 0 ? "Press Backward to see gradients." : null
  if (name === "time") return run.steps.length === 0 ? "Of this run no times are known." : null
  const cards = [...(useHeat.getState().heat?.cards.values() ?? [])]
  return cards.every(({ at }) => at === null) ? "No ReLU with units is here." : null
}
