// Reads the LaTeX that labels and rules use into a tree: symbols, scripts, fractions, roots, accents, delimiters, cases.
// Pictures draw formulas themselves, as text and lines: HTML inside an SVG is lost in most programs and in PNGs. What is
// not read here answers null, and the source stands in its place. This folder knows the subset of LaTeX that rules and
// labels use, and nothing of pictures.

import { guardTex, LONGEST_FORMULA } from "../../../formula/guard.ts"
import { ACCENTS, LETTERS, OPERATORS, SPACES, symbolOf } from "./texSymbols.ts"
import type { SymbolKind, TexFont, TexNode } from "./texTree.ts"

/** Commands that set their argument in other letters. */
const ALPHABETS: ReadonlyMap<string, TexFont> = new Map([
  ["mathbf", "bold"],
  ["boldsymbol", "bold"],
  ["mathsf", "sans"],
  ["mathit", "math"],
  ["mathnormal", "math"],
])

/** The tree of a formula, or null if it uses what pictures do not draw. */
export function readTex(tex: string): TexNode | null {
  if (guardTex(tex, LONGEST_FORMULA) !== null) return null
  try {
    const reader = new Reader(tex)
    const tree = reader.row()
    return reader.done() ? tree : null
  } catch (error) {
    if (error instanceof Unreadable) return null
    throw error
  }
}

class Unreadable extends Error {}

class Reader {
  private readonly tokens: readonly string[]
  private at = 0

  constructor(tex: string) {
    // A picture breaks no lines, so brackets of a fixed size may grow as the others do.
    const grown = tex.replace(/\\[bB]igg?(l|r)(?![A-Za-z])/g, (_, side: string) =>
      side === "l" ? "\\left" : "\\right",
    )
    this.tokens = grown.match(/\\(?:[A-Za-z]+|[\s\S])|\s+|[\s\S]/gu) ?? []
  }

  done(): boolean {
    this.skipSpace()
    return this.at === this.tokens.length
  }

  /** Up to a closing brace, `&`, `\\`, `\right` or `\end`. */
  row(font: TexFont | null = null): TexNode {
    const items: TexNode[] = []
    for (;;) {
      this.skipSpace()
      const token = this.tokens[this.at]
      if (token === undefined || ["}", "&", "\\\\", "\\right", "\\end"].includes(token)) break
      items.push(this.scripted(font))
    }
    return items.length === 1 && items[0] !== undefined ? items[0] : { is: "row", items }
  }

  private scripted(font: TexFont | null): TexNode {
    const next = this.tokens[this.at]
    const base: TexNode = next === "^" || next === "_" ? { is: "row", items: [] } : this.atom(font)
    let [above, below]: [TexNode | null, TexNode | null] = [null, null]
    for (;;) {
      const from = this.at
      this.skipSpace()
      const token = this.tokens[this.at]
      if (token === "'") {
        this.at++
        above = { is: "symbol", text: "′", font: "main", kind: "ord" }
      } else if (token === "^" && above === null) {
        this.at++
        above = this.argument(font)
      } else if (token === "_" && below === null) {
        this.at++
        below = this.argument(font)
      } else {
        this.at = from
        break
      }
    }
    return above === null && below === null ? base : { is: "scripts", base, above, below }
  }

  /** A group in braces or a single thing. */
  private argument(font: TexFont | null = null): TexNode {
    this.skipSpace()
    return this.atom(font)
  }

  private atom(font: TexFont | null): TexNode {
    const token = this.tokens[this.at++]
    if (token === undefined) throw new Unreadable()
    if (token === "{") return this.rest(font)
    if (token.startsWith("\\")) return this.command(token.slice(1), font)
    if ("}^_&#$%".includes(token)) throw new Unreadable()
    return symbolOf(token, font)
  }

  /** What follows an opening brace, with the closing one. */
  private rest(font: TexFont | null): TexNode {
    const inside = this.row(font)
    this.expect("}")
    return inside.is === "row" ? inside : { is: "row", items: [inside] }
  }

