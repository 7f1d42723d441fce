// What a reading finds on its way: problems with their places, and texts that could not be read and are kept.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { Code } from "../codes.ts"
import type { SetAside } from "../document.ts"
import { count, type Problem, quote } from "../problem.ts"
import { Lines } from "./lines.ts"
import type { Fault, TextRange } from "./scan.ts"
import { writeJson } from "./write.ts"

/** A stretch of the text that holds a value; none where an upgrade made the value. */
export interface ValueSpan extends Partial<TextRange> {
  readonly value: Json
}

/** A text, and where it begins; nowhere where an upgrade made it. */
interface Written {
  readonly text: string
  readonly start?: number
}

type Place = Pick<Problem, "line" | "column">

/** Collects what a reading finds wrong, with lines and columns. */
export class Report {
  readonly problems: Problem[] = []
  private readonly aside: { readonly start: number; readonly text: SetAside }[] = []
  readonly text: string
  private readonly lines: Lines

  constructor(text: string) {
    this.text = text
    this.lines = new Lines(text)
  }

  /** `sentence` without its full stop. */
  add(code: Code, sentence: string, rest: Partial<Problem> = {}): void {
    this.problems.push({ code, severity: "error", sentence: `${sentence}.`, ...rest })
  }

  warn(code: Code, sentence: string): void {
    this.add(code, sentence, { severity: "warning" })
  }

  /** What readers will not see, in the order of the text: of two fields of one name the first counts, also when it is read again. */
  setAside(): readonly SetAside[] {
    return [...this.aside].sort((a, b) => a.start - b.start).map(({ text }) => text)
  }

  /** Keeps a text; `start` is where it stood, none where an upgrade made it. */
  keep(text: SetAside, start?: number): void {
    this.aside.push({ start: start ?? this.text.length, text })
  }

  /** A field that readers will not see. `why` says what is wrong with it. */
  putAside(key: string, piece: Written, code: Code, why: string, rest: Partial<Problem> = {}): void {
    this.keep({ within: "document", key, text: piece.text }, piece.start)
    const where = rest.line === undefined ? "" : ` on line ${count(rest.line)}`
    this.add(code, `The field ${quote(key)}${where} is not used: ${why}. It is kept as it was written`, rest)
  }

  place(offset: number | undefined): Place {
    return offset === undefined ? {} : this.lines.at(offset)
  }

  /** The text of a value as it was written, or as it is written now. */
  rawOf(piece: ValueSpan): string {
    const { start, end } = piece
    return start === undefined || end === undefined ? writeJson(piece.value) : this.text.slice(start, end)
  }
}

/** The faults inside a range. Faults come in the order of the text. */
export function faultsWithin(faults: readonly Fault[], range: Partial<TextRange>): readonly Fault[] {
  if (range.start === undefined || range.end === undefined || faults.length === 0) return []
  return faults.slice(firstFrom(faults, range.start), firstFrom(faults, range.end))
}

/** Index of the first fault at or behind an offset. */
function firstFrom(faults: readonly Fault[], offset: number): number {
  let low = 0
  let high = faults.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((faults[middle]?.offset ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** A JSON Pointer (RFC 6901). */
export function pointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")
}
