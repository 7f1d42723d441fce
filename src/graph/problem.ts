// Expected trouble, as a value: where it is, what was found, what was expected, in one sentence that also says what to do.

import type { Code } from "./codes.ts"

/** What is wrong, where, and what to do about it. Expected trouble is such a value, never an exception. */
export interface Problem {
  /** Stable, e.g. `GW-G101`; listed with its meaning in graph/codes.ts. */
  readonly code: Code
  readonly severity: "error" | "warning"
  /** Complete sentence with the numbers; user text in it is quoted and shortened. */
  readonly sentence: string
  readonly node?: string
  /** Input or output port, param or buffer. */
  readonly port?: string
  readonly attr?: string
  /** Where it is written, if that is not at a node: `upstream.Y:output.std`. */
  readonly place?: string
  readonly found?: string
  readonly expected?: string
  /** Place in the text that was read, from 1. */
  readonly line?: number
  readonly column?: number
  /** JSON Pointer into the document. */
  readonly path?: string
}

/** `node:port: sentence`, or `place: sentence`, as the command line prints it after the file's name. */
export function formatProblem(problem: Problem): string {
  if (problem.place !== undefined) return `${problem.place}: ${problem.sentence}`
  const at = problem.port ?? problem.attr
  if (problem.node === undefined) return problem.sentence
  return `${problem.node}${at === undefined ? "" : `:${at}`}: ${problem.sentence}`
}

const LONGEST = 80

/** Text of a stranger for use in a sentence: in quotes, cut at 80 characters, control characters made visible. */
export function quote(text: string): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return `"${cut.replace(UNSEEN, visible)}"`
}

/** A whole number with commas between thousands. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ",")
}

/** A value of a stranger for use in a sentence: small ones in full, of large ones what they are. */
export function show(value: unknown): string {
  if (typeof value === "string") return quote(value)
  if (typeof value !== "object" || value === null) return String(value)
  if (Array.isArray(value) && value.length > 4) return `a list of ${count(value.length)}`
  const members = Object.entries(value)
  const short = members.length <= 4 && members.every(([, held]) => isShort(held))
  if (Array.isArray(value)) return short ? `[${value.map(show).join(", ")}]` : `a list of ${count(value.length)}`
  if (!short || members.length === 0) return "an object"
  return `{ ${members.map(([key, held]) => `${quote(key)}: ${show(held)}`).join(", ")} }`
}

function isShort(value: unknown): boolean {
  if (Array.isArray(value)) return value.length <= 4 && value.every((item) => typeof item !== "object" || item === null)
  return typeof value !== "object" || value === null
}

// Controls, what has no width, what turns the writing direction, and halves of characters.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu

function visible(character: string): string {
  return `\\u${character.codePointAt(0)?.toString(16).padStart(4, "0") ?? ""}`
}

/** What something thrown says of itself. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
