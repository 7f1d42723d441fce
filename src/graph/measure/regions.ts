// What one cell sees, and what sees it: ranges of cells to be painted on feature maps. Walks the wires once, each node with
// one range an axis (the smallest that holds all paths), so that work is linear even where paths double at every step.

import type { Window } from "../../ops/window.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { Analysis } from "../analysis/analysis.ts"
import { shapeAt } from "../analysis/shapes.ts"
import { fieldAt, firstShape, type Step, spatialAxes } from "./receptive.ts"

/** Cells from `from` to `to`, both included, along one axis. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** A block of cells on the trailing spatial axes of a tensor. */
export interface Region {
  /** Cells that exist. */
  readonly cells: readonly Range[]
  /** The same with the padding that is seen beyond the edge; equal to `cells` where none is. */
  readonly withPadding: readonly Range[]
  /** False where an op on the way sees no window (global, or not defined): the region is then the whole map. */
  readonly exact: boolean
}

/**
 * What one cell of a node's output sees of each Input with spatial axes. `cell` gives its place on the spatial axes, the
 * trailing ones. An Input that it does not see is left out.
 */
export function inputRegion(analysis: Analysis, node: string, cell: readonly number[]): ReadonlyMap<string, Region> {
  const all = seenBy(analysis, node, cell)
  return new Map([...all].filter(([id, { cells }]) => analysis.nodes.get(id)?.op?.kind === "Input" && cells.length > 0))
}

/** What one cell of a node's output sees of every node upstream, itself included. */
export function seenBy(analysis: Analysis, node: string, cell: readonly number[]): ReadonlyMap<string, Region> {
  const axes = spatialAxes(analysis)
  const regions = new Map([[node, cellRegion(cell)]])
  for (const id of analysis.order.slice(0, analysis.order.indexOf(node) + 1).reverse()) {
    const region = regions.get(id)
    if (region === undefined) continue
    for (const wire of analysis.entering.get(id) ?? []) {
      const step = fieldAt(analysis.nodes.get(id), wire)
      const shape = shapeAt(analysis.nodes.get(wire.from.node)?.outputs, wire.from)
      if (step === null || shape === null) continue
      const extent = trailing(shape, axes.get(wire.from.node) ?? 0)
      add(regions, wire.from.node, backThrough(step, region, extent))
    }
  }
  return regions
}

/** The projective field: which cells of every node downstream see one cell of a node's output, itself included. */
export function outputRegion(analysis: Analysis, node: string, cell: readonly number[]): ReadonlyMap<string, Region> {
  const axes = spatialAxes(analysis)
  const regions = new Map([[node, cellRegion(cell)]])
  for (const id of analysis.order.slice(Math.max(0, analysis.order.indexOf(node)))) {
    const output = firstShape(analysis.nodes.get(id))
    if (output === undefined) continue
    const extent = trailing(output, axes.get(id) ?? 0)
    for (const wire of analysis.entering.get(id) ?? []) {
      const region = regions.get(wire.from.node)
      const step = fieldAt(analysis.nodes.get(id), wire)
      if (region === undefined || step === null) continue
      const reached = forwardThrough(step, region, extent)
      if (reached !== null) add(regions, id, reached)
    }
  }
  return regions
}

function cellRegion(cell: readonly number[]): Region {
  const cells = cell.map((at) => ({ from: at, to: at }))
  return { cells, withPadding: cells, exact: true }
}

function trailing(shape: Shape, axes: number): readonly number[] {
  return axes === 0 ? [] : shape.slice(-axes)
}

function whole(extent: readonly number[]): Region {
  const cells = extent.map((n) => ({ from: 0, to: n - 1 }))
  return { cells, withPadding: cells, exact: false }
}

function backThrough(step: Step, region: Region, extent: readonly number[]): Region {
  if (step === "global" || step === "undefined" || region.cells.length !== extent.length) return whole(extent)
  const window = step === "pointwise" ? null : step
  if (window !== null && window.size.length !== extent.length) return whole(extent)
  const beyond: Range[] = []
  const cells: Range[] = []
  extent.forEach((n, axis) => {
    const own = region.cells[axis] ?? { from: 0, to: 0 }
    const seen = window === null ? ownOrOnly(own, n) : reach(own, window, axis)
    beyond.push(window === null && n > 1 ? (region.withPadding[axis] ?? own) : seen)
    cells.push({ from: Math.max(0, seen.from), to: Math.min(n - 1, seen.to) })
  })
  return { cells, withPadding: beyond, exact: region.exact }
}

/** An axis of size 1 that was broadcast has only its one cell. */
function ownOrOnly(own: Range, size: number): Range {
  return size === 1 ? { from: 0, to: 0 } : own
}

function reach(own: Range, window: Window, axis: number): Range {
  const [size, stride, start] = [window.size[axis] ?? 1, window.stride[axis] ?? 1, window.start[axis] ?? 0]
  return {
    from: Math.ceil(start + own.from * stride - 1e-9) + 0,
    to: Math.floor(start + own.to * stride + size - 1 + 1e-9) + 0,
  }
}

/** Cell o is reached if its window [start + o·stride, … + size − 1] meets the range. Null if none is. */
function forwardThrough(step: Step, region: Region, extent: readonly number[]): Region | null {
  if (step === "global" || step === "undefined" || region.cells.length !== extent.length) return whole(extent)
  if (step === "pointwise") {
    const cells = region.cells.map((own, axis) => ({ from: own.from, to: Math.min(own.to, (extent[axis] ?? 1) - 1) }))
    return { cells, withPadding: cells, exact: region.exact }
  }
  const cells: Range[] = []
  for (const [axis, n] of extent.entries()) {
    const own = region.cells[axis] ?? { from: 0, to: 0 }
    const [size, stride, start] = [step.size[axis] ?? 1, step.stride[axis] ?? 1, step.start[axis] ?? 0]
    const from = Math.max(0, Math.ceil((own.from - start - size + 1) / stride - 1e-9))
    const to = Math.min(n - 1, Math.floor((own.to - start) / stride + 1e-9))
    if (to < from) return null
    cells.push({ from, to })
  }
  return { cells, withPadding: cells, exact: region.exact }
}

function add(regions: Map<string, Region>, id: string, region: Region): void {
  const before = regions.get(id)
  if (before === undefined) {
    regions.set(id, region)
    return
  }
  const unite = (a: readonly Range[], b: readonly Range[]): Range[] =>
    a.map(({ from, to }, axis) => ({
      from: Math.min(from, b[axis]?.from ?? from),
      to: Math.max(to, b[axis]?.to ?? to),
    }))
  regions.set(id, {
    cells: unite(before.cells, region.cells),
    withPadding: unite(before.withPadding, region.withPadding),
    exact: before.exact && region.exact,
  })
}

/** True if any padding beyond the edge is seen. */
export function seesPadding(region: Region): boolean {
  return region.withPadding.some(
    ({ from, to }, axis) => from < (region.cells[axis]?.from ?? 0) || to > (region.cells[axis]?.to ?? 0),
  )
}
