// A graph that was fitted is fitted again where its cards grow by themselves and push others away: pictures that appear,
// settings that change. What a hand moves, or puts on the canvas, leaves the view as it is.

import type { useReactFlow, useStoreApi } from "@xyflow/react"
import type { Drawn } from "../flow/drawn.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { GLIDE, isFitted, showAll } from "./showing.ts"

/** Answers how to stop. */
export function refitGrown(flow: ReturnType<typeof useReactFlow>, store: ReturnType<typeof useStoreApi>): () => void {
  let asked = 0
  const leave = useFlow.subscribe((drawn, before) => {
    if (asked !== 0 || !isResized(drawn, before)) return
    const canvas = store.getState()
    if (canvas.width === 0 || canvas.height === 0 || !isFitted(flow, canvas, before)) return
    // What was pushed away, and the ways of wires, have their places by then.
    asked = requestAnimationFrame(() => {
      asked = 0
      showAll(flow, store.getState(), GLIDE)
    })
  })
  return () => {
    cancelAnimationFrame(asked)
    leave()
  }
}

/** The same cards, some of another size, or the same at the same places with other ways of wires. */
function isResized({ nodes, ways }: Drawn, before: Drawn): boolean {
  if (nodes === before.nodes) return ways !== before.ways
  if (nodes.length !== before.nodes.length || nodes.some(({ dragging }) => dragging)) return false
  let resized = false
  for (const { id, data } of nodes) {
    const face = before.byId.get(id)?.data.face
    if (face === undefined) return false
    if (face.width !== data.face.width || face.height !== data.face.height) resized = true
  }
  return resized
}