  private command(name: string, font: TexFont | null): TexNode {
    const space = SPACES.get(name)
    if (space !== undefined) return { is: "space", width: space }
    const mark = ACCENTS.get(name)
    if (mark !== undefined) return { is: "accent", mark, body: this.argument(font) }
    const letter = LETTERS.get(name)
    if (letter !== undefined) return letter
    if (OPERATORS.has(name)) return word(name, "op")
    const alphabet = ALPHABETS.get(name)
    if (alphabet !== undefined) return this.argument(alphabet)
    switch (name) {
      case "frac":
      case "tfrac":
      case "dfrac":
        return { is: "fraction", over: this.argument(), under: this.argument(), small: name === "tfrac" }
      case "sqrt":
        return this.root()
      case "operatorname":
        return word(this.textArgument(), "op")
      case "text":
      case "textrm":
      case "mathrm":
        return word(this.textArgument(), "ord")
      case "left":
        return this.fence()
      case "begin":
        return this.grid()
      default:
        return this.escaped(name)
    }
  }

  private root(): TexNode {
    // An index, as in a cube root, is not drawn.
    if (this.tokens[this.at] === "[") throw new Unreadable()
    return { is: "root", body: this.argument() }
  }

  private escaped(name: string): TexNode {
    if (/^[{}&#$%_]$/.test(name)) return { is: "symbol", text: name, font: "main", kind: "ord" }
    throw new Unreadable()
  }

  private fence(): TexNode {
    const left = this.delimiter()
    const body = this.row()
    this.expect("\\right")
    return { is: "fence", left, body, right: this.delimiter() }
  }

  private delimiter(): string {
    this.skipSpace()
    const token = this.tokens[this.at++] ?? ""
    const named = new Map([
      ["\\{", "{"],
      ["\\}", "}"],
      ["\\lVert", "‖"],
      ["\\rVert", "‖"],
      ["\\|", "‖"],
      ["\\lvert", "|"],
      ["\\rvert", "|"],
      ["\\lfloor", "⌊"],
      ["\\rfloor", "⌋"],
      ["\\lceil", "⌈"],
      ["\\rceil", "⌉"],
    ])
    const found = named.get(token) ?? token
    if (!/^[()[\]{}|.‖⌊⌋⌈⌉]$/.test(found)) throw new Unreadable()
    return found
  }

  private grid(): TexNode {
    const name = this.textArgument()
    const fences = new Map([
      ["cases", "{."],
      ["matrix", ".."],
      ["aligned", ".."],
      ["pmatrix", "()"],
      ["bmatrix", "[]"],
    ])
    const fence = fences.get(name)
    if (fence === undefined) throw new Unreadable()
    const rows: TexNode[][] = [[]]
    for (;;) {
      rows.at(-1)?.push(this.row())
      const token = this.tokens[this.at++]
      if (token === "\\\\") rows.push([])
      else if (token === "\\end") break
      else if (token !== "&") throw new Unreadable()
    }
    if (this.textArgument() !== name) throw new Unreadable()
    return { is: "fence", left: fence.charAt(0), right: fence.charAt(1), body: { is: "grid", rows } }
  }

  /** The characters in braces as they are; escapes and mathematics inside become what they show. */
  private textArgument(): string {
    this.skipSpace()
    this.expect("{")
    let [text, depth] = ["", 1]
    for (;;) {
      const token = this.tokens[this.at++]
      if (token === undefined) throw new Unreadable()
      if (token === "{") depth++
      else if (token === "}" && --depth === 0) return text
      else if (token === "\\textbackslash") text += "\\"
      else if (token === "\\textasciicircum") text += "^"
      else if (token === "\\textasciitilde") text += "~"
      else if (/^\\[{}$&#_% ]$/.test(token)) text += token.charAt(1)
      else if (token.startsWith("\\")) throw new Unreadable()
      else if (token !== "$" && token !== "}") text += token
    }
  }

  private expect(token: string): void {
    this.skipSpace()
    if (this.tokens[this.at++] !== token) throw new Unreadable()
  }

  private skipSpace(): void {
    while (/^\s+$/.test(this.tokens[this.at] ?? "")) this.at++
  }
}

function word(text: string, kind: SymbolKind): TexNode {
  return { is: "symbol", text, font: "main", kind }
}
