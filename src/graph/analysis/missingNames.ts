// Names in a story that the graph does not have, or has no more.

import type { StoryFrame } from "../document.ts"
import { readStep } from "../step.ts"
import { readCell } from "../wire.ts"
import type { Analysis } from "./analysis.ts"

/** What a frame names and the graph does not have, each once. */
export function missingNames(
  { camera = [], lit = [], select = [], step }: StoryFrame,
  graph: Analysis,
): readonly string[] {
  const { document, wires } = graph
  const known = new Set([
    ...document.nodes.map(({ id }) => id),
    ...(document.groups ?? []).map(({ id }) => id),
    ...wires.map(({ id }) => id),
  ])
  const at = step === undefined ? null : (readStep(step)?.at ?? null)
  const named = new Set([...camera, ...lit, ...select, ...(at === null ? [] : [at])])
  return [...named].filter((name) => !known.has(name) && !hasPort(graph, readCell(name)?.place ?? name))
}

function hasPort({ nodes }: Analysis, name: string): boolean {
  const colon = name.lastIndexOf(":")
  const ports = colon < 0 ? undefined : nodes.get(name.slice(0, colon))?.op?.outputs
  return ports !== undefined && Object.hasOwn(ports, name.slice(colon + 1))
}
