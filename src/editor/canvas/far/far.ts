// Far out, where a card is only a block of its hue, big graphs are drawn on one canvas (FarLayer.tsx): a thousand mounted
// elements cannot follow a hand. React Flow still knows every node, so dragging, connecting and selecting stay its own
// business, but it mounts only what somebody may take hold of: what is pointed at, and the selection. Very many wires are
// painted at any zoom: thousands may run through one place, and no elements of theirs could be mounted in time. This folder
// paints and says what is under the pointer; what there is to draw it is told.

import type { useStoreApi } from "@xyflow/react"
import { useMemo } from "react"
import { create } from "zustand"
import { type Pointed, useSession } from "../../../state/session.ts"
import type { FlowEdge, FlowNode } from "../flow/elements.ts"
import { extent } from "../flow/extent.ts"

/** From this many nodes on, only what is in view is mounted, and far out nothing is. */
export const MANY = 150
/** Below this zoom; there level of detail shows blocks anyway. */
export const FAR_ZOOM = 0.3
/** More wires than this are painted, at any zoom. */
export const MOST_MOUNTED_WIRES = 1_000
/** Of a bigger selection only the first are mounted: one is enough to drag them all. */
const MOST_AWAKE = 30

interface FarState {
  /** What is under the pointer, found by farHit.ts: nothing is mounted there that could say so. */
  readonly pointed: Pointed
}

export const useFar = create<FarState>()(() => ({ pointed: null }))

export interface Elements {
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
}

const NONE: readonly string[] = []
const NO_EDGES: readonly FlowEdge[] = []

/** What is painted rather than mounted. */
export type Painted = "nothing" | "wires" | "all"

/** What React Flow is given: everything; of what is painted, only what is awake. */
export function useAwake({ nodes, edges }: Elements, painted: Painted): Elements {
  const some = painted !== "nothing"
  const pointed = useFar((state) => (some ? state.pointed : null))
  const chosen = useSession((state) => (painted === "all" ? state.nodes : NONE))
  const cut = useSession((state) => (some ? state.wires : NONE))
  return useMemo(() => {
    if (painted === "nothing") return { nodes, edges }
    const awake = new Set(chosen.slice(0, MOST_AWAKE))
    const wires = new Set(cut.slice(0, MOST_AWAKE))
    if (pointed !== null && "node" in pointed) awake.add(pointed.node)
    if (pointed !== null && "wire" in pointed) wires.add(pointed.wire)
    return {
      nodes: painted === "wires" ? nodes : nodes.map((node) => (awake.has(node.id) ? node : asleep(node))),
      edges: wires.size === 0 ? NO_EDGES : edges.filter(({ id }) => wires.has(id)),
    }
  }, [nodes, edges, painted, pointed, chosen, cut])
}

/**
 * Hides all of a big graph at the moment that the view gets far: React Flow hears of hidden nodes one effect after it has
 * mounted whatever the new view holds, which may be thousands. Answers how to stop.
 */
export function sleepWhenFar(store: ReturnType<typeof useStoreApi>, nodes: () => readonly FlowNode[]): () => void {
  return store.subscribe(({ transform, setNodes }, before) => {
    const fell = transform[2] < FAR_ZOOM && before.transform[2] >= FAR_ZOOM
    if (fell && nodes().length > MANY) setNodes(nodes().map(asleep))
  })
}

const sleeping = new WeakMap<FlowNode, FlowNode>()

/** The same hidden twin for the same node, so that React Flow takes up only what changed. */
function asleep(node: FlowNode): FlowNode {
  const twin = sleeping.get(node) ?? { ...node, hidden: true }
  sleeping.set(node, twin)
  return twin
}

/** The closest that one may look. */
export const MOST_ZOOM = 3

/** The zoom at which everything is in view with room to spare, in powers of 2; 0.08 for graphs of a usual size. */
export function leastZoom(nodes: readonly FlowNode[], width: number, height: number): number {
  const { x, y, right, bottom } = extent(nodes)
  const fit = Math.min(width / Math.max(1, right - x), height / Math.max(1, bottom - y))
  return fit > 0 ? Math.min(0.08, 2 ** Math.floor(Math.log2(fit * 0.7))) : 0.08
}
