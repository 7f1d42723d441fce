// Which tensor of a file goes where: by its name, then, of what is left, by its shape in order. Nothing is taken silently:
// every tensor and every place has a row that says what becomes of it.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { addressOf } from "../../tensor/address.ts"
import { sameShape, type Tensor } from "../../tensor/tensor.ts"
import { pairByName } from "./names.ts"
import { pairByShape } from "./shapes.ts"
import type { WeightFile, WeightTensor } from "./weightFile.ts"
import { type Pair, type WeightPlace, weightPlaces } from "./weightPlaces.ts"

/**
 * `name`, `shape`: taken, as found by that. `wrong shape`: of the right name. `unusable`: of the right name and shape, its
 * numbers no document holds. `missing`: not in the file, so it stays as it is. `left over`: goes nowhere.
 */
export type Verdict = "name" | "shape" | "wrong shape" | "unusable" | "missing" | "left over"

/** A place, a tensor, or both, and what becomes of them. */
export interface WeightRow {
  readonly place: WeightPlace | null
  readonly tensor: WeightTensor | null
  readonly verdict: Verdict
  /** What is to be known besides: that numbers were widened, or why they cannot be used. */
  readonly note: string
  /** What the document gets. */
  readonly taken: Tensor | null
}
export interface WeightMatch {
  readonly file: WeightFile
  /** Places in the order of the network, then what is left over. */
  readonly rows: readonly WeightRow[]
}

/** What becomes of every tensor of a file and of every param and running statistic of a document. */
export function matchWeights(analysis: Analysis, file: WeightFile): WeightMatch {
  const places = weightPlaces(analysis)
  const named = pairByName(places, file.tensors)
  const [placed, used] = [new Set(named.map(({ place }) => place)), new Set(named.map(({ tensor }) => tensor))]
  const shaped = pairByShape(
    places.filter((place) => !place.optional && !placed.has(place)),
    file.tensors.filter((tensor) => !used.has(tensor)),
  )
  const rows = new Map(
    [...named.map(byName), ...shaped.map((pair) => rowOf(pair, "shape"))].map((row) => [row.place, row]),
  )
  for (const { tensor } of shaped) used.add(tensor)
  return {
    file,
    rows: [
      ...places.flatMap((place) => rows.get(place) ?? (place.optional ? [] : [missing(place)])),
      ...file.tensors.filter((tensor) => !used.has(tensor)).map(leftOver),
    ],
  }
}

function byName(pair: Pair): WeightRow {
  if (sameShape(pair.place.shape, pair.tensor.shape)) return rowOf(pair, "name")
  return { ...pair, verdict: "wrong shape", note: "", taken: null }
}

function rowOf(pair: Pair, verdict: "name" | "shape"): WeightRow {
  const read = pair.tensor.read()
  if ("problem" in read) return { ...pair, verdict: "unusable", note: read.problem, taken: null }
  const odd = read.data.findIndex((x: number) => !Number.isFinite(x))
  if (odd >= 0) {
    const cell = addressOf(read.shape, odd).join(", ")
    const note = `[${cell}] is ${read.data[odd]}; a document holds finite numbers`
    return { ...pair, verdict: "unusable", note, taken: null }
  }
  return { ...pair, verdict, note: widened(pair.tensor.dtype), taken: read }
}

function widened(dtype: string): string {
  if (dtype === "float32" || dtype === "float64") return ""
  return /^b?float16$/.test(dtype) ? `${dtype}, widened to float32` : `${dtype}, taken as floats`
}

function missing(place: WeightPlace): WeightRow {
  return { place, tensor: null, verdict: "missing", note: "stays as it is", taken: null }
}

function leftOver(tensor: WeightTensor): WeightRow {
  const note = /(?:^|\.)num_batches_tracked$/.test(tensor.name) ? "counts batches; nothing here needs it" : ""
  return { place: null, tensor, verdict: "left over", note, taken: null }
}

/** Params and running statistics that are taken, by `node.name`. */
export function takenOf({ rows }: WeightMatch): {
  readonly params: ReadonlyMap<string, Tensor>
  readonly buffers: ReadonlyMap<string, Tensor>
} {
  const of = (kind: WeightPlace["kind"]) =>
    new Map(
      rows.flatMap(({ place, taken }) =>
        place === null || taken === null || place.kind !== kind ? [] : [[place.name, taken] as const],
      ),
    )
  return { params: of("param"), buffers: of("buffer") }
}
