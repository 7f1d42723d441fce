// LaTeX as text: templates of rules with the graph's names put in, names as symbols, and the guard in front of the
// renderer. Nothing is rendered here.

import { turnsText } from "./guard.ts"

/** ∂L/∂ of something, in a template: `\grad{@input}`. */
const GRADIENT = "\\grad{"
/** A choice, in a template: `\when{condition}{then}{else}`. */
const CHOICE = "\\when{"
const NAME = /@([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z][A-Za-z0-9]*)*)/g

/**
 * Takes one side of every `\when{condition}{then}{else}`, also of those inside; without `holds` the first: the rule in
 * general. Throws on unbalanced braces.
 */
export function chooseTex(template: string, holds: (condition: string) => boolean = () => true): string {
  const at = template.indexOf(CHOICE)
  if (at < 0) return template
  const parts: string[] = []
  let end = at + CHOICE.length - 1
  for (let part = 0; part < 3; part++) {
    const close = template[end] === "{" ? closingBrace(template, end + 1) : -1
    if (close < 0) throw new Error(`template "${template}": \\when wants three parts in braces`)
    parts.push(template.slice(end + 1, close))
    end = close + 1
  }
  const [condition = "", then = "", otherwise = ""] = parts
  return chooseTex(`${template.slice(0, at)}${holds(condition) ? then : otherwise}${template.slice(end)}`, holds)
}

/** The conditions of a template's choices, as written. */
export function conditionsInTex(template: string): readonly string[] {
  return [...template.matchAll(/\\when\{([^{}]*)\}/g)].map((match) => match[1] ?? "")
}

/**
 * Fills a template: `@name` becomes what `symbol` answers, `\grad{…}` becomes ∂L/∂…. Where `@x_i` is not a name but `@x`
 * is, the `_i` stays as a subscript. Choices that are still open are taken as in general. Throws on a name that `symbol`
 * does not know and on unbalanced braces: templates are our own, so both are bugs.
 */
export function writeTex(template: string, symbol: (name: string) => string | null): string {
  const named = chooseTex(template).replace(NAME, (_, name: string) => {
    const parts = name.split("_")
    for (let used = parts.length; used > 0; used--) {
      const answer = symbol(parts.slice(0, used).join("_"))
      if (answer !== null) return [asOne(answer), ...parts.slice(used)].join("_")
    }
    throw new Error(`template "${template}" speaks of "@${name}", which nothing is called`)
  })
  return writeGradients(named)
}

/** Names that a template speaks of, as written, longest form. */
export function namesInTex(template: string): readonly string[] {
  return [...template.matchAll(NAME)].map((match) => match[1] ?? "")
}

function writeGradients(text: string): string {
  const at = text.indexOf(GRADIENT)
  if (at < 0) return text
  const start = at + GRADIENT.length
  const end = closingBrace(text, start)
  if (end < 0) throw new Error(`template "${text}": \\grad{ has no closing brace`)
  const of = writeGradients(text.slice(start, end))
  return `${text.slice(0, at)}\\frac{\\partial L}{\\partial ${of}}${writeGradients(text.slice(end + 1))}`
}

/** Index of the brace that closes the one before `start`, or −1. */
function closingBrace(text: string, start: number): number {
  let depth = 1
  for (let i = start; i < text.length; i++) {
    if (text[i] === "\\") i++
    else if (text[i] === "{") depth++
    else if (text[i] === "}" && --depth === 0) return i
  }
  return -1
}

/** Whether LaTeX is a sum or difference, which needs brackets to be one thing. */
export function isCompound(tex: string): boolean {
  return /[-+−]/.test(tex.replace(/\{[^{}]*\}/g, ""))
}

/** Braces keep a symbol such as `x_1` one thing, so that it can carry a further subscript or power. */
function asOne(symbol: string): string {
  return /^(?:[A-Za-z0-9]|\\[A-Za-z]+)$/.test(symbol) ? symbol : `{${symbol}}`
}

const GREEK: ReadonlySet<string> = new Set(
  (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega " +
    "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
  ).split(" "),
)

/**
 * How a node's label or id is written inside a formula. A label that contains `\`, `^` or `_{` is mathematics already and
 * stays (guard it before rendering); `mu` is μ; `x`, `h1`, `W_q` are a letter with a subscript; the rest is upright text.
 */
export function symbolTex(text: string): string {
  if (/[\\^]|_\{/.test(text)) return text
  if (text === "eps") return "\\epsilon"
  const parts = /^([A-Za-z]+?)(?:_([A-Za-z0-9]+)|([0-9]+))?$/.exec(text)
  const stem = parts?.[1] ?? ""
  const below = parts?.[2] ?? parts?.[3]
  if (GREEK.has(stem)) return subscripted(`\\${stem}`, below)
  if (stem.length === 1) return subscripted(stem, below)
  // Kernel, stride, padding, dilation, output along height, width, length: kh is k_h.
  const sized = /^([a-z])([hwl])$/.exec(text)
  if (sized !== null) return `${sized[1]}_{${sized[2]}}`
  return /^[A-Za-z0-9]+$/.test(text) ? `\\mathrm{${text}}` : `\\text{${escapeText(text)}}`
}

function subscripted(stem: string, below: string | undefined): string {
  if (below === undefined) return stem
  const plain = below.length === 1 || /^[0-9]+$/.test(below)
  return `${stem}_{${GREEK.has(below) ? `\\${below}` : plain ? below : `\\mathrm{${below}}`}}`
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ["\\", "\\textbackslash{}"],
  ["^", "\\textasciicircum{}"],
  ["~", "\\textasciitilde{}"],
  ["\u{1d6a4}", "\\i{}"],
])

/**
 * Plain text as the inside of `\text{…}`. Control characters, what turns the writing direction and lone surrogates become a replacement character; accents
 * that have no composed letter are left out, since KaTeX refuses most of them.
 */
export function escapeText(text: string): string {
  return [...text.normalize("NFC").replace(/[\u0300-\u036f]/g, "")]
    .map((character) => {
      if (isUnprintable(character)) return "\uFFFD"
      // KaTeX knows signs such as ≠ and ∑ in mathematics only.
      if (/[\u203c\u2100-\u214f\u2190-\u23ff\u27c0-\u2aff]/u.test(character)) return `$${character}$`
      return ESCAPED.get(character) ?? (/[{}$&#_%]/.test(character) ? `\\${character}` : character)
    })
    .join("")
}

/** Control characters, line ends, halves of surrogate pairs, and private characters, which no font has. */
function isUnprintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  const control = code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029
  return control || turnsText(code) || (code >= 0xd800 && code <= 0xf8ff)
}
