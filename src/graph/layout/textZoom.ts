// Words keep a size that can be read on the screen, so the smaller a graph is shown, the more of its canvas they take. They are
// set anew only at steps of the zoom: at each they are as large as at its lower end.

/** Of so many steps from one zoom to half of it. */
const STEPS = 5

/** The zoom that words are set for: the step at or below it, at most 1. On the screen they are never smaller than at that step. */
export function textZoom(zoom: number): number {
  return zoom >= 1 ? 1 : 2 ** (Math.floor(STEPS * Math.log2(zoom) + 1e-6) / STEPS)
}

/** The next step further out. */
export function stepBelow(step: number): number {
  return 2 ** ((Math.round(STEPS * Math.log2(step)) - 1) / STEPS)
}
