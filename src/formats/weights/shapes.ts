// Pairs by shape, in order: what a network of other names left over goes to the first free place of its shape, a weight to a
// weight and a running mean to a running mean.

import { sameShape } from "../../tensor/tensor.ts"
import type { WeightTensor } from "./weightFile.ts"
import type { Pair, WeightPlace } from "./weightPlaces.ts"

export function pairByShape(places: readonly WeightPlace[], tensors: readonly WeightTensor[]): readonly Pair[] {
  const free = new Set(tensors)
  const open = new Set(places)
  const pairs: Pair[] = []
  // What is called alike first; then what a file calls by no name that is known, as `W1` or `kernel`.
  for (const alike of [sameRole, namelessRole]) {
    for (const place of open) {
      const tensor = [...free].find((one) => sameShape(one.shape, place.shape) && alike(place, one))
      if (tensor === undefined) continue
      pairs.push({ place, tensor })
      free.delete(tensor)
      open.delete(place)
    }
  }
  return pairs
}

const ROLE = /(?:^|_)(weight|bias|running_mean|running_var|num_batches_tracked)(?:_|$)/

/** What a param is, by the last part of its name. */
function roleOf(name: string): string | null {
  return ROLE.exec(name.slice(name.lastIndexOf(".") + 1))?.[1] ?? null
}

function sameRole({ stateName }: WeightPlace, { name }: WeightTensor): boolean {
  const role = roleOf(stateName)
  return role !== null && role === roleOf(name)
}

function namelessRole(place: WeightPlace, { name }: WeightTensor): boolean {
  // Running statistics are never guessed.
  return place.kind === "param" && (roleOf(name) === null || roleOf(place.stateName) === null)
}
