// What every unit of a network on two inputs answers over the plane of the examples, of the step that the canvas shows.

import { create } from "zustand"
import type { Surface, TrainSummary } from "../../engine/train/report.ts"
import type { SurfacesQuestion } from "../../engine/worker/trainClient.ts"
import { singleShape } from "../../graph/analysis/shapes.ts"
import { MOST_UNITS, UNIT_GRID } from "../../graph/drawing/tile/unitSheet.ts"
import { readPlace } from "../../graph/wire.ts"
import { useAnalysis } from "../analysis.ts"

/** Layers of a deeper network are too many to be followed with every step. */
const MOST_LAYERS = 24

/** By output, `fc1:output`; null where the canvas shows none. */
export const useUnits = create<{ readonly surfaces: ReadonlyMap<string, Surface> | null }>()(() => ({ surfaces: null }))

/** What to ask of a training for its units; null where it has no examples in a plane, or no layer has few enough. */
export function unitsQuestion(plan: TrainSummary | null, step: number | null): SurfacesQuestion | null {
  const plane = plan?.plane ?? null
  // One example of the document's own is looked at as it is.
  if (plane === null || plan?.examples == null) return null
  const { nodes } = useAnalysis.getState().analysis
  const outputs = plane.outputs.filter((output) => {
    const place = readPlace(output)
    const shape = singleShape(nodes.get(place?.node ?? "")?.outputs?.[place?.port ?? ""])
    return shape !== null && (shape[1] ?? 1) <= MOST_UNITS
  })
  if (outputs.length === 0 || outputs.length > MOST_LAYERS) return null
  const { input, x, y } = plane
  return { step, outputs, grid: { input, x, y, columns: UNIT_GRID, rows: UNIT_GRID } }
}

export function showUnits(surfaces: readonly Surface[] | null): void {
  useUnits.setState({ surfaces: surfaces && new Map(surfaces.map((one) => [one.request.output, one])) })
}
