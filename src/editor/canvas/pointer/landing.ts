// Where something that is dragged would land: on a wire, if it can stand there.

import { mayStandOn } from "../../../commands/edit/inserting/insertingWired.ts"
import { shapeAt } from "../../../graph/analysis/shapes.ts"
import { wayThrough } from "../../../graph/edit/opsThatFit.ts"
import type { Wire } from "../../../graph/wire.ts"
import { ops } from "../../../ops/registry.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useLanding } from "../flow/landing.ts"

/** The wire that a dragged node would be put on. */
export function landNode(node: string, clientX: number, clientY: number): void {
  const wire = wireAt(clientX, clientY)
  land(wire !== undefined && mayStandOn(node, wire) ? wire : undefined)
}

/** The wire that a dragged op of the library would be put on. */
export function landOp(kind: string | null, clientX: number, clientY: number): void {
  const wire = wireAt(clientX, clientY)
  const op = kind === null ? undefined : ops.get(kind)
  const shape = wire && shapeAt(useAnalysis.getState().analysis.nodes.get(wire.from.node)?.outputs, wire.from)
  land(wire !== undefined && op !== undefined && wayThrough(op, shape ?? null) !== null ? wire : undefined)
}

/** Takes the wire that was landed on, once. */
export function takeLanding(): Wire | undefined {
  const { wire } = useLanding.getState()
  land(undefined)
  return wire === null ? undefined : useAnalysis.getState().analysis.wires.find(({ id }) => id === wire)
}

function land(wire: Wire | undefined): void {
  const id = wire?.id ?? null
  if (useLanding.getState().wire !== id) useLanding.setState({ wire: id })
}

function wireAt(x: number, y: number): Wire | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const id = element.closest("[data-wire]")?.getAttribute("data-wire") ?? edgeId(element)
    if (id !== null) return useAnalysis.getState().analysis.wires.find((wire) => wire.id === id)
  }
  return undefined
}

function edgeId(element: Element): string | null {
  return element.closest(".react-flow__edge")?.getAttribute("data-id") ?? null
}
