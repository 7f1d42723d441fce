// Pairs by name: as it is written, then without what stands before every name of a file (`module.`, `model.`), then by its
// letters and digits alone (`block/conv` is `block_conv` where names may hold no slash).

import type { WeightTensor } from "./weightFile.ts"
import type { Pair, WeightPlace } from "./weightPlaces.ts"

/** A way to read names; tried in order, each on what the ones before have left. */
type Reading = (name: string) => string

/** Each tensor goes to at most one place. A name that two places or two tensors would have in a reading pairs nothing there. */
export function pairByName(places: readonly WeightPlace[], tensors: readonly WeightTensor[]): readonly Pair[] {
  const before = commonPrefix(tensors.map(({ name }) => name))
  const ours = commonPrefix(places.map(({ stateName }) => stateName))
  const bare: Reading = (name) => (name.startsWith(before) ? name.slice(before.length) : name)
  const inner: Reading = (name) => (name.startsWith(ours) ? name.slice(ours.length) : name)
  const same: Reading = (name) => name
  const readings: readonly (readonly [ofTensor: Reading, ofPlace: Reading])[] = [
    [same, same],
    [bare, same],
    [same, inner],
    [bare, inner],
    [plain, plain],
    [(name) => plain(bare(name)), plain],
    [(name) => plain(bare(name)), (name) => plain(inner(name))],
  ]
  const pairs: Pair[] = []
  const left = { places: new Set(places), tensors: new Set(tensors) }
  for (const [ofTensor, ofPlace] of readings) {
    const found = only([...left.tensors], ({ name }) => [ofTensor(name)])
    const wanted = only([...left.places], ({ name, stateName }) => [ofPlace(name), ofPlace(stateName)])
    for (const [name, place] of wanted) {
      const tensor = found.get(name)
      if (tensor === undefined || !left.places.has(place)) continue
      pairs.push({ place, tensor })
      left.places.delete(place)
      left.tensors.delete(tensor)
      found.delete(name)
    }
  }
  return pairs
}

/** What has a name alone. */
function only<T>(things: readonly T[], namesOf: (thing: T) => readonly string[]): Map<string, T> {
  const owners = new Map<string, Set<T>>()
  for (const thing of things) {
    for (const name of namesOf(thing)) owners.set(name, (owners.get(name) ?? new Set()).add(thing))
  }
  return new Map(
    [...owners].flatMap(([name, [first, ...others]]) =>
      first === undefined || others.length > 0 ? [] : [[name, first] as const],
    ),
  )
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, "_")
}

/** The parts, each with its dot, that all names begin with: `module.`; the last part of a name is never among them. */
function commonPrefix(names: readonly string[]): string {
  const [first = ""] = names
  const parts = first.split(".").slice(0, -1)
  for (let count = parts.length; count > 0; count--) {
    const prefix = `${parts.slice(0, count).join(".")}.`
    if (names.every((name) => name.startsWith(prefix))) return prefix
  }
  return ""
}
