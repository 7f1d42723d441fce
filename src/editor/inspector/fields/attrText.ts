// Attributes as people type them: `3`, `3, 2`, `3×2`, `2^5`, `same`. What cannot be understood is handed on as it is, so
// that the attribute's own reader says what it expected.

import { evaluate, isFormulaProblem, parseFormula } from "../../../formula/formula.ts"
import type { Control, Json } from "../../../ops/attributes/attrs.ts"

/** How a raw value stands in the field. */
export function writeAttr(raw: Json): string {
  if (raw === null) return ""
  if (Array.isArray(raw)) return raw.map((item) => writeAttr(item)).join(", ")
  return typeof raw === "string" ? raw : typeof raw === "number" ? String(raw).replace("-", "−") : JSON.stringify(raw)
}

/** The raw value that a text stands for; an empty text is `null`. */
export function readAttrText(control: Control, text: string): Json {
  const trimmed = text.trim().replaceAll("−", "-")
  if (control.kind === "text") return text
  if (trimmed === "" || /^none$/i.test(trimmed)) return control.kind === "list" ? (trimmed === "" ? [] : null) : null
  if (control.kind === "pair" && control.words.includes(trimmed.toLowerCase())) return trimmed.toLowerCase()
  if (control.kind === "choice") return trimmed
  if (control.kind === "bool") return trimmed === "true"
  if (control.kind === "int" || control.kind === "number") return readNumberText(trimmed)
  const parts = trimmed
    .replace(/^[[(]|[\])]$/g, "")
    .split(/[,×x;\s]+/i)
    .filter((part) => part !== "")
  const numbers = parts.map(readNumberText)
  return control.kind === "pair" && numbers.length === 1 ? (numbers[0] ?? null) : numbers
}

/** Plain numbers, and arithmetic such as `28*28` or `2^5`. */
function readNumberText(text: string): Json {
  const plain = Number(text)
  if (!Number.isNaN(plain)) return plain
  const parsed = parseFormula(text)
  if (isFormulaProblem(parsed)) return text
  try {
    return evaluate(parsed, {})
  } catch {
    // It speaks of a symbol: no number.
    return text
  }
}
