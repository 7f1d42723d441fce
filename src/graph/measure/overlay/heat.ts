// The heat of each card: its number, where that lies on the scale of all that are drawn, and how it is said.

import type { GroupCard } from "../../edit/fold.ts"
import { type HeatName, JOINING, joinParts, numberOf, type Part, type Parts } from "./parts.ts"
import { placeOn, type Scale, scaleOf } from "./scale.ts"
import { type Amount, amountOf, OVERLAY_TITLES, writeExact, writeShare } from "./words.ts"

/** What lies over a card. */
export interface CardHeat {
  /** Between 0 and 1; null where there is no number, which is not 0. */
  readonly at: number | null
  /** What stands on the card; null without a number. */
  readonly amount: Amount | null
  /** The whole number, and of what it is. */
  readonly words: string
}

/** An overlay over all that is drawn. */
export interface Heat {
  readonly name: HeatName
  /** By the id of what is drawn: a node's or a group's card. */
  readonly cards: ReadonlyMap<string, CardHeat>
  /** Null where no number is above 0. */
  readonly scale: Scale | null
  /** Whether some number is 0, and whether some card has none. */
  readonly zeros: boolean
  readonly missing: boolean
}

/** Over the nodes of these ids and these cards of groups. */
export function heatOf(
  name: HeatName,
  parts: Parts,
  shown: readonly string[],
  groups: readonly Pick<GroupCard, "id" | "members">[],
): Heat {
  const drawn = [
    ...shown.map((id) => ({ id, ...together(parts, [id]) })),
    ...groups.map(({ id, members }) => ({ id, ...together(parts, members) })),
  ]
  const numbers = drawn.flatMap(({ part }) => (part === null ? [] : [numberOf(name, part)]))
  const scale = scaleOf(name, numbers)
  const whole = joinParts(parts.values())
  const cards = drawn.map(({ id, part, without, members }): [string, CardHeat] => {
    const words = wordsOf(name, { part, without, members }, whole)
    if (part === null) return [id, { at: null, amount: null, words }]
    const x = numberOf(name, part)
    return [id, { at: scale === null ? 0 : placeOn(scale, x), amount: amountOf(name, x), words }]
  })
  const zeros = numbers.some((x) => x === 0)
  return { name, cards: new Map(cards), scale, zeros, missing: numbers.length < drawn.length }
}

/** What several nodes come to: the whole number, how much of the graph it is, and how many of them have none. */
export function wordsTogether(name: HeatName, parts: Parts, ids: readonly string[]): string {
  return wordsOf(name, together(parts, ids), joinParts(parts.values()))
}

interface Together {
  readonly part: Part | null
  readonly members: number
  /** Of the members so many have no number. */
  readonly without: number
}

function together(parts: Parts, ids: readonly string[]): Together {
  const inside = ids.flatMap((id) => parts.get(id) ?? [])
  return { part: joinParts(inside), members: ids.length, without: ids.length - inside.length }
}

function wordsOf(name: HeatName, { part, members, without }: Together, whole: Part | null): string {
  if (part === null) return `${OVERLAY_TITLES[name]}: no number`
  const words = [writeExact(name, numberOf(name, part), part.of)]
  if (JOINING[name] === "sum" && whole !== null && whole.amount > 0) {
    words.push(`${writeShare(part.amount / whole.amount)} of the graph`)
  }
  if (without > 0) words.push(`in ${members - without} of ${members} nodes`)
  return words.join(", ")
}
