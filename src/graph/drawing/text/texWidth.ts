// Roughly how wide a short formula is, without setting it: symbols of one-line labels and of round nodes.

/** KaTeX sets formulas this much larger than the text around them. */
export const TEX_SCALE = 1.21
/** Width of a middling letter of KaTeX's fonts, in em of the formula. */
const LETTER = 0.6

/** Width in pixels of a formula whose letters have this size. */
export function texWidth(tex: string, size: number): number {
  return glyphs(tex) * LETTER * size
}

/** Roughly how many letters it is wide. */
function glyphs(tex: string): number {
  return (
    tex
      .replace(/\\(?:operatorname|mathrm|text)\{(\w+)\}/g, "$1")
      .replace(/\\[A-Za-z]+/g, "x")
      // With the space around it.
      .replace(/[-+=]/g, "xx")
      .replace(/[{}^_\\\s]/g, "").length
  )
}
