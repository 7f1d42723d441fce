// The lines of threads: from each cell to its row beside the chosen one, drawn from what the page shows.

import { useStore } from "@xyflow/react"
import { type RefObject, useLayoutEffect, useRef } from "react"
import type { Point } from "../../../graph/document.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { type Rect, screenRect } from "../tools/barPlace.ts"
import { takenBy } from "../tools/taken.ts"
import { leavingsOf } from "./drawnCells.ts"
import { fieldTo, grown } from "./field.ts"
import type { Thread } from "./threads.ts"
import { type Leaving, partsBeside, pointsAlong, sideBySide, type Way, wayTo } from "./ways.ts"

/** Draws each thread from its cell to its row, and again when the view or the graph moves. */
export function useLines(list: RefObject<HTMLOListElement | null>, threads: readonly Thread[], result: ShownRun) {
  const lines = useRef(new Map<string, SVGPathElement[]>())
  const transform = useStore((state) => state.transform)
  const nodes = useFlow((state) => state.nodes)
  const chips = useFlow((state) => state.chips)
  const sums = useFlow((state) => state.sums)
  // Drawn again on these, though it reads the places from the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what moves is read from the page
  useLayoutEffect(() => {
    const draw = (): void => {
      const paths = list.current === null ? [] : pathsOf(list.current, threads, result, transform)
      for (const [i, { key }] of threads.entries()) {
        const [line, hit] = lines.current.get(key) ?? []
        line?.setAttribute("d", paths[i]?.line ?? "")
        hit?.setAttribute("d", paths[i]?.hit ?? "")
      }
    }
    draw()
    // The card takes its place, and pictures come, a moment later.
    const frame = requestAnimationFrame(() => requestAnimationFrame(draw))
    return () => cancelAnimationFrame(frame)
  }, [list, threads, result, transform, nodes, chips, sums])
  return (key: string, hit = false) =>
    (path: SVGPathElement | null): void => {
      const there = lines.current.get(key) ?? []
      if (path === null) lines.current.delete(key)
      else lines.current.set(key, hit ? [...there.slice(0, 1), path] : [path, ...there.slice(1)])
    }
}

/** What is drawn of a thread, and where a click means it. */
interface Paths {
  readonly line: string
  readonly hit: string
}

/** How far from a word or a card a click still means that and not a thread, in pixels. */
const NEAR = 6

/** In pixels of the canvas, for each thread; null for one that is not drawn, or whose row has no room. */
function pathsOf(
  list: HTMLOListElement,
  threads: readonly Thread[],
  result: ShownRun,
  transform: readonly [number, number, number],
): readonly (Paths | null)[] {
  const canvas = list.closest(".react-flow")
  const section = list.closest("section")
  if (canvas === null || section === null) return []
  const { left, top, width, height } = canvas.getBoundingClientRect()
  const here = ([x, y]: Point): Point => [x - left, y - top]
  const boxIn = (element: Element): Rect => {
    const rect = element.getBoundingClientRect()
    return { x: rect.x - left, y: rect.y - top, width: rect.width, height: rect.height }
  }
  const rows = [...list.children].map(boxIn).filter((row) => row.width > 0)
  const heights = rows.map((row) => row.y + row.height / 2)
  const arriving = { card: boxIn(section), rows: [Math.min(...heights), Math.max(...heights)] } as const
  const taken = takenBy(useFlow.getState()).map((box) => screenRect(box, transform))
  const bars = [...document.querySelectorAll("main [data-overlay], main [data-selection-bar]")].map(boxIn)
  const field = fieldTo(arriving, [...taken, ...bars], { x: 0, y: 0, width, height })
  const found = threads.map(({ cell }, i): Way | null => {
    const row = heights[i]
    const leavings = cell === null || row === undefined ? [] : leavingsOf(result, cell)
    const moved = leavings.map(({ at, before }): Leaving => ({ at: here(at), before: before.map(here) }))
    return row === undefined || moved.length === 0 ? null : wayTo(field, moved, arriving, row)
  })
  const drawn = sideBySide(found.flatMap((way) => way ?? []))
  let next = 0
  return found.map((way) => (way === null ? null : pathsAlong(drawn[next++] ?? way, taken)))
}

function pathsAlong({ own, corners }: Way, taken: readonly Rect[]): Paths {
  const points = pointsAlong(corners)
  const first = own.length === 0 ? "" : pathText([[...own, ...points.slice(0, 1)]])
  return {
    line: `${first}${pathText(partsBeside(points, taken))}`,
    hit: pathText(
      partsBeside(
        points,
        taken.map((box) => grown(box, NEAR)),
      ),
    ),
  }
}

function pathText(parts: readonly (readonly Point[])[]): string {
  return parts.map((part) => `M${part.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`).join("")
}
