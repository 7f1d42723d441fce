// How the numbers of overlays are written: short on a card, whole in a tip.

import { writeBytes, writeCount, writeFull, writeNumber } from "../../../formula/number.ts"
import type { HeatName } from "./parts.ts"
import type { Scale } from "./scale.ts"

/** A number as a card says it: with its unit, and as short as it gets. */
export interface Amount {
  readonly long: string
  readonly short: string
}

/** What the overlays are called. */
export const OVERLAY_TITLES: Readonly<Record<HeatName, string>> = {
  params: "Parameters",
  macs: "MACs",
  memory: "Memory",
  gradient: "Gradient RMS",
  dead: "Dead units",
  time: "Time of the last run",
  activation: "Activation RMS",
  update: "Update ‖Δw‖ / ‖w‖",
}

/** What their numbers are. */
export const OVERLAY_MEANINGS: Readonly<Record<HeatName, string>> = {
  params: "Numbers that each node learns, by themselves and by groups",
  macs: "Multiply-accumulates of one forward pass, as the graph is drawn",
  memory: "What one training step keeps: params, their gradients, running statistics and outputs, in float32",
  gradient: "Root mean square of the gradient with respect to what each node puts out",
  dead: "Share of the units of a ReLU that are exactly 0 for every example and at every place",
  time: "Forward and backward of the last run, in milliseconds",
  activation: "Root mean square of what each node puts out",
  update: "How far a step of the training moved the params of each node, over how large they are",
}

const SUFFIXES = ["", " k", " M", " G", " T"]

/** `1,234`, `70.6 k`, `1.15 M`: three digits from 10,000 on. */
export function writeShort(count: number): string {
  if (count < 10_000) return writeCount(count)
  let [x, unit] = [count, 0]
  // What would be rounded up to a full unit is written as one.
  while (x >= 999.5 && unit < SUFFIXES.length - 1) {
    x /= 1000
    unit++
  }
  return writeNumber(x) + SUFFIXES[unit]
}

/** `30 %`; what is not nothing and not all is never rounded to it. */
export function writeShare(share: number): string {
  if (share > 0 && share < 0.01) return "< 1 %"
  return share > 0.99 && share < 1 ? "> 99 %" : `${Math.round(100 * share)} %`
}

const UNITS = { params: ["param", "params"], macs: ["MAC", "MACs"] } as const

/** On a card. */
export function amountOf(name: HeatName, x: number): Amount {
  switch (name) {
    case "params":
    case "macs":
      return { long: `${writeCount(x)} ${UNITS[name][x === 1 ? 0 : 1]}`, short: writeShort(x) }
    case "memory":
      return same(writeBytes(x, false))
    case "gradient":
    case "activation":
      return { long: `RMS ${writeNumber(x)}`, short: writeNumber(x) }
    case "update":
      return { long: `‖Δw‖/‖w‖ ${writeNumber(x)}`, short: writeNumber(x) }
    case "dead":
      return { long: `${writeShare(x)} dead`, short: writeShare(x) }
    case "time":
      return same(`${writeNumber(x)} ms`)
  }
}

function same(text: string): Amount {
  return { long: text, short: text }
}

/** The two ends of a scale, the unit at the larger. */
export function writeEnds(name: HeatName, { least, most }: Pick<Scale, "least" | "most">): readonly [string, string] {
  const [from, to] = [amountOf(name, least).short, amountOf(name, most).short]
  switch (name) {
    case "params":
    case "macs":
      return [from, `${to} ${UNITS[name][1]}`]
    case "gradient":
    case "activation":
      return [from, `${to} RMS`]
    case "update":
      return [from, `${to} ‖Δw‖/‖w‖`]
    case "time":
      return [writeNumber(least), to]
    default:
      return [from, to]
  }
}

/** All of its digits. */
export function writeExact(name: HeatName, x: number, of: number): string {
  switch (name) {
    case "memory":
      return x < 1000 ? `${writeCount(x)} bytes` : `${writeCount(x)} bytes (${writeBytes(x, false)})`
    case "gradient":
    case "activation":
      return `${name} RMS ${writeFull(x, "float32")}`
    case "update":
      return `‖Δw‖/‖w‖ ${writeFull(x, "float32")}`
    case "dead":
      return `${writeCount(Math.round(x * of))} of ${writeCount(of)} units dead (${writeShare(x)})`
    default:
      return amountOf(name, x).long
  }
}
