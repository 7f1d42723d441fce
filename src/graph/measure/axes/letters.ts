// Axes as PyTorch's pages write them: N×C×H×W, N×C×L, N×L×E, L×N×E, N×L×S.

import type { AxisName } from "../../../ops/axisNames.ts"
import type { Analysis } from "../../analysis/analysis.ts"
import { outputNamed } from "../../wire.ts"
import { graphAxes } from "./axes.ts"

/** By axis its letter; null where nobody says what lies along it. */
export type AxisLetters = readonly (string | null)[]

const SPATIAL: readonly (readonly string[])[] = [[], ["L"], ["H", "W"], ["D", "H", "W"]]

/** Letters of named axes. Features of a sequence are E, others F; the second of two sequences is S. */
function axisLetters(names: readonly (AxisName | null)[]): AxisLetters {
  const spatial = SPATIAL[names.filter((name) => name === "spatial").length] ?? []
  const letters = { batch: ["N", "N"], channels: ["C"], sequence: ["L", "S"], spatial, features: ["F"] }
  if (names.includes("sequence")) letters.features = ["E"]
  return names.map((name, axis) => {
    const before = names.slice(0, axis).filter((other) => other === name).length
    return name === null ? null : (letters[name][before] ?? letters[name].at(-1) ?? null)
  })
}

const SPATIAL_WORDS: readonly (readonly string[])[] = [
  [],
  ["length"],
  ["height", "width"],
  ["depth", "height", "width"],
]

/** Named axes in words: `examples`, `channels`, `height`, `width`; null where nobody says what lies along one. */
export function axisWords(names: readonly (AxisName | null)[]): AxisLetters {
  const spatial = SPATIAL_WORDS[names.filter((name) => name === "spatial").length] ?? []
  const words = { batch: "examples", channels: "channels", sequence: "places", features: "features" }
  return names.map((name, axis) => {
    if (name !== "spatial") return name === null ? null : words[name]
    return spatial[names.slice(0, axis).filter((other) => other === name).length] ?? null
  })
}

/** Letters of the tensor at an output (`X:value`) or on a wire from one; of anything else (params) none. */
export function lettersAt(analysis: Analysis, tensor: string): AxisLetters {
  const place = outputNamed(tensor)
  const names = place === null ? null : graphAxes(analysis).names(place)
  return names === null ? [] : axisLetters(names)
}

/** What an axis is called by itself: `N`, else `axis 2`. */
export function axisLabel(letters: AxisLetters, axis: number): string {
  return letters[axis] ?? `axis ${axis}`
}
