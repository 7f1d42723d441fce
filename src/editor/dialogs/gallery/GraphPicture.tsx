// A graph in small: a bar in its category's colour for each card, a dot for each symbol, a curve for each wire.

import { type GradwireDocument, type NodeDocument, type Point, readNodes } from "../../../graph/document.ts"
import { ops } from "../../../ops/registry.ts"
import styles from "./GalleryPanel.module.css"

const FRAME: Point = [208, 104]
const MARGIN = 8
/** Sizes of a card and of a symbol on the canvas, about. */
const CARD: Point = [160, 60]
const SYMBOL: Point = [56, 40]
/** A picture of few nodes is not blown up beyond this. */
const LARGEST = 0.42

interface Box {
  readonly id: string
  readonly shelf: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function GraphPicture({ document }: { readonly document: GradwireDocument | undefined }) {
  const nodes = document === undefined ? [] : readNodes(document)
  const boxes = fitted(nodes.map(boxOf))
  const byId = new Map(boxes.map((box) => [box.id, box]))
  return (
    <svg className={styles.graph} viewBox={`0 0 ${FRAME[0]} ${FRAME[1]}`} aria-hidden="true">
      {nodes.flatMap((node) =>
        sourcesOf(node).map(({ port, source }) => {
          const from = byId.get(source)
          const to = byId.get(node.id)
          if (from === undefined || to === undefined) return null
          return <path key={`${node.id} ${port}`} className={styles.wire} d={curve(from, to)} />
        }),
      )}
      {boxes.map((box) => (
        <g key={box.id} data-shelf={box.shelf}>
          <rect className={styles.box} x={box.x} y={box.y} width={box.width} height={box.height} rx={2.5} />
          <rect className={styles.stripe} x={box.x} y={box.y} width={3} height={box.height} rx={1.5} />
        </g>
      ))}
    </svg>
  )
}

function boxOf({ id, op, at }: NodeDocument): Box {
  const definition = ops.get(op)
  const [width, height] = definition?.symbol === undefined ? CARD : SYMBOL
  return { id, shelf: definition?.shelf ?? "unknown", x: at?.[0] ?? 0, y: at?.[1] ?? 0, width, height }
}

/** Moved and scaled into the frame. */
function fitted(boxes: readonly Box[]): readonly Box[] {
  const left = Math.min(...boxes.map(({ x }) => x))
  const top = Math.min(...boxes.map(({ y }) => y))
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - left
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - top
  const scale = Math.min((FRAME[0] - 2 * MARGIN) / width, (FRAME[1] - 2 * MARGIN) / height, LARGEST)
  const x0 = (FRAME[0] - width * scale) / 2
  const y0 = (FRAME[1] - height * scale) / 2
  return boxes.map((box) => ({
    ...box,
    x: x0 + (box.x - left) * scale,
    y: y0 + (box.y - top) * scale,
    width: Math.max(7, box.width * scale),
    height: Math.max(5, box.height * scale),
  }))
}

function sourcesOf({ inputs = {} }: NodeDocument): readonly { readonly port: string; readonly source: string }[] {
  return Object.entries(inputs).flatMap(([port, value]) =>
    [value]
      .flat()
      .flatMap((text, i) => (text === null ? [] : { port: `${port}[${i}]`, source: text.split(":")[0] ?? "" })),
  )
}

function curve(from: Box, to: Box): string {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2]
  const [x2, y2] = [to.x, to.y + to.height / 2]
  if (x2 < x1) {
    const lane = (y1 + y2) / 2
    return `M${x1} ${y1}C${x1 + 11} ${y1} ${x1 + 11} ${lane} ${x1} ${lane}H${x2}C${x2 - 11} ${lane} ${x2 - 11} ${y2} ${x2} ${y2}`
  }
  const reach = Math.min(28, Math.max(8, (x2 - x1) / 2))
  return `M${x1} ${y1}C${x1 + reach} ${y1} ${x2 - reach} ${y2} ${x2} ${y2}`
}
