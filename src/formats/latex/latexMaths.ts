// A formula as LaTeX that every TeX sets. What a label says is read into a tree first and only the tree is written: of a
// stranger's commands none is left, and KaTeX's own are those of LaTeX without packages.

import { readTex } from "../figures/tex/readTex.ts"
import type { TexNode } from "../figures/tex/texTree.ts"
import { latexText, type Missing, mathsName } from "./latexText.ts"

/** `$…$`; where the formula is not read, its source as text. */
export function latexMaths(tex: string, missing: Missing): string {
  const tree = readTex(tex)
  return tree === null ? `\\texttt{${latexText(tex, missing)}}` : `$${write(tree, missing).trim()}$`
}

function write(node: TexNode, missing: Missing): string {
  switch (node.is) {
    case "symbol":
      return symbol(node, missing)
    case "row":
      return node.items.map((item) => write(item, missing)).join("")
    case "scripts":
      return scripts(node, missing)
    case "fraction":
      return `${node.small ? "{\\textstyle" : ""}\\frac{${write(node.over, missing)}}{${write(node.under, missing)}}${node.small ? "}" : ""}`
    case "root":
      return `\\sqrt{${write(node.body, missing)}}`
    case "accent":
      return `\\${ACCENTS.get(node.mark) ?? "hat"}{${write(node.body, missing)}}`
    case "fence":
      return `\\left${delimiter(node.left)}${write(node.body, missing)}\\right${delimiter(node.right)}`
    case "grid":
      return grid(node.rows, missing)
    case "space":
      return node.width === 0 ? "" : `\\mskip${Math.round(18 * node.width)}mu `
  }
}

const ACCENTS: ReadonlyMap<string, string> = new Map([
  ["hat", "hat"],
  ["bar", "bar"],
  ["tilde", "tilde"],
  ["vec", "vec"],
  ["dot", "dot"],
])

function scripts(node: Extract<TexNode, { is: "scripts" }>, missing: Missing): string {
  const base = write(node.base, missing)
  // A single letter or command needs no braces.
  const one = /^(?:[A-Za-z0-9]|\\[A-Za-z]+ )$/.test(base)
    ? base.trim()
    : node.base.is === "symbol"
      ? base.trim()
      : `{${base}}`
  const below = node.below === null ? "" : `_{${write(node.below, missing).trim()}}`
  const above = node.above === null ? "" : `^{${write(node.above, missing).trim()}}`
  return `${one}${below}${above}`
}

function symbol({ text, font, kind }: Extract<TexNode, { is: "symbol" }>, missing: Missing): string {
  if ([...text].length > 1) return word(text, font, kind, missing)
  const inside = character(text, missing)
  if (font === "bold") return `\\mathbf{${inside.trim()}}`
  if (font === "sans") return `\\mathsf{${inside.trim()}}`
  // Letters slant unless they are asked to stand.
  return font === "main" && /^[A-Za-z]$/.test(text) ? `\\mathrm{${text}}` : inside
}

function character(text: string, missing: Missing): string {
  const name = mathsName(text)
  if (name !== null) return /[A-Za-z]$/.test(name) ? `${name} ` : name
  if (/^[A-Za-z0-9+\-*/=<>()[\].,:;!?|' ]$/.test(text)) return text
  if (text === "$") return "\\mathdollar "
  if (/^[{}&#_%]$/.test(text)) return `\\${text}`
  return `\\mbox{${latexText(text, missing)}}`
}

function word(text: string, font: string, kind: string, missing: Missing): string {
  if (kind === "op") return `\\mathop{\\mathrm{${letters(text, missing)}}}\\nolimits `
  return `\\${font === "bold" ? "mathbf" : font === "sans" ? "mathsf" : "mathrm"}{${letters(text, missing)}}`
}

/** Words in mathematics keep their spaces; what is no plain letter stands in a box of text. */
function letters(text: string, missing: Missing): string {
  if (/^[A-Za-z0-9 ]+$/.test(text)) return text.replaceAll(" ", "\\ ")
  return `\\mbox{${latexText(text, missing)}}`
}

const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ["{", "\\{"],
  ["}", "\\}"],
  ["‖", "\\|"],
  ["⌊", "\\lfloor "],
  ["⌋", "\\rfloor "],
  ["⌈", "\\lceil "],
  ["⌉", "\\rceil "],
])

function delimiter(text: string): string {
  return DELIMITERS.get(text) ?? text
}

function grid(rows: readonly (readonly TexNode[])[], missing: Missing): string {
  const columns = Math.max(1, ...rows.map((row) => row.length))
  const lines = rows.map((row) => row.map((cell) => write(cell, missing)).join(" & "))
  return `\\begin{array}{${"l".repeat(columns)}}${lines.join(" \\\\ ")}\\end{array}`
}
