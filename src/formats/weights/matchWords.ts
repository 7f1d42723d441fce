// A match in words: what the command line prints before it writes, and what the page shows before it applies.

import { count } from "../../graph/problem.ts"
import { formatShape } from "../../tensor/tensor.ts"
import type { Verdict, WeightMatch, WeightRow } from "./matching.ts"

export const MATCH_HEADER = ["place", "shape", "how", "tensor of the file", "its shape", "note"] as const

/** What a verdict is called in a table. */
const VERDICTS: { readonly [verdict in Verdict]: string } = {
  name: "by name",
  shape: "by shape",
  "wrong shape": "wrong shape",
  unusable: "unusable",
  missing: "missing",
  "left over": "left over",
}

/** A row's words, one for each heading. */
export function matchCells({ place, tensor, verdict, note }: WeightRow): readonly string[] {
  return [
    place?.name ?? "",
    place === null ? "" : formatShape(place.shape),
    VERDICTS[verdict],
    tensor?.name ?? "",
    tensor === null ? "" : formatShape(tensor.shape),
    note,
  ]
}

/** `12 by name, 2 missing, 1 left over`. */
export function matchSummary({ rows, file }: WeightMatch): string {
  const parts = Object.entries(VERDICTS).flatMap(([verdict, words]) => {
    const many = rows.filter((row) => row.verdict === verdict).length
    return many === 0 ? [] : [`${count(many)} ${words}`]
  })
  const others = file.others === 0 ? [] : [`${count(file.others)} numbers of a run are no weights`]
  return [...parts, ...others].join(", ")
}
