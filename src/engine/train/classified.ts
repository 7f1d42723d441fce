// Where a training compares classes, with the names that its data give them.

import { classLoss } from "../../graph/measure/readOff.ts"
import { placeName } from "../../graph/wire.ts"
import type { MadeData } from "../data/data.ts"
import type { Feed } from "../data/feeds.ts"
import type { Prepared } from "./prepared.ts"
import type { Classified } from "./report.ts"

/** The last loss over class indices on the way to the target, or null. */
export function classifiedBy(
  { analysis, nodes }: Prepared,
  feeds: readonly Feed[],
  data: MadeData | null,
): Classified | null {
  const found = classLoss(analysis, nodes)
  if (found === null) return null
  const { node, classes, scores, target } = found
  const field = feeds.find(({ input }) => input === target.node)?.field
  const names = field === undefined ? null : (data?.training.fields.get(field)?.classes ?? null)
  return { node, scores: placeName(scores), classes, names }
}
