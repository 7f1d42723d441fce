// Reads the LaTeX of a rule as arithmetic, so that what is written can be worked out and held against what is computed.

import { call, type Node, name } from "./ruleTree.ts"

export interface Statement {
  readonly left: Node
  readonly right: Node
}

const RELATIONS: ReadonlyMap<string, string> = new Map([
  ["<", "<"],
  [">", ">"],
  ["\\le", "<="],
  ["\\ge", ">="],
  ["=", "="],
  ["\\neq", "!="],
])
const FUNCTIONS = new Set(["\\log", "\\ln", "\\sin", "\\cos", "\\tanh", "\\max", "\\min"])
const SKIPPED = new Set(["\\,", "\\;", "\\!", "\\ ", "\\left", "\\right", "\\cdot"])
const CLOSERS = new Set([")", "]", "}", "|", ",", "&", "\\\\", "\\end", "\\quad", ":", undefined])

/** The statements of a rule, split at `\quad`: first the rule itself, then what its letters mean. */
export function readRule(tex: string): readonly Statement[] {
  const clauses = tex.split(/,?\s*\\quad\s*/)
  return clauses.map((clause) => {
    const reader = new Reader(clause)
    const left = reader.product()
    reader.expect("=")
    const right = reader.sum()
    if (!reader.done()) throw new Error(`"${clause}" is read as far as "${reader.rest()}"`)
    return { left, right }
  })
}

class Reader {
  private readonly tokens: readonly string[]
  private at = 0

