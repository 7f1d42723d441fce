// Ways of wires round cards, found again where something has moved: of some at once, of very many off the page, which draws
// them directly until then.

import type { StoreApi } from "zustand"
import { askWays } from "../../../engine/layout/ask.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import type { Point } from "../../../graph/document.ts"
import { type Ways, waysAmong } from "../../../graph/drawing/ways.ts"
import type { Drawn } from "./drawn.ts"
import { haveMoved, waysBetween } from "./elements.ts"

/** With more wires than this finding their ways would hold the page up. */
const OFF_PAGE = 1_200

/** What stood where, and was wired how, when the ways of wires were last asked for. */
let routed: Pick<Drawn, "nodes" | "edges"> = { nodes: [], edges: [] }
let stop = (): void => {}

/** Finds the wires' ways again where something has moved since; answers whether. `onLater`: ways have come from off the page. */
export function reroute(analysis: Analysis, flow: StoreApi<Drawn>, onLater: () => void): boolean {
  const { nodes, edges, byId, ways } = flow.getState()
  if (edges === routed.edges && !haveMoved(routed.nodes, nodes)) return false
  forgetWays()
  routed = { nodes, edges }
  const question = waysBetween(analysis, byId)
  if (edges.length <= OFF_PAGE) {
    flow.setState({ ways: likeBefore(ways, waysAmong(question)) })
    return true
  }
  const asked = askWays(question)
  stop = asked.stop
  void asked.ways.then((found) => {
    if (found === null || routed.edges !== edges || routed.nodes !== nodes) return
    flow.setState({ ways: likeBefore(ways, found) })
    onLater()
  })
  return true
}

/** No canvas stands on them any more. */
export function forgetWays(): void {
  stop()
  stop = () => {}
  routed = { nodes: [], edges: [] }
}

/** A way that leads as before stays the same object: its wire is not drawn again. */
function likeBefore(old: Ways, fresh: Ways): Ways {
  return new Map([...fresh].map(([id, way]) => [id, sameWay(old.get(id), way) ?? way]))
}

function sameWay(old: readonly Point[] | undefined, way: readonly Point[]): readonly Point[] | null {
  const same = old?.length === way.length && old.every(([x, y], i) => x === way[i]?.[0] && y === way[i]?.[1])
  return same ? old : null
}
