// JSON text to plain data, with what JSON.parse cannot tell: where things are, which keys came twice, which numbers
// changed on reading. Iterative, so depth costs no stack. Faults of meaning are listed and the reading goes on; a fault
// of syntax ends it, unless it lies inside one entry of `nodes` whose brackets still balance: then only that entry is lost.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { Code } from "../codes.ts"
import { count, quote } from "../problem.ts"
import { entryEnd, type Lexeme, readLiteral, readNumber, readString, skipSpace, unexpected } from "./tokens.ts"

/** Why a text could not be read as JSON. */
export interface Fault {
  readonly code: Code
  /** Offset in the text. */
  readonly offset: number
  /** What was found and what was expected, without the place: `found 1e400, a number too large`. */
  readonly sentence: string
  readonly path: readonly (string | number)[]
}
/** From one offset in the text up to, not including, another. */
export interface TextRange {
  readonly start: number
  readonly end: number
}
/** A key and its value, and where they stand. */
export interface Member extends TextRange {
  readonly key: string
  readonly valueStart: number
  readonly value: Json
}
/** An element of a list, and where it stands. */
interface Element extends TextRange {
  readonly value: Json
}
/** A text as JSON, with the places of its outermost parts. */
export interface Scan {
  readonly value: Json
  /** Of the outermost object, in order, second ones of a key included. */
  readonly members: readonly Member[]
  /** Elements of the arrays that are values of the outermost object. */
  readonly elements: ReadonlyMap<Json, readonly Element[]>
  /** In the order of the text. */
  readonly faults: readonly Fault[]
}

interface Frame {
  readonly start: number
  readonly value: Json[] | { [key: string]: Json }
  readonly elements: Element[]
  key: string
  keyStart: number
  /** The member is not kept: its key came before, or is reserved. */
  drop: boolean
}
type Expect = "value" | "value or ]" | "key" | "key or }" | "comma"

const RESERVED = new Set(["__proto__", "constructor", "prototype"])

/** All of the text, or the fault of syntax that made it unreadable. `depth`: how deep brackets may nest. */
export function scan(text: string, depth: number): Scan | Fault {
  return new Scanner(text, depth).run()
}

/** True where a text could not be read. */
export function isFault(answer: Scan | Fault): answer is Fault {
  return "offset" in answer
}

class Scanner {
  private at = 0
  private expect: Expect = "value"
  private readonly stack: Frame[] = []
  private readonly members: Member[] = []
  private readonly elements = new Map<Json, readonly Element[]>()
  private readonly faults: Fault[] = []
  private root: Json | undefined
  /** Start of the entry that the last fault lies in. */
  private noted: number | undefined
  private readonly text: string
  private readonly depth: number

  constructor(text: string, depth: number) {
    this.text = text
    this.depth = depth
  }

  run(): Scan | Fault {
    for (;;) {
      this.at = skipSpace(this.text, this.at)
      if (this.root !== undefined && this.stack.length === 0) break
      const fault = this.step()
      if (fault !== null && !this.recover(fault)) return fault
    }
    if (this.at < this.text.length) {
      return this.fault("GW-F110", this.at, unexpected(this.text, this.at, "the end of the text"))
    }
    return { value: this.root ?? null, members: this.members, elements: this.elements, faults: this.faults }
  }

  /** One token. Answers a fault of syntax, or null. */
  private step(): Fault | null {
    const c = this.text[this.at]
    const frame = this.stack.at(-1)
    switch (this.expect) {
      case "comma":
        return this.afterValue(c, frame)
      case "key":
      case "key or }":
        return c === "}" && this.expect === "key or }" ? this.close() : this.key(frame)
      default:
        return c === "]" && this.expect === "value or ]" ? this.close() : this.value(c)
    }
  }

  private afterValue(c: string | undefined, frame: Frame | undefined): Fault | null {
    const inArray = Array.isArray(frame?.value)
    if (c === (inArray ? "]" : "}")) return this.close()
    if (c !== ",") return this.unexpected(inArray ? '"," or "]"' : '"," or "}"')
    this.at++
    this.expect = inArray ? "value" : "key"
    return null
  }

