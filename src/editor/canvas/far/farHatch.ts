// What lies on a card without a number, as style sheets hatch it, in pixels of the screen.

import type { Colours } from "./farColours.ts"

const SIDE = 8
let known: { readonly colours: Colours; readonly pattern: CanvasPattern } | null = null

/** The same pattern for the same theme, at this zoom; the panel alone where a browser makes none. */
export function hatch(zoom: number, colours: Colours): CanvasPattern | string {
  const pattern = known?.colours === colours ? known.pattern : drawn(colours)
  if (pattern === null) return colours.of("panel")
  known = { colours, pattern }
  pattern.setTransform(new DOMMatrix().scale(1 / zoom))
  return pattern
}

function drawn(colours: Colours): CanvasPattern | null {
  const square = document.createElement("canvas")
  square.width = SIDE
  square.height = SIDE
  const pen = square.getContext("2d")
  if (pen === null) return null
  pen.fillStyle = colours.of("panel")
  pen.fillRect(0, 0, SIDE, SIDE)
  pen.strokeStyle = colours.of("line")
  pen.lineWidth = 2
  pen.beginPath()
  for (const at of [-SIDE / 2, SIDE / 2, 1.5 * SIDE]) {
    pen.moveTo(at - SIDE / 2 - 1, -1)
    pen.lineTo(at + SIDE / 2 + 1, SIDE + 1)
  }
  pen.stroke()
  return pen.createPattern(square, "repeat")
}
