// What the names of LaTeX stand for, and how each symbol stands among its neighbours.

import type { SymbolKind, TexFont, TexNode } from "./texTree.ts"

function named(kind: SymbolKind, font: TexFont, pairs: string): readonly (readonly [string, TexNode])[] {
  return pairs
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [name = "", text = ""] = pair.split("=")
      return [name, { is: "symbol", text, font, kind }]
    })
}

/** Commands that are one symbol. */
export const LETTERS: ReadonlyMap<string, TexNode> = new Map([
  ...named(
    "ord",
    "math",
    `alpha=α beta=β gamma=γ delta=δ epsilon=ϵ varepsilon=ε zeta=ζ eta=η theta=θ vartheta=ϑ iota=ι kappa=κ lambda=λ mu=μ
     nu=ν xi=ξ pi=π varpi=ϖ rho=ρ varrho=ϱ sigma=σ varsigma=ς tau=τ upsilon=υ phi=ϕ varphi=φ chi=χ psi=ψ omega=ω`,
  ),
  ...named(
    "ord",
    "main",
    `Gamma=Γ Delta=Δ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π Sigma=Σ Upsilon=Υ Phi=Φ Psi=Ψ Omega=Ω ell=ℓ partial=∂ nabla=∇ infty=∞
     top=⊤ bot=⊥ ldots=… dots=… cdots=⋯ prime=′ emptyset=∅ forall=∀ exists=∃ lvert=| rvert=| lVert=∥ rVert=∥ |=∥`,
  ),
  ...named("bin", "main", "cdot=⋅ times=× div=÷ pm=± mp=∓ odot=⊙ oplus=⊕ otimes=⊗ ast=∗ star=⋆ circ=∘ cap=∩ cup=∪"),
  ...named(
    "rel",
    "main",
    `le=≤ leq=≤ ge=≥ geq=≥ ne=≠ neq=≠ approx=≈ equiv=≡ sim=∼ propto=∝ in=∈ notin=∉ ll=≪ gg=≫ to=→ rightarrow=→
     leftarrow=← gets=← Rightarrow=⇒ mapsto=↦ subset=⊂ subseteq=⊆ mid=∣`,
  ),
  ...named("limits", "large", "sum=∑ prod=∏"),
  ...named("op", "large", "int=∫"),
  ...named("open", "main", "lfloor=⌊ lceil=⌈ langle=⟨"),
  ...named("close", "main", "rfloor=⌋ rceil=⌉ rangle=⟩"),
])

/** Commands that are their own name, upright. */
export const OPERATORS: ReadonlySet<string> = new Set(
  "log ln exp sin cos tan sinh cosh tanh max min arg det dim sup inf lim".split(" "),
)

/** Widths in em. */
export const SPACES: ReadonlyMap<string, number> = new Map([
  [",", 3 / 18],
  [":", 4 / 18],
  [";", 5 / 18],
  ["!", -3 / 18],
  [" ", 0.25],
  ["quad", 1],
  ["qquad", 2],
  // How large and where limits go is decided here by where a formula stands.
  ["displaystyle", 0],
  ["textstyle", 0],
  ["limits", 0],
  ["nolimits", 0],
])

export const ACCENTS: ReadonlyMap<string, string> = new Map([
  ["hat", "hat"],
  ["widehat", "hat"],
  ["bar", "bar"],
  ["overline", "bar"],
  ["tilde", "tilde"],
  ["widetilde", "tilde"],
  ["vec", "vec"],
  ["dot", "dot"],
])

/** A character that stands for itself. Letters slant unless another font is asked for; a hyphen is a minus sign. */
export function symbolOf(character: string, font: TexFont | null): TexNode {
  if (/^\p{L}$/u.test(character))
    return { is: "symbol", text: character, font: font ?? letterFont(character), kind: "ord" }
  const text = character === "-" ? "−" : character === "*" ? "∗" : character
  return { is: "symbol", text, font: font ?? "main", kind: kindOf(text) }
}

/** Capital Greek stands upright, and so does what the slanted font has no letters for. */
function letterFont(character: string): TexFont {
  return /^[A-Za-zα-ωϵϕϑϱϖ]$/.test(character) ? "math" : "main"
}

function kindOf(character: string): SymbolKind {
  if ("+−∗±×÷⋅·".includes(character)) return "bin"
  if ("=<>:≤≥≠≈∈→←".includes(character)) return "rel"
  if ("([".includes(character)) return "open"
  if (")]?!".includes(character)) return "close"
  return ",;".includes(character) ? "punct" : "ord"
}
