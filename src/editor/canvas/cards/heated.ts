// A card under an overlay: its ground in the colour of its number, its words in what can be read on that.

import type { CSSProperties } from "react"
import { heatColour } from "../../../graph/drawing/heat/colour.ts"
import { inkOn } from "../../../graph/drawing/tile/colour.ts"
import type { CardHeat } from "../../../graph/measure/overlay/heat.ts"
import { heatAt, useHeat } from "../../../state/run/heat.ts"

/** What lies over a card now; undefined while nothing does. */
export function useCardHeat(id: string): CardHeat | undefined {
  return useHeat((state) => heatAt(state, id))
}

/** For the style sheets of cards; none without an overlay. */
export function groundOf(heat: CardHeat | undefined): {
  readonly title?: string
  readonly "data-heat"?: "number" | "none"
  readonly style?: CSSProperties
} {
  if (heat === undefined) return {}
  if (heat.at === null) return { title: heat.words, "data-heat": "none" }
  const style = {
    "--heat": heat.at,
    "--ink-light": inkOn(heatColour(heat.at, false)),
    "--ink-dark": inkOn(heatColour(heat.at, true)),
  }
  return { title: heat.words, "data-heat": "number", style: style as CSSProperties } // variables, which React does not list
}
