// Adding a block from the library: behind the selected node and wired to it, else into the middle of the view.

import { type Inserted, insertBlock } from "../graph/blocks/insert.ts"
import { blocks } from "../graph/blocks/registry.ts"
import { type GradwireDocument, type Point, readNodes } from "../graph/document.ts"
import { primaryOutput } from "../graph/ports.ts"
import type { Problem } from "../graph/problem.ts"
import type { Source } from "../graph/wire.ts"
import { useAnalysis } from "../state/analysis.ts"
import { type NodeBox, useCamera } from "../state/camera.ts"
import { edit, useDocument } from "../state/document.ts"
import { warn } from "../state/messages.ts"
import { useSession } from "../state/session.ts"

const CARD = { width: 200, height: 80 }
const GAP = 72

/** Adds a block with its default settings: its upper left corner at a point, else behind the selected node. */
export function addBlock(kind: string, corner?: Point): void {
  const title = blocks.get(kind)?.title ?? kind
  const source = corner === undefined ? selectedOutput() : undefined
  const { document } = useDocument.getState()
  const draw = (at: Point): Inserted | Problem => insertBlock(document, kind, {}, at, { source })
  const tried = draw([0, 0])
  if ("sentence" in tried) {
    warn(tried.sentence)
    return
  }
  const made = draw(placeFor(sizeOfBlock(tried.document, tried.nodes), source, corner))
  if ("sentence" in made) return
  edit(`Add ${title}`, () => made.document, { select: { nodes: made.nodes, wires: [] } })
  if (corner === undefined) useCamera.getState().camera?.reveal(made.output.node)
}

function selectedOutput(): Source | undefined {
  const { nodes } = useSession.getState()
  const [id] = nodes
  const op = nodes.length === 1 && id !== undefined ? useAnalysis.getState().analysis.nodes.get(id)?.op : null
  const port = op ? primaryOutput(op) : null
  if (op === null || op === undefined || id === undefined || port === null) return undefined
  return op.outputs[port]?.list === true ? { node: id, port, index: 0 } : { node: id, port }
}

interface Size {
  readonly width: number
  readonly height: number
}

function sizeOfBlock(document: GradwireDocument, ids: readonly string[]): Size {
  const wanted = new Set(ids)
  const places = readNodes(document).flatMap(({ id, at }) => (wanted.has(id) && at ? [at] : []))
  const [right, under] = [Math.max(...places.map(([x]) => x)), Math.max(...places.map(([, y]) => y))]
  return { width: right + CARD.width, height: under + CARD.height }
}

function placeFor(size: Size, source: Source | undefined, corner: Point | undefined): Point {
  if (corner !== undefined) return [Math.round(corner[0]), Math.round(corner[1])]
  const { camera, boxes } = useCamera.getState()
  const there = [...boxes().values()]
  const before = source === undefined ? undefined : boxes().get(source.node)
  const [cx, cy] = camera?.centre() ?? [0, 0]
  const [x, y] =
    before === undefined
      ? [cx - size.width / 2, cy - size.height / 2]
      : [before.x + before.width + GAP, before.y + before.height / 2 - size.height / 2]
  return [Math.round(x), Math.round(belowOthers(x, y, size, there))]
}

/** The given height, or the first one below it where the block covers nothing. */
function belowOthers(x: number, y: number, { width, height }: Size, taken: readonly NodeBox[]): number {
  const near = taken.filter((box) => x < box.x + box.width + GAP / 2 && box.x < x + width + GAP / 2)
  let top = y
  for (const box of [...near].sort((a, b) => a.y - b.y)) {
    if (top < box.y + box.height + GAP / 2 && box.y < top + height + GAP / 2) top = box.y + box.height + GAP / 2
  }
  return top
}
