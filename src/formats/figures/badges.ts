// What hangs on a node: its ports, the flag of the target, the sentence of a problem.

import { writeCount } from "../../formula/number.ts"
import type { Face } from "../../graph/drawing/face.ts"
import type { PortFace } from "../../graph/drawing/ports.ts"
import { textWidth } from "../../graph/drawing/text/textWidth.ts"
import type { Colours } from "./colours.ts"
import { BASELINE, words } from "./text.ts"
import { element } from "./xml.ts"

export function drawPorts(face: Face, colours: Colours): string {
  return face.ports
    .filter(({ side, wired }) => side !== "param" || wired)
    .map((port) => {
      const { side, wired } = port
      const [cx, cy] = port.at
      const fill = wired || side === "out" ? colours.wire : colours.panel
      const look = { fill, stroke: colours.wire, "stroke-width": 1.5 }
      return side === "param"
        ? element("rect", { x: cx - 2.75, y: cy - 2.75, width: 5.5, height: 5.5, rx: 1.5, ...look })
        : element("circle", { cx, cy, r: 2.75, ...look }) + moreWords(port, colours)
    })
    .join("")
}

/** How many ports are bundled in this one, inside the card. */
function moreWords({ more, side, at: [x, y] }: PortFace, colours: Colours): string {
  if (more === undefined) return ""
  const [anchor, inside] = side === "out" ? (["end", -12] as const) : (["start", 12] as const)
  const at = { x: x + inside, y: y + 11 * BASELINE, size: 11, anchor, fill: colours["ink-2"] }
  return words(`+ ${writeCount(more)} more`, at)
}

/** Marks the node at which backward starts. */
export function drawFlag({ width }: Face, colours: Colours): string {
  const wide = textWidth("target", 11) + 14
  const x = width - 12 - wide
  return [
    element("rect", { x, y: -9, width: wide, height: 18, rx: 9, fill: colours["gradient-wash"] }),
    element("rect", {
      x,
      y: -9,
      width: wide,
      height: 18,
      rx: 9,
      fill: "none",
      stroke: colours.gradient,
      "stroke-opacity": 0.35,
    }),
    words("target", { x: x + wide / 2, y: 11 * BASELINE, size: 11, anchor: "middle", fill: colours.gradient }),
  ].join("")
}

/** Room that the sentence of a problem may take. */
const SENTENCE = 260

export function problemWidth({ problem }: Face): number {
  return problem === null ? 0 : Math.min(SENTENCE, textWidth(problem, 11) + 16)
}

export function drawProblem(face: Face, colours: Colours): string {
  const wide = problemWidth(face)
  const middle = face.width / 2
  const y = face.height + 8
  return [
    element("rect", { x: middle - wide / 2, y, width: wide, height: 24, rx: 6, fill: colours["problem-wash"] }),
    words(face.problem ?? "", {
      x: middle,
      y: y + 12 + 11 * BASELINE,
      size: 11,
      anchor: "middle",
      fill: colours.problem,
      room: wide - 14,
    }),
  ].join("")
}
