// The lines of threads: from each cell to its row beside the chosen one, drawn from what the page shows.

import { useStore } from "@xyflow/react"
import { type RefObject, useLayoutEffect, useRef } from "react"
import type { Point } from "../../../graph/document.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { pointOf } from "./drawnCells.ts"
import type { Thread } from "./threads.ts"

/** Draws each thread from its cell to its row, and again when the view or the graph moves. */
export function useLines(list: RefObject<HTMLOListElement | null>, threads: readonly Thread[], result: ShownRun) {
  const lines = useRef(new Map<string, SVGPathElement[]>())
  const transform = useStore((state) => state.transform)
  const nodes = useFlow((state) => state.nodes)
  // Drawn again on these, though it reads the places from the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what moves is read from the page
  useLayoutEffect(() => {
    const draw = (): void => {
      const rows = [...(list.current?.children ?? [])]
      for (const [i, { key, cell }] of threads.entries()) {
        const [row, from] = [rows[i]?.getBoundingClientRect(), cell === null ? null : pointOf(result, cell)]
        // A row that has no room has no thread.
        const d =
          row === undefined || row.width === 0 || from === null ? "" : lineTo(from, row, lines.current.get(key)?.[0])
        const [line, hit] = lines.current.get(key) ?? []
        line?.setAttribute("d", d)
        hit?.setAttribute("d", line === undefined || d === "" ? "" : besideChips(line))
      }
    }
    draw()
    // The card takes its place, and pictures come, a moment later.
    const frame = requestAnimationFrame(() => requestAnimationFrame(draw))
    return () => cancelAnimationFrame(frame)
  }, [list, threads, result, transform, nodes])
  return (key: string, hit = false) =>
    (path: SVGPathElement | null): void => {
      const there = lines.current.get(key) ?? []
      if (path === null) lines.current.delete(key)
      else lines.current.set(key, hit ? [...there.slice(0, 1), path] : [path, ...there.slice(1)])
    }
}

/** In pixels of the drawing: from a cell to the nearer side of its row. */
function lineTo([x, y]: Point, row: DOMRect, path: SVGPathElement | undefined): string {
  const { left, top } = path?.ownerSVGElement?.getBoundingClientRect() ?? { left: 0, top: 0 }
  const onLeft = Math.abs(row.left - x) <= Math.abs(row.right - x)
  const [toX, toY] = [onLeft ? row.left : row.right, (row.top + row.bottom) / 2]
  const reach = Math.max(24, Math.abs(toX - x) / 2) * (onLeft ? -1 : 1)
  const at = (px: number, py: number): string => `${(px - left).toFixed(1)} ${(py - top).toFixed(1)}`
  return `M${at(x, y)} C${at(x - (toX > x ? -1 : 1) * Math.abs(reach), y)} ${at(toX + reach, toY)} ${at(toX, toY)}`
}

/** Points along a thread at which it is tried whether a chip lies there, and how far from one it still is on it, in pixels. */
const SAMPLES = 40
const NEAR = 8

/** The parts of a thread that a click may mean: a chip that it crosses has its own. */
function besideChips(line: SVGPathElement): string {
  const { left, top } = line.ownerSVGElement?.getBoundingClientRect() ?? { left: 0, top: 0 }
  const chips = [...document.querySelectorAll(".react-flow__viewport-portal [data-wire], [data-sum]")].map((chip) =>
    chip.getBoundingClientRect(),
  )
  const length = line.getTotalLength()
  let d = ""
  let pen = false
  for (let i = 0; i <= SAMPLES; i++) {
    const { x, y } = line.getPointAtLength((length * i) / SAMPLES)
    const free = !chips.some(
      (chip) =>
        x + left > chip.left - NEAR &&
        x + left < chip.right + NEAR &&
        y + top > chip.top - NEAR &&
        y + top < chip.bottom + NEAR,
    )
    if (free) d += `${pen ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`
    pen = free
  }
  return d
}
