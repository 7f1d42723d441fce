// Who came second: the winner of a maximum is taken out of the race, and the op is asked again.

import type { Source } from "../../graph/wire.ts"
import type { Factor } from "./terms/explanation.ts"
import { type Arrow, arrowsOf, derivativeRow, type LocalNode, replaced, tensorOn, withTensor } from "./terms/local.ts"
import { cellOn, cellWords } from "./terms/names.ts"

/** Numbers so far out that nothing loses to them. */
const OUT = 1e300
/** How many are named; fewer where asking is slow. */
const NAMED = 9
const NAMED_IN_LARGE = 4
const LARGE = 200_000

/** The cells that an output cell was chosen from, the winner first. */
export function runnersUp(local: LocalNode, source: Source, cell: number, which: "max" | "min"): readonly Factor[] {
  const found: Factor[] = []
  const seen = new Set<string>()
  let race: LocalNode | null = local
  const arrows = arrowsOf(local)
  const most = arrows.some((arrow) => tensorOn(local, arrow).data.length > LARGE) ? NAMED_IN_LARGE : NAMED
  while (race !== null && found.length < most) {
    const winner = winnerOf(race, arrows, source, cell)
    if (winner === null) break
    const { arrow, index } = winner
    const own = cellOn(local.node, arrow, index)
    const tensor = tensorOn(local, arrow)
    if (seen.has(`${arrow.name}[${arrow.index ?? 0}] ${index}`)) break
    seen.add(`${arrow.name}[${arrow.index ?? 0}] ${index}`)
    found.push({ words: cellWords(own.name, tensor.shape, index), number: tensor.data[index] ?? Number.NaN, cell: own })
    race = withTensor(race, arrow, replaced(tensorOn(race, arrow), index, which === "max" ? -OUT : OUT))
  }
  return found
}

function winnerOf(
  local: LocalNode,
  arrows: readonly Arrow[],
  source: Source,
  cell: number,
): { readonly arrow: Arrow; readonly index: number } | null {
  const row = derivativeRow(local, source.port, cell, source.index)
  for (const arrow of arrows) {
    // NaN elsewhere (0 · NaN) is no winner.
    const index = row(arrow)?.data.findIndex((d) => d !== 0 && !Number.isNaN(d)) ?? -1
    if (index >= 0) return { arrow, index }
  }
  return null
}
