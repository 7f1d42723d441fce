// Draws one frame of what moves along the wires: the pulses of a playback, or else dots. Times are milliseconds of the page's clock; speeds are canvas pixels a second, so that long
// wires carry more dots, not faster ones.

import { CHIP_HEIGHT, chipWidth } from "../../../graph/drawing/wires/chipSize.ts"
import { type Curve, pointAt } from "../../../graph/drawing/wires/curve.ts"
import type { Wire } from "../../../graph/wire.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { currentStep } from "../../../state/player/progress.ts"
import { useRun } from "../../../state/run/run.ts"
import { useSession } from "../../../state/session.ts"
import type { View } from "../flow/drawn.ts"
import { curveOf, useFlow } from "../flow/nodesAndEdges.ts"
import { drawLearning } from "../playback/learningPulses.ts"
import { drawPulses } from "../playback/pulses.ts"
import { pointedWires } from "./pointed.ts"

/** Wires that carry dots at once: of more nothing could be told, and they would not move at the pace of the screen. */
const MOST_FLOWING = 600
const SPACING = 56
const SPEED = 110

/** True if there is more to draw on the next frame. */
export function drawFlow(canvas: HTMLCanvasElement, view: View, now: number): boolean {
  const pen = prepare(canvas, view)
  const ran = useRun.getState().phase
  if (pen === null || ran === "none") return false
  const style = getComputedStyle(canvas)
  const player = usePlayer.getState()
  const step = currentStep(player)
  // While a pass is played, its pulses alone speak.
  if (step !== null && (player.playing || !player.landed)) {
    const travelling = drawPulses(pen, view, style)
    mark(canvas, travelling)
    return player.playing
  }
  const learned = step === null ? drawLearning(pen, view, style) : null
  mark(canvas, learned)
  if (learned !== null) return true
  const shown = useSession.getState().chip === "value" ? "forward" : ran
  const phase = step?.phase ?? shown
  pen.fillStyle = style.getPropertyValue(phase === "forward" ? "--value" : "--gradient")
  // Then the player's step, or else what is pointed at.
  if (step !== null) return drawSteady(pen, view, phase, new Set(step.wires.map(({ id }) => id)), now)
  return useSession.getState().chip !== "shape" && drawSteady(pen, view, phase, pointedWires.getState().wires, now)
}

/** Says on which wires something travels to whoever cannot see it, and that something does to what stands beside it. */
function mark(canvas: HTMLElement, travelling: ReadonlySet<string> | null): void {
  const wires = travelling === null ? "" : [...travelling].join(" ")
  if ((canvas.dataset.travelling ?? "") === wires) return
  canvas.dataset.travelling = wires
  canvas.closest("main")?.toggleAttribute("data-travels", wires !== "")
}

function drawSteady(
  pen: CanvasRenderingContext2D,
  view: View,
  phase: "forward" | "backward",
  wires: ReadonlySet<string>,
  now: number,
): boolean {
  const { result } = useRun.getState()
  if (wires.size === 0 || result === null) return false
  const { edges, looks } = useFlow.getState()
  let flowing = 0
  for (const { id, data } of edges) {
    const wire = wires.has(id) ? data?.wire : undefined
    if (wire === undefined) continue
    if (flowing >= MOST_FLOWING) break
    const look = looks.get(id)
    const curve = look === undefined || look.tone === "rest" || look.zero ? null : curveOf(wire)
    if (curve === null) continue
    flowing += 1
    const { length } = curve
    const count = Math.max(1, Math.round(length / SPACING))
    const shift = (((now / 1000) * SPEED) / length) % 1
    for (let i = 0; i < count; i++) {
      const t = (shift + i / count) % 1
      dot(pen, view, wire, curve, phase === "forward" ? t : 1 - t, Math.min(1, 6 * t, 6 * (1 - t)))
    }
  }
  return flowing > 0
}

function dot(pen: CanvasRenderingContext2D, view: View, wire: Wire, curve: Curve, t: number, alpha: number): void {
  const { looks, chips } = useFlow.getState()
  const look = looks.get(wire.id)
  const [x, y] = pointAt(curve, t)
  const chip = chips.get(wire.id)
  const hidden =
    chip !== undefined &&
    Math.abs(chip.at[0] - x) < (chipWidth(look?.chip ?? "") * chip.scale) / 2 &&
    Math.abs(chip.at[1] - y) < (CHIP_HEIGHT * chip.scale) / 2
  // A dot goes behind its wire's chip, not across its figures.
  if (hidden) return
  const [dx, dy, zoom] = view.transform
  const px = x * zoom + dx
  const py = y * zoom + dy
  if (px < -8 || py < -8 || px > view.width + 8 || py > view.height + 8) return
  pen.globalAlpha = Math.max(0, alpha)
  pen.beginPath()
  pen.arc(px, py, Math.max(1.5, (2 + (look?.width ?? 1.5) / 2) * Math.min(1.25, zoom)), 0, 2 * Math.PI)
  pen.fill()
}

/** Nothing moves any more. */
export function wipe(canvas: HTMLCanvasElement): void {
  canvas.getContext("2d")?.clearRect(0, 0, canvas.width, canvas.height)
}

/** Sized to the view in device pixels, and wiped. */
function prepare(canvas: HTMLCanvasElement, { width, height }: View): CanvasRenderingContext2D | null {
  const ratio = globalThis.devicePixelRatio || 1
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w
    canvas.height = h
  }
  const pen = canvas.getContext("2d")
  pen?.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen?.clearRect(0, 0, width, height)
  return pen
}
