// What a node is called inside a sentence.

import type { Analysis } from "./analysis.ts"

const GREEK = new Map(
  Object.entries({
    alpha: "α",
    beta: "β",
    gamma: "γ",
    delta: "δ",
    epsilon: "ε",
    varepsilon: "ε",
    zeta: "ζ",
    eta: "η",
    theta: "θ",
    kappa: "κ",
    lambda: "λ",
    mu: "μ",
    nu: "ν",
    xi: "ξ",
    pi: "π",
    rho: "ρ",
    sigma: "σ",
    tau: "τ",
    phi: "φ",
    varphi: "φ",
    chi: "χ",
    psi: "ψ",
    omega: "ω",
    Delta: "Δ",
    Sigma: "Σ",
    Omega: "Ω",
  }),
)

/** A node's name inside a sentence: its label as far as plain letters can write it, else its id. */
export function nodeName(analysis: Analysis, id: string): string {
  const label = analysis.nodes.get(id)?.node.label
  if (label === undefined) return id
  const plain = label
    .replace(/\\([A-Za-z]+) ?/g, (all, name: string) => GREEK.get(name) ?? all)
    .replace(/\^\{?([23])\}?/g, (_, power: string) => (power === "2" ? "²" : "³"))
    .replace(/_\{?([0-9])\}?/g, (_, digit: string) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)] ?? digit)
  return /[\\^{}]/.test(plain) ? id : plain
}
