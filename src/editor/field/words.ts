// How fields and regions are said. Rows and columns count from 0, as addresses of cells do everywhere.

import type { ReceptiveField } from "../../graph/measure/receptive.ts"
import { type Range, type Region, seesPadding } from "../../graph/measure/regions.ts"

/** `rows 3–10, columns 5–12`; `all of it` where the region is the whole map because no window is known. */
export function regionWords({ cells, exact }: Region, extent: readonly number[]): string {
  const whole = cells.every(({ from, to }, axis) => from === 0 && to === (extent[axis] ?? 0) - 1)
  if (cells.length === 0 || (whole && !exact)) return "all of it"
  const names =
    cells.length === 1 ? ["place"] : cells.length === 2 ? ["row", "column"] : cells.map((_, i) => `axis ${i}`)
  return cells.map((range, axis) => rangeWords(names[axis] ?? "", range)).join(", ")
}

function rangeWords(name: string, { from, to }: Range): string {
  return from === to ? `${name} ${from}` : `${name}s ${from}–${to}`
}

/** `and padding above and to the left`; empty where none is seen. */
export function paddingWords(region: Region): string {
  if (!seesPadding(region)) return ""
  const names = region.cells.length === 1 ? [["before", "after"]] : SIDES
  const sides = region.withPadding.flatMap(({ from, to }, axis) => {
    const own = region.cells[axis] ?? { from: 0, to: 0 }
    const [before = "before", after = "after"] = names[axis] ?? []
    return [from < own.from ? before : "", to > own.to ? after : ""].filter((side) => side !== "")
  })
  const last = sides.pop() ?? ""
  return `and padding ${sides.length === 0 ? last : `${sides.join(", ")} and ${last}`}`
}

const SIDES = [
  ["above", "below"],
  ["to the left", "to the right"],
]

/** What any cell of a map sees: size, jump, and how sure that is. */
export function fieldWords({ size, jump, status }: ReceptiveField): string {
  switch (status) {
    case "exact":
      return `${size.join("×")} cells of the input, jump ${jumps(jump)}; exact`
    case "upper-bound":
      return `at most ${size.join("×")} cells of the input, jump ${jumps(jump)}; an upper bound: some cells see less`
    case "global":
      return "everything: a layer on the way mixes all places"
    case "undefined":
      return "not defined: a layer on the way moves places about, so cells do not see windows"
  }
}

function jumps(each: readonly number[]): string {
  return each.every((n) => n === each[0]) ? String(each[0] ?? 1) : each.join("×")
}
