// What a search offers of layers that are typed into it, `CONV3-10` or several with commas between.

import type { Search } from "../../../state/search.ts"
import { mayRun } from "../../allowed.ts"
import { commandNamed } from "../../registry.ts"
import { addLayers, type LayersPlace, type TypedLayers, typedLayers } from "../inserting/insertingLayers.ts"
import type { SearchEntry } from "./entry.ts"

/** The line for what is typed, where it names layers and a node may be added. */
export function typedEntries(search: Search, query: string): readonly SearchEntry[] {
  const insert = search.kind === "everything" || search.kind === "insert"
  if (!insert || !mayRun(commandNamed("edit.insert"))) return []
  const place = placeFor(search)
  const typed = typedLayers(query, ...(place === null ? [] : [place.source]))
  return typed === null ? [] : [entryFor(query, typed, place)]
}

/** Null: behind the selection, as the library adds. */
function placeFor(search: Search): LayersPlace | null {
  if (search.kind !== "insert" || (search.at === null && search.end === undefined && search.wire === undefined))
    return null
  const { at, end, wire } = search
  const source = wire?.from ?? (end?.kind === "source" ? end.place : undefined)
  const sink = wire?.to ?? (end?.kind === "sink" ? end.place : undefined)
  return { source, sink, at: at ?? undefined }
}

function entryFor(query: string, typed: TypedLayers, place: LayersPlace | null): SearchEntry {
  const { layers, notes } = typed
  return {
    id: "typed layers",
    section: "As typed",
    kind: query,
    shelf: "layer",
    title: query.trim(),
    summary: "",
    keywords: [],
    detail: [layers.map(({ op }) => op).join(", "), ...notes.map(({ sentence }) => sentence)].join(". "),
    icon: "type",
    run: () => (place === null ? addLayers(typed) : addLayers(typed, place)),
  }
}
