// How text leaves the command line: safe for a terminal, in JSON or as aligned columns.

import { cutMiddle } from "../../formula/cutMiddle.ts"
import { PROBLEMS_SHOWN } from "../../graph/limits.ts"
import { formatProblem, type Problem } from "../../graph/problem.ts"
import type { Io } from "./command.ts"

// Controls, what has no width, and what turns the writing direction: a title must not drive the terminal.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** A stranger's text for a terminal, on one line. */
export function plain(text: string): string {
  return text.replace(UNSEEN, escaped)
}

/** JSON text that is safe to show as well: it means the same, with every unseen character escaped. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSEEN, (character) =>
    character === "\n" ? character : escaped(character),
  )
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("")
}

/** `file: node:port: sentence`. */
export function problemLine(file: string, problem: Problem): string {
  const warning = problem.severity === "warning" ? "warning: " : ""
  return `${plain(file)}: ${plain(`${warning}${formatProblem(problem)}`)}`
}

/** The first problems on standard error, the rest counted. */
export async function reportProblems(io: Io, file: string, problems: readonly Problem[]): Promise<void> {
  for (const problem of problems.slice(0, PROBLEMS_SHOWN)) await io.err(`${problemLine(file, problem)}\n`)
  const more = problems.length - PROBLEMS_SHOWN
  if (more > 0) await io.err(`${plain(file)}: … and ${more} more; \`gradwire check\` prints them all\n`)
}

/** A warning that a seed was asked for which nothing is drawn from. */
export function idleSeed(sentence: string): Problem {
  return { code: "GW-E414", severity: "warning", sentence }
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === "error")
}

/** In characters: beyond this a name in the first column loses its middle. `--json` holds names whole. */
const LONGEST_NAME = 48

/** Rows in columns, two spaces between them. Columns whose heading begins with a space stand to the right. */
export function columns(whole: readonly (readonly string[])[]): string {
  const [head = []] = whole
  const rows = whole.map(([name = "", ...others]) => [cutMiddle(name, LONGEST_NAME), ...others])
  const widths = head.map((_, i) => Math.max(...rows.map((row) => widthOf((row[i] ?? "").trim()))))
  const lines = rows.map((row) =>
    row
      .map((cell, i) => {
        const text = cell.trim()
        const gap = " ".repeat(Math.max(0, (widths[i] ?? 0) - widthOf(text)))
        return head[i]?.startsWith(" ") ? gap + text : text + gap
      })
      .join("  ")
      .trimEnd(),
  )
  return `${lines.join("\n")}\n`
}

function widthOf(text: string): number {
  return Array.from(text).length
}
