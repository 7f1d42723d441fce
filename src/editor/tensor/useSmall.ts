import { useRef } from "react"
import type { Reading } from "../../state/run/numbers.ts"
import type { Thumbnail } from "../../tensor/summary/thumbnail.ts"
import { type Shape, sameShape } from "../../tensor/tensor.ts"
import { useReading } from "../parts/useReading.ts"

/** The numbers of a small picture: the same object while they are the same, so that a run draws only what it has changed. */
export function useSmall(reading: Reading<Thumbnail> | null): Thumbnail | undefined {
  const small = useReading(reading).is
  const drawn = useRef<Thumbnail | undefined>(undefined)
  const same = small !== undefined && drawn.current !== undefined && sameThumbnail(drawn.current, small)
  if (!same) drawn.current = small
  return drawn.current
}

/** A shape: the same object while it is the same. */
export function useSameShape(shape: Shape | undefined): Shape | undefined {
  const before = useRef(shape)
  const same = shape !== undefined && before.current !== undefined && sameShape(before.current, shape)
  if (!same) before.current = shape
  return before.current
}

/** True if two small pictures are of the same shape and hold the same numbers; NaN is like no number. */
function sameThumbnail(a: Thumbnail, b: Thumbnail): boolean {
  if (a.min !== b.min || a.max !== b.max || !sameShape(a.planes.shape, b.planes.shape)) return false
  const [mine, theirs] = [a.planes.data, b.planes.data]
  for (let i = 0; i < mine.length; i++) if (mine[i] !== theirs[i]) return false
  return true
}
