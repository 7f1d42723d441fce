// The lines of a derivation: a left side, and the terms of the right, each with the wires that it comes by.

import { splitEquation } from "./terms/chain.ts"

/** One term of the right side of an equation, with the wires that it comes by. */
export interface Term {
  /** What stands in front of it. */
  readonly sign: "=" | "+" | "-"
  readonly tex: string
  readonly wires: readonly string[]
}
/** An equation, LaTeX: as a whole, its left side, and the terms of its right. */
export interface Equation {
  readonly tex: string
  readonly left: string
  readonly terms: readonly Term[]
}

/** An equation whose right side comes by the same wires as a whole. */
export function equation(tex: string, wires: readonly string[]): Equation {
  const [left, right] = splitEquation(tex)
  return { tex, left, terms: [{ sign: "=", tex: right, wires }] }
}

/** An equation whose right side is a sum of pieces, each with its own wires. */
export function sumOf(left: string, pieces: readonly Omit<Term, "sign">[]): Equation {
  return signed(
    left,
    pieces.map((piece) => ({ ...piece, sign: "+" })),
  )
}

/** An equation whose right side is a sum of signed terms; the first comes after the equals sign. */
export function signed(left: string, terms: readonly Term[]): Equation {
  const written = terms.map((term, at): Term => {
    if (at > 0) return term
    return { ...term, sign: "=", tex: term.sign === "-" ? `- ${term.tex}` : term.tex }
  })
  return { tex: [left, ...written.map(({ sign, tex }) => `${sign} ${tex}`)].join(" "), left, terms: written }
}
