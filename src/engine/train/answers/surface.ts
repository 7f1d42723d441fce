// An output over a plane: a grid of points goes in as one batch, in evaluation mode, with the params as they are.

import { analyze } from "../../../graph/analysis/analyze.ts"
import { readPlace } from "../../../graph/wire.ts"
import { ops } from "../../../ops/registry.ts"
import { allocate, type Tensor } from "../../../tensor/tensor.ts"
import { fedDocument } from "../../data/feeds.ts"
import { tensorAt } from "../../pass/pass.ts"
import type { Learner } from "../learner.ts"
import { forwardPass, preparedTo } from "../prepared.ts"
import type { Surface, SurfaceRequest } from "../report.ts"
import { sized } from "../starts.ts"

/** Most points of a grid. */
const MOST_SURFACE_POINTS = 65_536

/** The output over the grid, or a sentence that says why there is none. */
export function* surfaceOver(learner: Learner, request: SurfaceRequest): Generator<string, Surface | string, void> {
  const { plan } = learner
  const { plane } = plan.summary
  const { input, output, columns, rows } = request
  if (plane?.input !== input) return `"${input}" is no Input of two numbers an example.`
  if (!plane.outputs.includes(output)) return `"${output}" does not depend on "${input}" alone, one row an example.`
  if (!sizes(columns, rows)) return `A grid has 2 to 256 rows and columns, not ${rows}×${columns}.`
  const place = readPlace(output)
  if (place?.port === undefined) return `"${output}" is no output.`
  const points = [{ input, field: "", shape: [2] }]
  const fed = fedDocument(analyze(plan.document, ops, "eval"), points, rows * columns)
  const end = { node: place.node, port: place.port }
  const prepared = preparedTo(analyze(fed, ops, "eval"), end, plan.frozen)
  const kept = new Map(learner.kept())
  kept.set(input, { params: new Map(), buffers: new Map([["value", gridOf(request, plan.dtype)]]) })
  const pass = yield* forwardPass(prepared, sized(plan, prepared, kept), plan.dtype, plan.seed)
  const found = tensorAt(pass, end)
  if (found === undefined) return pass.problems[0]?.sentence ?? `"${output}" could not be computed over the grid.`
  const values: Tensor = { shape: [rows, columns, ...found.shape.slice(1)], data: found.data.slice() }
  return { request, step: learner.step(), values }
}

function sizes(columns: number, rows: number): boolean {
  return [columns, rows].every((n) => Number.isInteger(n) && n >= 2) && columns * rows <= MOST_SURFACE_POINTS
}

/** Points row by row: x runs within a row, from one end to the other. */
function gridOf({ x, y, columns, rows }: SurfaceRequest, dtype: "float32" | "float64"): Tensor {
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
