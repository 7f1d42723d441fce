// Adding a block from the library: behind what is selected and wired to it where it fits, else into the middle of the view.

import { analyze } from "../../../graph/analysis/analyze.ts"
import { isUnfinished } from "../../../graph/analysis/unfinished.ts"
import { type Inserted, insertBlock } from "../../../graph/blocks/insert.ts"
import { blocks } from "../../../graph/blocks/registry.ts"
import { type GradwireDocument, type Point, readNodes } from "../../../graph/document.ts"
import type { Problem } from "../../../graph/problem.ts"
import type { Source } from "../../../graph/wire.ts"
import { ops } from "../../../ops/registry.ts"
import { useCamera } from "../../../state/camera.ts"
import { useDocument } from "../../../state/document.ts"
import { say, warn } from "../../../state/messages.ts"
import { noteUse } from "../../../state/search.ts"
import { endOfSelection } from "./extending.ts"
import { bring } from "./steppingAside.ts"

const CARD = { width: 200, height: 80 }
const GAP = 72

/** Adds a block with its default settings: its upper left corner at a point, else behind what is selected. */
export function addBlock(kind: string, corner?: Point): void {
  const title = blocks.get(kind)?.title ?? kind
  noteUse(`block ${kind}`)
  const wanted = corner === undefined ? endOfSelection() : undefined
  const { document } = useDocument.getState()
  const behind = wanted === undefined ? null : insertBlock(document, kind, {}, [0, 0], { source: wanted })
  const source = behind === null || "sentence" in behind || fits(behind) ? wanted : undefined
  const draw = (at: Point): Inserted | Problem => insertBlock(document, kind, {}, at, { source })
  const tried = draw([0, 0])
  if ("sentence" in tried) {
    warn(tried.sentence)
    return
  }
  const made = draw(placeFor(sizeOfBlock(tried.document, tried.nodes), wanted, corner))
  if ("sentence" in made) return
  bring(`Add ${title}`, { nodes: made.nodes, way: wanted === undefined ? undefined : "down" }, () => made.document)
  if (wanted !== undefined && source === undefined) say(`${title} does not take what ${wanted.node} gives: not wired.`)
}

/** Whether the block works with what is wired into it. */
function fits(made: Inserted): boolean {
  const { nodes } = analyze(made.document, ops)
  const wrong = made.nodes.flatMap((id) => nodes.get(id)?.problems ?? [])
  return wrong.every((problem) => problem.severity === "warning" || isUnfinished(problem))
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
  const before = source === undefined ? undefined : boxes().get(source.node)
  const [cx, cy] = camera?.centre() ?? [0, 0]
  const [x, y] =
    before === undefined
      ? [cx - size.width / 2, cy - size.height / 2]
      : [before.x + before.width + GAP, before.y + before.height / 2 - size.height / 2]
  return [Math.round(x), Math.round(y)]
}
