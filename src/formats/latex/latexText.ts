// A stranger's text as LaTeX that shows it: plain ASCII, so that any TeX reads it, and no sign of it can begin a command.
// pdfTeX without further packages has letters of Latin and Greek only; what it lacks becomes a question mark and is told.
// This folder writes LaTeX; what is drawn and where comes from graph/drawing.

import { seen } from "../figures/xml.ts"

const SIGNS: ReadonlyMap<string, string> = new Map([
  ["\\", "\\textbackslash{}"],
  ["{", "\\{"],
  ["}", "\\}"],
  // As mathematics: the letters of text have a dollar in another font only.
  ["$", "$\\mathdollar$"],
  ["&", "\\&"],
  ["#", "\\#"],
  ["_", "\\_"],
  ["%", "\\%"],
  ["~", "\\textasciitilde{}"],
  ["^", "\\textasciicircum{}"],
  // In the letters that LaTeX begins with these show as others.
  ["<", "$<$"],
  [">", "$>$"],
  ["|", "$|$"],
  ['"', "\\char34{}"],
  ["–", "--"],
  ["—", "---"],
  ["…", "\\ldots{}"],
  ["“", "``"],
  ["”", "''"],
  ["‘", "`"],
  ["’", "'"],
  ["ß", "\\ss{}"],
  ["æ", "\\ae{}"],
  ["Æ", "\\AE{}"],
  ["œ", "\\oe{}"],
  ["Œ", "\\OE{}"],
  ["ø", "\\o{}"],
  ["Ø", "\\O{}"],
  ["ł", "\\l{}"],
  ["Ł", "\\L{}"],
  ["ı", "\\i{}"],
  ["§", "$\\mathsection$"],
  ["¶", "$\\mathparagraph$"],
  ["©", "(c)"],
  ["¡", "!`"],
  ["¿", "?`"],
  ["\u00a0", "~"],
])

/** Signs that stand in mathematics, with the letters of Greek. */
const IN_MATHS: ReadonlyMap<string, string> = new Map(
  (
    "×=times −=- ≤=le ≥=ge ≠=ne ≈=approx ±=pm ·=cdot ⋅=cdot ∗=ast →=to ←=gets ↔=leftrightarrow ⇒=Rightarrow ∑=sum ∏=prod √=surd ∞=infty " +
    "∂=partial ∇=nabla ∈=in ⊙=odot ⊕=oplus ⊗=otimes ∘=circ ÷=div ⋯=cdots ∥=| ‖=| ′=prime ∅=emptyset ∀=forall ∃=exists " +
    "⌊=lfloor ⌋=rfloor ⌈=lceil ⌉=rceil ⟨=langle ⟩=rangle ∼=sim ∝=propto ≡=equiv ⊂=subset ⊆=subseteq ≪=ll ≫=gg ∩=cap ∪=cup " +
    "⊤=top ⊥=bot ℓ=ell ↦=mapsto ∫=int ⋆=star ∓=mp ∉=notin ∣=mid µ=mu " +
    "α=alpha β=beta γ=gamma δ=delta ϵ=epsilon ε=varepsilon ζ=zeta η=eta θ=theta ϑ=vartheta ι=iota κ=kappa λ=lambda μ=mu " +
    "ν=nu ξ=xi π=pi ϖ=varpi ρ=rho ϱ=varrho σ=sigma ς=varsigma τ=tau υ=upsilon ϕ=phi φ=varphi χ=chi ψ=psi ω=omega " +
    "Γ=Gamma Δ=Delta Θ=Theta Λ=Lambda Ξ=Xi Π=Pi Σ=Sigma Υ=Upsilon Φ=Phi Ψ=Psi Ω=Omega"
  )
    .split(" ")
    .map((pair) => {
      const [sign = "", name = ""] = pair.split("=")
      return [sign, name === "-" ? "-" : `\\${name}`]
    }),
)

/** Marks over and under letters. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ["\u0300", "`"],
  ["\u0301", "'"],
  ["\u0302", "^"],
  ["\u0303", "~"],
  ["\u0304", "="],
  ["\u0306", "u"],
  ["\u0307", "."],
  ["\u0308", '"'],
  ["\u030a", "r"],
  ["\u030b", "H"],
  ["\u030c", "v"],
  ["\u0327", "c"],
])

/** Characters that were asked for and are not to be had, each once. */
export class Missing {
  readonly characters = new Set<string>()

  /** A question mark in place of a character. */
  instead(character: string): string {
    this.characters.add(character)
    return "?"
  }
}

/** One line of text. */
export function latexText(text: string, missing: Missing): string {
  return seen(text)
    .normalize("NFC")
    .replace(/\P{ASCII}|[\\{}$&#_%~^<>|"]/gu, (character) => {
      const sign = SIGNS.get(character)
      if (sign !== undefined) return sign
      const maths = IN_MATHS.get(character)
      return maths === undefined ? (accented(character) ?? missing.instead(character)) : `$${maths}$`
    })
}

/** `\'{e}` for é; null where there is no such letter. */
function accented(character: string): string | null {
  const [letter = "", ...marks] = character.normalize("NFD")
  if (!/^[A-Za-z]$/.test(letter) || marks.length === 0) return null
  // An i keeps its dot under no mark.
  let written = letter === "i" && marks[0] !== "\u0327" ? "\\i" : letter
  for (const mark of marks) {
    const command = MARKS.get(mark)
    if (command === undefined) return null
    written = `\\${command}{${written}}`
  }
  return written
}

/** A sign or a letter of Greek as mathematics writes it; null where it has no name there. */
export function mathsName(character: string): string | null {
  return IN_MATHS.get(character) ?? null
}
