// What campaigns of random tests share: their size, their seed, and a word about what they did for the summary at the end
// of `npm test`. GRADWIRE_TIMES=25 makes every campaign 25 times as large; GRADWIRE_SEED=7 gives it other cases. Both are
// fixed otherwise, so that a failure in one place is a failure in every place. scripts/campaign.mjs sets them.

import { appendFileSync } from "node:fs"

const times = given("GRADWIRE_TIMES", 1)

/** Whether this is a long campaign: then grids are tried whole. */
export const isLong = times > 1

/** The seed of every campaign. */
export const seed = given("GRADWIRE_SEED", 20_261_121)

/** A misspelt number would be NaN, and a campaign of NaN cases runs none and passes. */
function given(name: string, otherwise: number): number {
  const text = process.env[name]
  if (text === undefined) return otherwise
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(`${name} must be a number, not "${text}"`)
  return Number(text)
}

/** So many cases at each push, more in a long campaign. */
export function cases(atPush: number): number {
  return Math.max(1, Math.round(atPush * times))
}

/**
 * Whether a cell of a grid of cases is tried: all of them in a long campaign, at each push each row in one column in turn,
 * so that every row and every column occurs.
 */
export function inTurn(row: number, column: number, columns: number): boolean {
  return isLong || row % columns === column
}

/** How long a campaign may take, in milliseconds. */
export function patience(atPush: number): number {
  return Math.max(atPush, Math.round(atPush * times))
}

/**
 * Says what a campaign did, here and in the summary, where counts of one thing are added: 20,000, "documents mutated".
 * Throws at a count of none: a campaign that tried nothing has shown nothing.
 */
export function counted(count: number, what: string, note = ""): void {
  if (!(count > 0)) throw new Error(`no ${what}: the campaign tried nothing`)
  tell(count, what, note)
}

/** The same for what could not be tried, with the reason. */
export function notRun(what: string, why: string): void {
  tell(0, what, `not run: ${why}`)
}

function tell(count: number, what: string, note: string): void {
  console.log([grouped(count), what, ...(note === "" ? [] : [`(${note})`])].join(" "))
  const file = process.env.GRADWIRE_COUNTS
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ count, what, note })}\n`)
}

/** 20000 as 20,000. */
export function grouped(count: number): string {
  return count.toLocaleString("en-GB")
}

/** "p50 3 ms, p99 9 ms, max 12 ms" of some times in milliseconds. */
export function percentiles(milliseconds: readonly number[]): string {
  const sorted = [...milliseconds].sort((a, b) => a - b)
  const at = (part: number): string => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
    return value < 10 ? value.toFixed(1) : String(Math.round(value))
  }
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`
}
