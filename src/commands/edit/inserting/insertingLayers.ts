// Layers that were typed as the course's sheets name them, `CONV3-10, RELU, POOL2`: put in as nodes, one behind the other,
// where a search or the library puts nodes.

import { type Layer, readLayers } from "../../../formats/shorthand/shorthandLayers.ts"
import { primaryOutput } from "../../../graph/analysis/ports.ts"
import { shapeAt } from "../../../graph/analysis/shapes.ts"
import type { GradwireDocument, NodeDocument, Point } from "../../../graph/document.ts"
import { addNode, connect, newNodeId } from "../../../graph/edit/edit.ts"
import type { Problem } from "../../../graph/problem.ts"
import type { Sink, Source } from "../../../graph/wire.ts"
import { ops } from "../../../ops/registry.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useCamera } from "../../../state/camera.ts"
import { useDocument } from "../../../state/document.ts"
import { say } from "../../../state/messages.ts"
import { endOfSelection } from "./extending.ts"
import { reshaped } from "./reshaping.ts"
import { bring } from "./steppingAside.ts"

/** Where layers go: behind a source, before a sink, at a point. */
export interface LayersPlace {
  readonly source?: Source | undefined
  readonly sink?: Sink | undefined
  readonly at?: Point | undefined
}

/** From one card to the next. */
const STEP = 260

/** Layers as they were typed. */
export interface TypedLayers {
  readonly layers: readonly Layer[]
  /** What was taken where the text leaves it open. */
  readonly notes: readonly Problem[]
}

/** The layers that a text names, to stand behind a source or the selection; null if it names something else. */
export function typedLayers(text: string, source: Source | undefined = endOfSelection()): TypedLayers | null {
  const { analysis } = useAnalysis.getState()
  const shape = source === undefined ? null : shapeAt(analysis.nodes.get(source.node)?.outputs, source)
  const rank = shape?.length
  const read = readLayers(text, rank === 4 ? true : rank === 2 ? false : null)
  return "problem" in read ? null : read
}

/** Adds layers as one edit: at a point, else behind the source, else in the middle of the view. */
export function addLayers({ layers, notes }: TypedLayers, place: LayersPlace = { source: endOfSelection() }): void {
  const { document } = useDocument.getState()
  const [x, y] = place.at ?? startBehind(place.source)
  const [before] = layers
  const first = before === undefined ? undefined : ops.get(before.op)
  let next: GradwireDocument = first === undefined ? document : reshaped(document, place.source ?? null, first, "input")
  let last = place.source
  const ids: string[] = []
  for (const [index, { op, attrs }] of layers.entries()) {
    const id = newNodeId(next, op)
    const at: Point = [Math.round(x + index * STEP), Math.round(y)]
    const node: NodeDocument = { id, op, ...(attrs === undefined ? {} : { attrs }), at }
    next = addNode(next, node)
    if (last !== undefined) next = connect(next, last, { node: id, port: "input" })
    last = { node: id, port: outputOf(op) }
    ids.push(id)
  }
  if (last !== undefined && place.sink !== undefined) next = connect(next, last, place.sink)
  const title = ids.length === 1 ? `Add ${first?.title ?? ids[0]}` : `Add ${ids.length} layers`
  const way = place.source !== undefined && place.at === undefined ? "down" : undefined
  bring(title, { nodes: ids, way, select: ids.slice(-1) }, () => next)
  for (const { sentence } of notes) say(sentence)
}

function startBehind(source: Source | undefined): Point {
  const { camera, boxes } = useCamera.getState()
  const before = source === undefined ? undefined : boxes().get(source.node)
  if (before !== undefined) return [before.x + before.width + 128, before.y]
  const [cx, cy] = camera?.centre() ?? [0, 0]
  return [cx - 90, cy - 30]
}

function outputOf(kind: string): string {
  const op = ops.get(kind)
  const port = op === undefined ? null : primaryOutput(op)
  if (port === null) throw new Error(`the shorthand names "${kind}", which has no output`)
  return port
}
