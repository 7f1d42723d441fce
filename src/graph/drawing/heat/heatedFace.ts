// The face of a card under an overlay: its number stands where settings and parameters do. Nothing else of it changes, least of
// all its size.

import type { Amount } from "../../measure/overlay/words.ts"
import type { Face } from "../face.ts"

const known = new WeakMap<Face, Face>()

/** The same object for the same face and words; the face itself where there is nothing to say. */
export function heatedFace(face: Face, amount: Amount | null | undefined): Face {
  if (amount == null) return face
  const before = known.get(face)
  if (before?.amount?.long === amount.long && before.amount.short === amount.short) return before
  const heated: Face = { ...face, footer: "", formula: "", amount }
  known.set(face, heated)
  return heated
}