  private key(frame: Frame | undefined): Fault | null {
    if (frame === undefined || this.text[this.at] !== '"') {
      return this.unexpected(this.expect === "key" ? "a key in double quotes" : 'a key in double quotes, or "}"')
    }
    frame.keyStart = this.at
    const key = readString(this.text, this.at)
    if ("fault" in key) return this.tokenFault(key)
    frame.key = key.value
    frame.drop = this.keyFault(frame, key.value)
    this.at = skipSpace(this.text, key.end)
    if (this.text[this.at] !== ":") return this.unexpected('":"')
    this.at++
    this.expect = "value"
    return null
  }

  private keyFault(frame: Frame, key: string): boolean {
    if (RESERVED.has(key)) {
      this.note("GW-F123", frame.keyStart, `the key ${quote(key)} is not allowed, since JavaScript reserves it`)
      return true
    }
    if (!Object.hasOwn(frame.value, key)) return false
    this.note("GW-F120", frame.keyStart, `the key ${quote(key)} is there twice; keep one of the two`)
    return true
  }

  private value(c: string | undefined): Fault | null {
    if (c === "{" || c === "[") return this.open(c)
    const start = this.at
    const token: Lexeme<Json> =
      c === '"'
        ? readString(this.text, start)
        : c !== undefined && /[-0-9]/.test(c)
          ? readNumber(this.text, start)
          : readLiteral(this.text, start, this.stack.length === 0 ? "a Gradwire document, an object in { }" : "a value")
    if ("fault" in token) return this.tokenFault(token)
    if (token.note !== undefined) this.note(token.note.code, start, token.note.sentence)
    this.at = token.end
    this.complete(token.value, start)
    return null
  }

  private open(bracket: "{" | "["): Fault | null {
    if (this.stack.length >= this.depth) {
      const sentence = `brackets are nested deeper than the limit of ${count(this.depth)} levels`
      return this.fault("GW-F112", this.at, sentence)
    }
    const value = bracket === "{" ? {} : []
    this.stack.push({ start: this.at, value, elements: [], key: "", keyStart: 0, drop: false })
    this.at++
    this.expect = bracket === "{" ? "key or }" : "value or ]"
    return null
  }

  private close(): null {
    this.at++
    const frame = this.stack.pop()
    if (frame === undefined) throw new Error("a bracket was closed that was never opened")
    if (this.stack.length === 1 && Array.isArray(frame.value)) this.elements.set(frame.value, frame.elements)
    this.complete(frame.value, frame.start)
    return null
  }

  /** A value ended at `this.at`: it goes where it belongs. */
  private complete(value: Json, start: number): void {
    const frame = this.stack.at(-1)
    this.expect = "comma"
    if (frame === undefined) {
      this.root = value
      return
    }
    if (Array.isArray(frame.value)) {
      frame.value.push(value)
      if (this.stack.length === 2) frame.elements.push({ start, end: this.at, value })
      return
    }
    if (this.stack.length === 1) {
      this.members.push({ key: frame.key, start: frame.keyStart, valueStart: start, end: this.at, value })
    }
    if (!frame.drop) frame.value[frame.key] = value
  }

  /** After a fault of syntax inside an entry of `nodes`, goes on behind that entry if its brackets balance. */
  private recover(fault: Fault): boolean {
    const [root, list, entry] = this.stack
    if (entry === undefined || root?.key !== "nodes" || !Array.isArray(list?.value) || root.drop) return false
    const end = entryEnd(this.text, entry.start)
    if (end === null) return false
    this.faults.push(fault)
    this.stack.length = 2
    this.at = end
    this.complete(null, entry.start)
    return true
  }

  // ---- Faults -------------------------------------------------------------------------------------------------------

  private unexpected(expected: string): Fault {
    const code = this.at >= this.text.length ? "GW-F111" : "GW-F110"
    return this.fault(code, this.at, unexpected(this.text, this.at, expected))
  }

  private tokenFault(token: { readonly fault: string; readonly at: number }): Fault {
    return this.fault(token.at >= this.text.length ? "GW-F111" : "GW-F110", token.at, token.fault)
  }

  /** Keeps the first fault of each entry: one is enough to set it aside, and a hostile file may hold millions. */
  private note(code: Code, offset: number, sentence: string): void {
    const owner = this.stack[2]?.start
    if (owner !== undefined && owner === this.noted) return
    this.noted = owner
    this.faults.push(this.fault(code, offset, sentence))
  }

  private fault(code: Code, offset: number, sentence: string): Fault {
    const path = this.stack.map((frame) => (Array.isArray(frame.value) ? frame.value.length : frame.key))
    return { code, offset, sentence, path }
  }
}
