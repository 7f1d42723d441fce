// What is painted for the chosen cell: which cells of the maps upstream it sees, and which cells downstream see it.
// Derived from the analysis and the session; there while the node or wire whose cell it is stays selected.

import { create } from "zustand"
import type { Analysis } from "../graph/analysis/analysis.ts"
import { shapeAt } from "../graph/analysis/shapes.ts"
import { type ReceptiveField, receptiveFields, spatialAxes } from "../graph/measure/receptive.ts"
import { outputRegion, type Region, seenBy } from "../graph/measure/regions.ts"
import { readPlace, type Source } from "../graph/wire.ts"
import { useAnalysis } from "./analysis.ts"
import { type SessionState, useSession } from "./session.ts"

export interface Painting {
  /** The output whose cell is chosen. */
  readonly source: Source
  /** Its address, an index for each axis. */
  readonly cell: readonly number[]
  /** The same on the spatial axes only. */
  readonly place: readonly number[]
  readonly field: ReceptiveField | null
  /** What the cell sees, by node, in topological order; its own node left out. */
  readonly upstream: ReadonlyMap<string, Region>
  /** What sees the cell, by node, in topological order; its own node left out. */
  readonly downstream: ReadonlyMap<string, Region>
}

interface PaintingState {
  readonly painting: Painting | null
  /** The same of the cell under the pointer. */
  readonly pointed: Painting | null
}

type Chosen = Pick<SessionState, "nodes" | "wires" | "tensor" | "cell">

export const usePainting = create<PaintingState>()(() => ({ painting: null, pointed: null }))

/** Paints for the cell under the pointer, of an output by its place; null when the pointer has left. */
export function pointAtCell(at: { readonly place: string; readonly cell: readonly number[] } | null): void {
  const { analysis } = useAnalysis.getState()
  const { node, port, index } = (at === null ? null : readPlace(at.place)) ?? {}
  const source = node === undefined || port === undefined ? null : sourceAt(node, port, index)
  usePainting.setState({ pointed: at === null || source === null ? null : paintingFor(analysis, source, at.cell) })
}

useAnalysis.subscribe(follow)
useSession.subscribe((state, before) => {
  const moved = state.cell !== before.cell || state.tensor !== before.tensor
  if (moved || state.nodes !== before.nodes || state.wires !== before.wires) follow()
})

function follow(): void {
  const painting = paintingOf(useAnalysis.getState().analysis, useSession.getState())
  if (painting !== null || usePainting.getState().painting !== null) usePainting.setState({ painting })
}

/** Null where no cell of an output is chosen. */
function paintingOf(analysis: Analysis, chosen: Chosen): Painting | null {
  const { tensor, cell } = chosen
  const source = tensor === null ? null : sourceOf(analysis, tensor.name, chosen)
  return source === null || cell === null ? null : paintingFor(analysis, source, cell)
}

/** Null where the cell has to do with no feature map. */
function paintingFor(analysis: Analysis, source: Source, cell: readonly number[]): Painting | null {
  const shape = shapeAt(analysis.nodes.get(source.node)?.outputs, source)
  if (shape === null || shape.length !== cell.length || cell.some((at, axis) => at >= (shape[axis] ?? 0))) return null
  const axes = spatialAxes(analysis)
  const field = receptiveFields(analysis).get(source.node) ?? null
  const spatial = axes.get(source.node) ?? 0
  if (field === null && spatial === 0) return null
  const place = spatial === 0 ? [] : cell.slice(-spatial)
  const others = (regions: ReadonlyMap<string, Region>): ReadonlyMap<string, Region> =>
    new Map(
      analysis.order.flatMap((id) => {
        const region = id === source.node ? undefined : regions.get(id)
        return region === undefined || axes.get(id) === 0 ? [] : [[id, region] as const]
      }),
    )
  return {
    source,
    cell,
    place,
    field,
    upstream: others(seenBy(analysis, source.node, place)),
    downstream: others(outputRegion(analysis, source.node, place)),
  }
}

/** The output that a tensor's name speaks of, if that is what is selected: a node's own, or what a wire brings. */
function sourceOf(analysis: Analysis, name: string, { nodes, wires }: Chosen): Source | null {
  const wire = name.includes(">") ? analysis.wires.find(({ id }) => id === name) : undefined
  if (wire !== undefined) {
    const selected = wires.includes(wire.id) || (nodes.length === 1 && nodes[0] === wire.to.node)
    return selected ? wire.from : null
  }
  const { node, port, index } = readPlace(name) ?? {}
  if (node === undefined || port === undefined || nodes.length !== 1 || nodes[0] !== node) return null
  return sourceAt(node, port, index)
}

function sourceAt(node: string, port: string, index: number | undefined): Source {
  return index === undefined ? { node, port } : { node, port, index }
}