  constructor(tex: string) {
    const plain = tex
      .replace(/\\[bB]igg?[lr](?![a-z])/g, "")
      .replace(/\\mathsf T\b/g, "\\top")
      .replace(/\\(t?frac)(\d)(\w)/g, "\\$1{$2}{$3}")
      .replace(/\{(⟪[^⟫]+⟫)\}/g, "$1")
      .replace(/\\sqrt(\d)/g, "\\sqrt{$1}")
    const found = plain.match(/\\[A-Za-z]+|\\[\s\S]|⟪[^⟫]+⟫|\d+(?:\.\d+)?|k_[hw]|[A-Za-z]'?|\S/gu) ?? []
    this.tokens = found.filter((token) => !SKIPPED.has(token))
  }

  done(): boolean {
    return this.at === this.tokens.length
  }
  rest(): string {
    return this.tokens.slice(this.at).join(" ")
  }
  private get next(): string | undefined {
    return this.tokens[this.at]
  }
  private take(): string {
    return this.tokens[this.at++] ?? ""
  }
  private accept(token: string): boolean {
    if (this.next !== token) return false
    this.at++
    return true
  }
  expect(token: string): void {
    if (!this.accept(token)) throw new Error(`expected ${token} before "${this.rest()}" in "${this.tokens.join(" ")}"`)
  }

  sum(): Node {
    let sum = this.accept("-") ? call("-", this.product()) : this.product()
    for (;;) {
      if (this.accept("+")) sum = call("+", sum, this.product())
      else if (this.accept("-")) sum = call("+", sum, call("-", this.product()))
      else return sum
    }
  }

  /** One relation or several in a row: `a < b < c`. */
  private relation(): Node {
    let left = this.sum()
    let all: Node | null = null
    for (;;) {
      const sign = RELATIONS.get(this.next ?? "")
      if (sign === undefined) return all ?? left
      this.at++
      const right = this.sum()
      const one = call(sign, left, right)
      all = all === null ? one : call("and", all, one)
      left = right
    }
  }

  product(): Node {
    let product: Node | null = null
    while (
      (!CLOSERS.has(this.next) || (this.next === "|" && product === null)) &&
      this.next !== "+" &&
      this.next !== "-" &&
      !RELATIONS.has(this.next ?? "")
    ) {
      // A bar opens where a product begins, else it closes.
      if (this.accept("/")) {
        product = call("/", product ?? name(""), this.factor())
        continue
      }
      const cellwise = this.accept("\\odot")
      const factor = this.next === "\\sum" || this.next === "\\prod" ? this.bigSum() : this.factor()
      product = product === null ? factor : call(cellwise ? "odot" : "*", product, factor)
    }
    if (product === null) throw new Error(`nothing stands before "${this.rest()}" in "${this.tokens.join(" ")}"`)
    return product
  }

  private bigSum(): Node {
    const is = this.take() === "\\sum" ? "sum" : "prod"
    const over: string[] = []
    const where: Node[] = []
    if (this.accept("_")) {
      if (this.accept("{")) this.bounds(over, where)
      else over.push(this.take())
    }
    return { is, over, where, body: this.product() }
  }

  private bounds(over: string[], where: Node[]): void {
    if (this.accept("\\text")) over.push(this.words())
    else if (this.next?.startsWith("⟪")) where.push(this.relation())
    else {
      do over.push(this.take())
      while (this.accept(","))
      if (this.accept(":")) {
        do where.push(this.relation())
        while (this.accept(","))
      } else if (this.accept("\\neq")) where.push(call("!=", name(over[0] ?? ""), this.sum()))
      else if (this.accept("\\ge")) where.push(call(">=", name(over[0] ?? ""), this.sum()))
      else this.skip()
    }
    this.expect("}")
  }

  /** To the brace that closes what is read: which set it is, the place knows. */
  private skip(): void {
    for (let depth = 0; depth > 0 || this.next !== "}"; this.at++) {
      if (this.next === "{") depth++
      if (this.next === "}") depth--
      if (this.done()) throw new Error("a brace is not closed")
    }
  }

  private words(): string {
    this.expect("{")
    let text = ""
    while (this.next !== "}" && !this.done()) text += this.take()
    this.expect("}")
    return text
  }

  private factor(): Node {
    let base = this.atom()
    while (this.accept("^")) {
      const power = this.group()
      base = power.is === "name" && power.name === "\\top" ? call("transpose", base) : call("^", base, power)
    }
    return base
  }

  private group(): Node {
    if (!this.accept("{")) return this.atom()
    const inside = this.relation()
    this.expect("}")
    return inside
  }

  private atom(): Node {
    const token = this.take()
    if (/^\d/.test(token)) return { is: "number", value: Number(token) }
    if (token === "(" || token === "[" || token === "{") {
      const inside = this.relation()
      this.expect(token === "(" ? ")" : token === "[" ? "]" : "}")
      return inside
    }
    if (token === "|") {
      const inside = this.sum()
      this.expect("|")
      return call("abs", inside)
    }
    if (token === "\\frac" || token === "\\tfrac") return this.fraction()
    if (token === "\\sqrt") return call("sqrt", this.group())
    if (token === "\\begin") return this.cases()
    if (token === "\\mathbf") return name(`bold ${this.take()}`)
    if (token === "\\bar") return name(`\\bar ${this.take()}`)
    if (token === "\\operatorname") return this.applied(this.words())
    if (FUNCTIONS.has(token)) return this.applied(token.slice(1))
    return this.indexed(token)
  }

  private fraction(): Node {
    if (this.tokens.slice(this.at, this.at + 3).join(" ") === "{ \\partial L") {
      this.at += 4
      this.expect("{")
      this.expect("\\partial")
      const of = this.atom()
      this.expect("}")
      if (of.is !== "name") throw new Error("a gradient is of a name")
      return { ...of, name: `∂${of.name}` }
    }
    return call("/", this.group(), this.group())
  }

  private applied(of: string): Node {
    if (this.next !== "(") return call(of, this.factor())
    this.at++
    const args = [this.relation()]
    while (this.accept(",")) args.push(this.relation())
    this.expect(")")
    return call(of, ...args)
  }

  private cases(): Node {
    if (this.words() !== "cases") throw new Error("only cases are read")
    const rows: { value: Node; when: Node | null }[] = []
    do {
      const value = this.sum()
      this.expect("&")
      rows.push({ value, when: this.condition() })
    } while (this.accept("\\\\"))
    this.expect("\\end")
    this.words()
    return { is: "cases", rows }
  }

  /** What a row of cases is under; null if it is the one for all the rest. */
  private condition(): Node | null {
    if (!this.accept("\\text")) return this.relation()
    this.words()
    return null
  }

  /** A name, its indices, and what it is applied to if it is a function: `\Phi'(x)`. */
  private indexed(token: string): Node {
    const prime = this.accept("'") ? "'" : ""
    const at: Node[] = []
    if (this.accept("_")) {
      if (this.accept("{")) {
        while (!this.accept("}")) {
          at.push(this.indexWithin())
          this.accept(",")
        }
      } else at.push(this.atom())
    }
    const base = `${token}${prime}`
    if (this.next === "(" && /^(\\sigma|\\Phi'?|\\ell'?)$/.test(base)) return this.applied(base)
    return { is: "name", name: base, at }
  }

  /** `{ic}` are two indices, `{c, si+du-p}` as well. */
  private indexWithin(): Node {
    const rest = this.tokens.slice(this.at, this.tokens.indexOf("}", this.at))
    const arithmetic = rest.some((token) => token === "+" || token === "-")
    return arithmetic ? this.sum() : this.atom()
  }
}
