// The words around numbers: prompts, names, calls, comments, LaTeX and HTML are taken off a copied array, and numbers written
// another way are written plainly. What is left are numbers, brackets and separators.

export interface Cleaned {
  readonly body: string
  /** MATLAB's common factor `1.0e+03 *`; else 1. */
  readonly factor: number
}

/** Numbers, brackets and separators alone need no cleaning: a million of them are read in half the time. */
const MORE_THAN_NUMBERS = /[^\s\d.,;eE+[\](){}-]/

const CALLS =
  /\b(?:np\.|numpy\.|torch\.|jnp\.|jax\.numpy\.|tf\.)?(?:as)?(?:array|tensor|Array|Tensor|Parameter|Variable|matrix|constant|DeviceArray)\s*\(/g
const SCALARS =
  /\b(?:np\.|numpy\.|torch\.)?(?:float|int|bool_?|double|single)\d*_?\s*\(\s*['"]?([^()'"]{0,60})['"]?\s*\)/g
const KEYWORDS =
  /,?\s*\b(?:dtype|device|grad_fn|requires_grad|shape|size|weak_type)\s*=\s*(?:<[^>]{0,200}>|'[^']{0,99}'|(?:torch\.Size)?\([^)]{0,200}\)|[\w.]+)/g
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

/** Without the words; `text` may hold any newlines. */
export function cleaned(text: string): Cleaned {
  if (!MORE_THAN_NUMBERS.test(text) && !/\[,\d/.test(text)) return { body: withoutContinuations(text), factor: 1 }
  let factor = 1
  const body = plainNumbers(withoutMarkup(evenSpaces(text)))
    .replace(/^[^\S\n]*(?:>>>|In \[\d*\]:).*$/gm, "")
    .replace(/^[^\S\n]*Out\[\d*\]:/gm, "")
    .replace(/(?<=^|\s)(?:#|%|\/\/).*$/gm, "")
    .replace(/^.*\bParameter containing:/gm, "")
    .replace(/<tf\.\w+:[\s\S]{0,200}?numpy=/g, "")
    .replace(/\)\s*>\s*$/, ")")
    .replace(SCALARS, " $1 ")
    .replace(/\bnew\s+/g, "")
    .replace(/\b(?:Float|Uint|Int|BigInt)?\d{0,2}(?:Clamped)?Array\s?\(\d{1,9}\)/g, "")
    .replace(/\b(?:Float|Uint|Int)\d\d?(?:Clamped)?Array\s?\(/g, "(")
    .replace(CALLS, "(")
    .replace(KEYWORDS, " ")
    .replace(/\b(?:np|numpy|math|torch)\.(?=nan|inf|NaN|Inf)/g, "")
    .replace(/^\s*([-+\d.eE]+)\s*\*\s*$/m, (_, written: string) => {
      factor = Number(written)
      return ""
    })
    .replace(/^[^\S\n]*\d+[x×]\d+\s.*:[^\S\n]*$/gm, "")
    .replace(/^[^\S\n]*[A-Za-z_][\w.[\]: ]*[=:](?![=\d])/gm, "")
    .replace(/\[\d*,\d*\]/g, (index) => (/^\[(?:,\d+|\d+,)\]$/.test(index) ? " " : index))
  return { body: withoutContinuations(body), factor: Number.isFinite(factor) && factor !== 0 ? factor : 1 }
}

/** Tags of a copied table and LaTeX's environments; what ends a row becomes a new line. */
function withoutMarkup(text: string): string {
  const table = /<t[dh]\b/i.test(text)
    ? text
        .replace(/<\/t[dh]>/gi, "\t")
        .replace(/<\/tr>/gi, "\n")
        .replace(/<[^>]{0,400}>/g, "")
    : text
  const latex = /\\(?:begin|d?frac|\\|hline|[a-z]{0,12}rule)/.test(table)
  const rows = latex
    ? table
        .replace(/\\(?:begin|end)\s?\{[^}]{0,40}\}(?:\[[^\]]{0,40}\])?(?:\{[^}]{0,80}\})?/g, "\n")
        .replace(/\\\\(?:\[[^\]]{0,20}\])?/g, "\n")
        .replace(/\\(?:left|right)\s*[[\](){}.|]|\\hline|\\[a-z]{0,12}rule|\$|\\[,;!: ]|\\quad/g, " ")
        .replace(/\\d?frac\s?\{([^{}]{0,40})\}\s?\{([^{}]{0,40})\}/g, "$1/$2")
    : table
  if (!rows.includes("---")) return rows
  // The rule under the head of a Markdown table.
  return rows
    .split("\n")
    .filter((line) => !line.includes("---") || /[^|\s:+-]/.test(line))
    .join("\n")
}

/** One kind of newline, and no long runs of space, which would make every search below slow. */
function evenSpaces(text: string): string {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
}

/** `−1.5×10⁻³`, `1.5 \cdot 10^{-3}`, `1.5*^-3` and `1.5D-03` become `-1.5e-3`; full-width digits and odd spaces plain ones. */
function plainNumbers(text: string): string {
  const raised = text.replace(/10([⁺⁻]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, sign: string, digits: string) => {
    const plain = [...digits].map((digit) => SUPERSCRIPTS.indexOf(digit)).join("")
    return `10^${sign === "⁻" ? "-" : ""}${plain}`
  })
  return raised
    .normalize("NFKC")
    .replaceAll("−", "-")
    .replace(/[‐‑‒–](?=[\d.∞])/g, "-")
    .replaceAll("∞", "inf")
    .replace(/(\d\.?)\s*(?:[×x*·]|\\cdot|\\times)\s*10\s*\^\s*\{?\s*([-+]?\d+)(?:\s*\})?/g, "$1e$2")
    .replace(/(\d\.?)(?:\*\^|[dD](?=[-+]?\d+\b))/g, "$1e")
    .replace(/(\d\.\d*|\.\d+)[fF]\b/g, "$1")
}

/** MATLAB goes on in the next line after `...`; NumPy leaves numbers out there, and that stays to be seen. */
function withoutContinuations(text: string): string {
  return text.includes(";") || /\[\s*\.\.\.\s*\n/.test(text) ? text.replace(/\.\.\.[^\S\n]*\n/g, " ") : text
}
