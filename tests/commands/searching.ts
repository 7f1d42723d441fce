// A search over a small open document: what is found, in the order in which it is shown.

import { entriesFor, sectionsFor } from "../../src/commands/edit/searching/entries.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { open } from "../../src/state/document.ts"
import { useMessages } from "../../src/state/messages.ts"

/** The document. */
export const GRAPH: GradwireDocument = {
  gradwire: 1,
  title: "Given",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 3] }, at: [0, 0] },
    { id: "mu", op: "Mean", attrs: { dim: [0], keepdim: true }, inputs: { input: "x" }, at: [260, 0] },
    { id: "act", op: "ReLU", inputs: { input: "x" }, at: [260, 200] },
  ],
}

/** Opens the document, with nothing kept of earlier searches and no message. */
export function openGiven(): void {
  const kept = new Map<string, string>()
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    value: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
  })
  open(GRAPH)
  useMessages.setState({ messages: [] })
}

/** All that is found, in the order in which it is shown. */
export function found(query: string, entries = entriesFor({ kind: "everything" })): string[] {
  return sectionsFor(entries, query).flatMap(({ entries }) => entries.map(({ title }) => title))
}
