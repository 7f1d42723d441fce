// Draws what travels in a step of the playback: a pulse along each of its wires, forward or back, with the number that it
// brings. Where it is comes from the player's own clock; when it has arrived the chip of the wire says the number.

import { writeNumber } from "../../../formula/number.ts"
import type { Point } from "../../../graph/document.ts"
import { writeTensor } from "../../../graph/drawing/text/tensorNumber.ts"
import { type Curve, pointAt } from "../../../graph/drawing/wires/curve.ts"
import type { Wire } from "../../../graph/wire.ts"
import { secondsNow } from "../../../state/player/clock.ts"
import { type PlayerState, usePlayer } from "../../../state/player/player.ts"
import type { PlayerStep } from "../../../state/player/playerSteps.ts"
import { hueOf, tracedOn } from "../../../state/player/progress.ts"
import { momentAt, type Timeline, timelineOf } from "../../../state/player/timeline.ts"
import { wireTensor } from "../../../state/run/looks.ts"
import { stats } from "../../../state/run/stats.ts"
import type { View } from "../flow/drawn.ts"
import { curveOf, useFlow } from "../flow/nodesAndEdges.ts"
import { BADGE_SIZE, badgeAt, badgeSize } from "./badges.ts"

/** A pulse is seen for at least so long, in seconds, however short its step is. */
const LEAST_FLIGHT = 0.35
/** A number stays so far from the edge of the view, in pixels. */
const EDGE = 4
/** Steps that may be under way at once in a long pass. */
const MOST_STEPS = 24
/** The tail of a pulse, as parts of its wire. */
const TAIL = [0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16] as const

/** The wires that something travels on; null when nothing more will, until the player moves. */
export function drawPulses(
  pen: CanvasRenderingContext2D,
  view: View,
  style: CSSStyleDeclaration,
): ReadonlySet<string> | null {
  const state = usePlayer.getState()
  const { sequence, at } = state
  if (sequence === null || at === null || (state.landed && !state.playing)) return null
  const timeline = timelineOf(sequence)
  const seconds = secondsNow(state)
  const moment = momentAt(timeline, seconds, false)
  const travelling = new Set<string>()
  for (let i = Math.max(0, moment.at - MOST_STEPS); i <= moment.at; i++) {
    const step = sequence.steps[i]
    // The pieces of a sum are there already.
    const way = step === undefined || step.kind === "sum" ? 1 : wayOf(timeline, i, seconds)
    // What is asked for waits where it has come.
    if (step !== undefined && (way < 1 || isAsked(state, step)))
      drawStep(pen, view, style, state, step, way, travelling)
  }
  return travelling
}

/** How far on its way what moves in a step is, from 0 to 1. */
function wayOf({ slots }: Timeline, index: number, seconds: number): number {
  const { starts, lands } = slots[index] ?? { starts: 0, lands: 0 }
  return Math.min(1, Math.max(0, (seconds - starts) / Math.max(LEAST_FLIGHT, lands - starts)))
}

function drawStep(
  pen: CanvasRenderingContext2D,
  view: View,
  style: CSSStyleDeclaration,
  state: PlayerState,
  step: PlayerStep,
  way: number,
  travelling: Set<string>,
): void {
  const family = hueOf(step.phase)
  const t = eased(way)
  for (const wire of step.wires) {
    // What is given comes along no wire.
    if (step.phase === "forward" && wire.to.node !== step.node) continue
    const curve = useFlow.getState().looks.has(wire.id) ? curveOf(wire) : null
    if (curve === null) continue
    travelling.add(wire.id)
    pen.fillStyle = style.getPropertyValue(`--${family}`)
    drawTail(pen, view, curve, { t, family, tail: TAIL })
    const text = isAsked(state, step) ? "?" : numberOn(state, wire, family)
    const badge = badgeAt(wire.id, curve, { family, text, part: along(t, family), zoom: view.transform[2] })
    load(pen, view, style, badge, { family, text })
  }
}

function isAsked({ question }: PlayerState, { index }: PlayerStep): boolean {
  return question?.asks === "number" && question.step === index
}

/** A part of its way as a part of the wire: gradients come from its end. */
function along(part: number, family: "value" | "gradient"): number {
  return family === "value" ? part : 1 - part
}

interface Tail {
  /** How far its head is on its way, from 0 to 1. */
  readonly t: number
  readonly family: "value" | "gradient"
  /** How far behind the head each spot follows, the lighter the further. */
  readonly tail: readonly number[]
}

/** What follows a pulse on its wire; on the way already, none before its beginning. */
export function drawTail(pen: CanvasRenderingContext2D, view: View, curve: Curve, { t, family, tail }: Tail): void {
  for (const [i, behind] of tail.entries()) {
    if (t > behind) spot(pen, view, curve, along(t - behind, family), 1 - i / tail.length)
  }
}

/** Slow at first and at the end: it has weight. */
function eased(x: number): number {
  return x * x * (3 - 2 * x)
}

/** The number that a wire brings: that of the followed cell, else of the tensor. */
export function numberOn(state: PlayerState, wire: Wire, family: "value" | "gradient"): string {
  const one = tracedOn(state, wire, family)
  if (one !== undefined) return writeNumber(one)
  const tensor = wireTensor(wire, state.sequence?.result ?? null, family)
  return tensor === undefined ? "" : writeTensor(stats(tensor))
}

/** A dot of so much weight, from 0 to 1, at a part of a wire. */
function spot(pen: CanvasRenderingContext2D, view: View, curve: Curve, t: number, weight: number): void {
  const [x, y] = onScreen(view, pointAt(curve, Math.min(1, Math.max(0, t))))
  pen.globalAlpha = 0.55 * weight
  pen.beginPath()
  pen.arc(x, y, 1.5 + 3.5 * weight, 0, 2 * Math.PI)
  pen.fill()
}

/** The number in its frame. */
function load(
  pen: CanvasRenderingContext2D,
  view: View,
  style: CSSStyleDeclaration,
  { at, seen }: ReturnType<typeof badgeAt>,
  { family, text }: { readonly family: "value" | "gradient"; readonly text: string },
): void {
  const { width, height } = badgeSize(text)
  const [left, y] = onScreen(view, at)
  const x = withinView(left, width, view)
  pen.globalAlpha = seen
  pen.fillStyle = style.getPropertyValue("--panel")
  pen.strokeStyle = style.getPropertyValue(`--${family}`)
  pen.lineWidth = 1.5
  pen.beginPath()
  pen.roundRect(x - width / 2, y - height / 2, width, height, height / 2)
  pen.fill()
  pen.stroke()
  pen.fillStyle = style.getPropertyValue(`--${family}`)
  pen.font = `600 ${BADGE_SIZE}px ${style.fontFamily}`
  pen.textAlign = "center"
  pen.textBaseline = "middle"
  pen.fillText(text, x, y + 0.5)
}

/** Whole, if the edge of the view would cut off less than half of it. */
function withinView(x: number, width: number, view: View): number {
  const inside = Math.min(view.width - width / 2 - EDGE, Math.max(width / 2 + EDGE, x))
  return Math.abs(inside - x) < width / 2 ? inside : x
}

function onScreen({ transform: [dx, dy, zoom] }: View, [x, y]: Point): Point {
  return [x * zoom + dx, y * zoom + dy]
}
