// The overlay that lies over the cards: chosen in the session, worked out in player/heating.ts, which comes after the first picture.

import { create } from "zustand"
import type { CardHeat, Heat } from "../../graph/measure/overlay/heat.ts"
import type { OverlayName } from "../../graph/measure/overlay/parts.ts"

interface HeatState {
  /** Null while no overlay is chosen. */
  readonly heat: Heat | null
}

export const useHeat = create<HeatState>()(() => ({ heat: null }))

/** What lies over a card now; undefined while nothing does. */
export function heatAt({ heat }: HeatState, id: string): CardHeat | undefined {
  return heat?.cards.get(id)
}

/** The command that lays an overlay over the cards, by which documents hide it. */
export function overlayCommand(name: OverlayName | "none"): string {
  return `view.overlay${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
}
