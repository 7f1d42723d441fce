// Outputs over a plane: a grid of points goes in as one batch, in evaluation mode, with the params as they are.

import { analyze } from "../../../graph/analysis/analyze.ts"
import { readPlace, type Source } from "../../../graph/wire.ts"
import { ops } from "../../../ops/registry.ts"
import { allocate, type Tensor } from "../../../tensor/tensor.ts"
import { fedDocument } from "../../data/feeds.ts"
import { type Kept, tensorAt } from "../../pass/pass.ts"
import type { Learner } from "../learner.ts"
import { forwardPass, type Prepared, preparedTo } from "../prepared.ts"
import type { Surface, SurfaceRequest, TrainPlan } from "../report.ts"
import { sized } from "../starts.ts"

/** Most points of a grid. */
const MOST_SURFACE_POINTS = 65_536

/** The output over the grid, or a sentence that says why there is none. */
export function* surfaceOver(learner: Learner, request: SurfaceRequest): Generator<string, Surface | string, void> {
  const found = yield* surfacesOver(learner, { step: learner.step(), kept: learner.kept() }, request, [request.output])
  return typeof found === "string" ? found : (found[0] ?? `"${request.output}" could not be computed over the grid.`)
}

/** Several outputs over one grid, from the params of one step, in one pass; or a sentence that says why there are none. */
export function* surfacesOver(
  { plan }: Learner,
  { step, kept }: { readonly step: number; readonly kept: ReadonlyMap<string, Kept> },
  grid: Grid,
  outputs: readonly string[],
): Generator<string, readonly Surface[] | string, void> {
  const { input, columns, rows } = grid
  const { plane } = plan.summary
  if (plane?.input !== input) return `"${input}" is no Input of two numbers an example.`
  const strange = outputs.find((output) => !plane.outputs.includes(output))
  if (strange !== undefined) return `"${strange}" does not depend on "${input}" alone, one row an example.`
  if (!sizes(columns, rows)) return `A grid has 2 to 256 rows and columns, not ${rows}×${columns}.`
  const ends = outputs.flatMap((output) => readSource(output) ?? [])
  const [end, ...others] = ends
  if (end === undefined) return "No output is asked for."
  const prepared = preparedOver(plan, grid, end, others)
  const start = new Map(kept)
  start.set(input, { params: new Map(), buffers: new Map([["value", gridOf(grid, plan.dtype)]]) })
  const pass = yield* forwardPass(prepared, sized(plan, prepared, start), plan.dtype, plan.seed)
  const surfaces: Surface[] = []
  for (const [i, one] of ends.entries()) {
    const output = outputs[i] ?? ""
    const found = tensorAt(pass, one)
    if (found === undefined) return pass.problems[0]?.sentence ?? `"${output}" could not be computed over the grid.`
    const values: Tensor = { shape: [rows, columns, ...found.shape.slice(1)], data: found.data.slice() }
    surfaces.push({ request: { ...grid, output }, step, values })
  }
  return surfaces
}

type Grid = Omit<SurfaceRequest, "output">

function readSource(output: string): Source | null {
  const place = readPlace(output)
  return place?.port === undefined ? null : { node: place.node, port: place.port }
}

/** Of each plan the last, since it is asked for again with every step. */
const known = new WeakMap<TrainPlan, { readonly key: string; readonly prepared: Prepared }>()

function preparedOver(
  plan: TrainPlan,
  { input, columns, rows }: Grid,
  end: Source,
  others: readonly Source[],
): Prepared {
  const key = JSON.stringify([input, columns * rows, end, others])
  const found = known.get(plan)
  if (found?.key === key) return found.prepared
  const points = [{ input, field: "", shape: [2] }]
  const fed = fedDocument(analyze(plan.document, ops, "eval"), points, rows * columns)
  const prepared = preparedTo(analyze(fed, ops, "eval"), end, plan.frozen, others)
  known.set(plan, { key, prepared })
  return prepared
}

function sizes(columns: number, rows: number): boolean {
  return [columns, rows].every((n) => Number.isInteger(n) && n >= 2) && columns * rows <= MOST_SURFACE_POINTS
}

/** Points row by row: x runs within a row, from one end to the other. */
function gridOf({ x, y, columns, rows }: Grid, dtype: "float32" | "float64"): Tensor {
  const data = allocate(rows * columns * 2, dtype)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const at = 2 * (r * columns + c)
      data[at] = x[0] + ((x[1] - x[0]) * c) / (columns - 1)
      data[at + 1] = y[0] + ((y[1] - y[0]) * r) / (rows - 1)
    }
  }
  return { shape: [rows * columns, 2], data }
}
