// Python as text: values, strings, and lines that are no longer than a hundred characters. What a person has typed into a
// document comes into a program through here alone. This folder knows Python, and no network.

import { float, type TorchValue } from "../../ops/torch.ts"

/** Columns of a line, as `black -l 100` breaks them. */
const WIDTH = 100
const STEP = "    "

/** A value of an argument. `floats`: numbers of it are no whole numbers, even where they look so. */
export function literal(value: TorchValue, floats = false): string {
  if (value === null || value === undefined) return "None"
  if (typeof value === "boolean") return value ? "True" : "False"
  if (typeof value === "string") return quoted(value)
  if (typeof value === "number") return numeral(value, floats)
  const items = value.map((one) => literal(one, floats))
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`
}

function numeral(value: number, floats: boolean): string {
  if (Number.isNaN(value)) return 'float("nan")'
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : 'float("-inf")'
  return floats || !Number.isInteger(value) ? float(value) : String(value)
}

/** A string with everything escaped that is not plain ASCII. */
export function quoted(text: string): string {
  return `"${escaped(text)}"`
}

/** A stranger's words within a docstring: they can neither end it nor say anything unseen. */
export function docText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/[\\"]/g, (character) => `\\${character}`)
    .trim()
}

function escaped(text: string): string {
  return text.replace(/[^\x20-\x7e]|["\\]/gu, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`
    const code = character.codePointAt(0) ?? 0
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`
  })
}

/** A line at a depth, broken at its brackets where it is too long; `comment` stands at its end. */
export function line(depth: number, text: string, comment = ""): string {
  const rows = broken(text, depth)
  return `${rows
    .slice(0, -1)
    .concat(noted(rows.at(-1) ?? "", comment))
    .join("\n")}\n`
}

/** Lines with comments, which stand below one another. */
export function commented(depth: number, rows: readonly { readonly text: string; readonly comment: string }[]): string {
  const lines = rows.map(({ text, comment }) => ({ rows: broken(text, depth), comment }))
  const fitting = lines.filter(({ rows: [row = ""], comment }) => comment !== "" && row.length <= 62)
  const column = Math.max(0, ...fitting.map(({ rows }) => (rows.at(-1) ?? "").length))
  return lines
    .map(({ rows: own, comment }) => {
      const last = own.at(-1) ?? ""
      return `${own
        .slice(0, -1)
        .concat(noted(last, comment, column))
        .join("\n")}\n`
    })
    .join("")
}

function noted(row: string, comment: string, column = 0): string {
  return comment === "" ? row : `${row.padEnd(column)}  # ${comment}`
}

function broken(text: string, depth: number): readonly string[] {
  const indent = STEP.repeat(depth)
  if (text.includes("\n")) throw new Error("a line of a program holds no other line")
  if (indent.length + text.length <= WIDTH) return [indent + text]
  const open = lastBracket(text)
  if (open === null) return [indent + text]
  const head = text.slice(0, open.start + 1)
  const inside = text.slice(open.start + 1, open.end)
  const tail = text.slice(open.end)
  const whole = `${indent}${STEP}${inside}`
  const items = split(inside)
  const rows =
    whole.length <= WIDTH || items.length < 2
      ? broken(inside, depth + 1)
      : items.flatMap((item) => {
          const own = broken(item, depth + 1)
          return [...own.slice(0, -1), `${own.at(-1)},`]
        })
  return [indent + head, ...rows, indent + tail]
}

/** The last bracket that holds anything and is closed at the end of the text, but for what is taken from it. */
function lastBracket(text: string): { readonly start: number; readonly end: number } | null {
  const stack: number[] = []
  let found: { start: number; end: number } | null = null
  for (const { character, index } of outsideStrings(text)) {
    if ("([{".includes(character)) stack.push(index)
    else if (")]}".includes(character)) {
      const start = stack.pop()
      if (start !== undefined && stack.length === 0 && index > start + 1) found = { start, end: index }
    }
  }
  return found
}

/** At the commas that stand in no bracket. */
export function split(text: string): readonly string[] {
  const items: string[] = []
  let [depth, from] = [0, 0]
  for (const { character, index } of outsideStrings(text)) {
    if ("([{".includes(character)) depth += 1
    else if (")]}".includes(character)) depth -= 1
    else if (character === "," && depth === 0) {
      items.push(text.slice(from, index).trim())
      from = index + 1
    }
  }
  const last = text.slice(from).trim()
  return last === "" ? items : [...items, last]
}

function* outsideStrings(text: string): Generator<{ readonly character: string; readonly index: number }> {
  let inside = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ""
    if (inside && character === "\\") index += 1
    else if (character === '"') inside = !inside
    else if (!inside) yield { character, index }
  }
}
