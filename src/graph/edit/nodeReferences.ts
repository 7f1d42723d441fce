// Where a document's data, training and sweep name a node: kept true when a node is renamed, taken away with it.

import type { DataDocument, GradwireDocument, SweepDocument, SweepReadout, TrainingDocument } from "../document.ts"
import { takenIds, withField } from "./update.ts"

/** Another name for a node, the same one, or null if it is gone. */
type Change = (id: string) => string | null

/** First words of places that are no node's: `training.optimizer.lr`, `data.source.count`. */
const OWN_PLACES = /^(?:seed$|training\.|data\.)/

type Part = "data" | "training" | "sweep"

/** Says how a document is trained, on what, or what is swept; `undefined` takes it away. */
export function setPart<K extends Part>(
  document: GradwireDocument,
  part: K,
  value: GradwireDocument[K] | undefined,
): GradwireDocument {
  return withField(document, part, value)
}

/** Changes every node name in `data`, `training` and `sweep`. The same document comes back if none changes. */
export function mapPlanned(document: GradwireDocument, change: Change): GradwireDocument {
  const { data, training, sweep } = document
  if (data === undefined && training === undefined && sweep === undefined) return document
  const ids = takenIds(document)
  let next = document
  if (data !== undefined) next = withField(next, "data", mapData(data, change))
  if (training !== undefined) next = withField(next, "training", mapTraining(training, change, ids))
  if (sweep !== undefined) next = withField(next, "sweep", mapSweep(sweep, change, ids))
  return next
}

/**
 * The node at the start of a name and the rest, `["conv1", ".weight"]` for `conv1.weight`; null for a name of none. Ids
 * may hold dots, so the longest one that ends where the rest begins is meant.
 */
export function splitName(name: string, ids: ReadonlySet<string>): readonly [id: string, rest: string] | null {
  for (let end = name.length; end > 0; end--) {
    const next = name[end]
    if (next !== undefined && next !== "." && next !== ":") continue
    const id = name.slice(0, end)
    if (ids.has(id)) return [id, name.slice(end)]
  }
  return null
}

function mapData(data: DataDocument, change: Change): DataDocument {
  const feeds = mapKeys(data.feeds, change)
  return feeds === data.feeds ? data : { ...data, feeds }
}

function mapTraining(training: TrainingDocument, change: Change, ids: ReadonlySet<string>): TrainingDocument {
  const { multipliers } = training
  if (multipliers === undefined) return training
  return withField(
    training,
    "multipliers",
    mapKeys(multipliers, (name) => renamed(name, change, ids)),
  )
}

function mapSweep(sweep: SweepDocument, change: Change, ids: ReadonlySet<string>): SweepDocument {
  const set = mapList(sweep.set, (place) => (OWN_PLACES.test(place) ? place : renamed(place, change, ids)))
  const readouts = mapList(sweep.readouts, (readout) => mapReadout(readout, change, ids))
  return set === sweep.set && readouts === sweep.readouts ? sweep : { ...sweep, set, readouts }
}

function mapReadout(readout: SweepReadout, change: Change, ids: ReadonlySet<string>): SweepReadout | null {
  const { of } = readout
  if (of === undefined) return readout
  const space = of.indexOf(" ")
  const [word, name] = [of.slice(0, space + 1), of.slice(space + 1)]
  const ends = word === "wire " ? name.split(">") : [name]
  const next = ends.map((end) => renamed(end, change, ids))
  if (next.includes(null)) return null
  const written = word + next.join(">")
  return written === of ? readout : { ...readout, of: written }
}

function renamed(name: string, change: Change, ids: ReadonlySet<string>): string | null {
  const parts = splitName(name, ids)
  if (parts === null) return name
  const id = change(parts[0])
  return id === null ? null : id + parts[1]
}

function mapKeys<T>(
  object: { readonly [key: string]: T },
  change: (key: string) => string | null,
): { readonly [key: string]: T } {
  const entries = Object.entries(object)
  const next = mapList(entries, (entry) => {
    const key = change(entry[0])
    return key === entry[0] ? entry : key === null ? null : ([key, entry[1]] as [string, T])
  })
  return next === entries ? object : Object.fromEntries(next)
}

/** Each item changed, without those that become null; the same list if nothing changes. */
function mapList<T>(list: readonly T[], change: (item: T) => T | null): readonly T[] {
  let changed = false
  const next = list.flatMap((item) => {
    const kept = change(item)
    if (kept !== item) changed = true
    return kept === null ? [] : [kept]
  })
  return changed ? next : list
}
