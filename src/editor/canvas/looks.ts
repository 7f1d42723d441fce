// How each wire looks: its hue, width, chip and words. Derived from the analysis, the result and the kind of chip chosen.

import type { RunResult } from "../../engine/result.ts"
import { writeNumber } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis.ts"
import type { Problem } from "../../graph/problem.ts"
import { shapeAt } from "../../graph/shapes.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import type { ChipKind, ShapeOrder } from "../../state/session.ts"
import { stats } from "../../state/stats.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { writeShape } from "./shapeText.ts"

export interface WireLook {
  readonly tone: "rest" | "value" | "gradient"
  readonly width: number
  /** The gradient is exactly zero, everywhere. */
  readonly zero: boolean
  /** The wire ends at a node that cannot take it, or goes round in a circle. */
  readonly bad: boolean
  readonly chip: string
  /** The chip's sentence, for screen readers and the tip. */
  readonly words: string
}

const REST = 1.5
const MOST = 6
/** Three decades either side of 1 are told apart. */
const DECADES = 3

export function lookOf(
  wire: Wire,
  analysis: Analysis,
  result: RunResult | null,
  kind: ChipKind,
  order: ShapeOrder,
): WireLook {
  const shape = shapeAt(analysis.nodes.get(wire.from.node)?.outputs, wire.from)
  const problem = problemOn(wire, analysis)
  const bad = problem !== null
  const ends = `${placeName(wire.from)} to ${placeName(wire.to)}`
  const tensor = kind === "shape" ? undefined : tensorOf(wire, result, kind)
  if (tensor === undefined || kind === "shape") {
    const rest = shape === null ? "" : writeShape(shape, order, wire, analysis)
    const chip = problem === null ? rest : (bothShapes(problem) ?? rest)
    const words = `${ends}, shape ${rest === "" ? "not known" : rest}${problem === null ? "" : `. ${problem.sentence}`}`
    return { tone: "rest", width: REST, zero: false, bad, chip, words }
  }
  const { rms, zero, nans, infinities } = stats(tensor)
  const chip = nans > 0 ? "NaN" : infinities > 0 ? "∞" : zero ? "0" : writeNumber(rms)
  const words = `${ends}, ${kind}: ${zero ? "exactly zero" : `root mean square ${chip}`}`
  return { tone: kind, width: widthOf(rms), zero: zero && kind === "gradient", bad, chip, words }
}

/** The tensor that a wire carries, or what came back along it. */
export function tensorOf(wire: Wire, result: RunResult | null, kind: "value" | "gradient"): Tensor | undefined {
  return kind === "value" ? result?.values.get(placeName(wire.from)) : result?.wires.get(wire.id)
}

/** 1.5 to 6 pixels over log₁₀ RMS from −3 to 3. */
export function widthOf(rms: number): number {
  if (!(rms > 0)) return REST
  const place = (Math.log10(rms) + DECADES) / (2 * DECADES)
  return REST + (MOST - REST) * Math.min(1, Math.max(0, place))
}

export function sameLook(a: WireLook, b: WireLook): boolean {
  return (
    a.tone === b.tone &&
    a.width === b.width &&
    a.zero === b.zero &&
    a.bad === b.bad &&
    a.chip === b.chip &&
    a.words === b.words
  )
}

/** Why the node at the end of a wire cannot take it, or the circle that it closes. */
export function problemOn(wire: Wire, analysis: Analysis): Problem | null {
  const node = analysis.nodes.get(wire.to.node)
  if (node === undefined || node.state !== "bad") return null
  const place = placeName(wire.to).slice(wire.to.node.length + 1)
  const here = ({ code, port }: Problem): boolean => code === "GW-G120" || port === wire.to.port || port === place
  return node.problems.find(here) ?? null
}

/** `10×14×14 ≠ 20×28×28`, where the problem has a shape on either side. */
function bothShapes({ found, expected }: Problem): string | null {
  const isShape = (text: string | undefined): text is string => /^\d+(?:×\d+)+$/.test(text ?? "")
  return isShape(found) && isShape(expected) ? `${found} ≠ ${expected}` : null
}
