// The numbers of the gallery's batch normalisation, and its way back in plain arithmetic.

import type { Editor } from "./editor.ts"

/** Four examples of three features. */
export const X = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
  [1, 0, 1],
]
/** The gradient that is handed in at the end. */
export const DY = [
  [0.5, -1, 0.25],
  [-0.75, 1.5, -1.25],
  [1.25, 0.5, 2],
  [0.25, -0.5, -0.75],
]
export const GAMMA = [1, 0.5, 2]
const EPS = 1e-5

/** Opens the graph and runs it back. */
export async function openGradients(editor: Editor): Promise<void> {
  await editor.open("?src=batch-norm")
  await editor.ran("Forward")
  await editor.press("Backward")
}

/** One feature: its mean, its variance with ε, and the gradients at both: dμ = −Σdz/√v, dσ² = −½ Σ dz (x − μ) v^(−3/2). */
export function backThrough(
  x: readonly number[],
  dz: readonly number[],
): { readonly mean: number; readonly v: number; readonly dMean: number; readonly dVariance: number } {
  const mean = sum(x) / x.length
  const v = sum(x.map((one) => (one - mean) ** 2)) / x.length + EPS
  const dVariance = -0.5 * sum(dz.map((one, i) => one * (x[i]! - mean))) * v ** -1.5
  return { mean, v, dMean: -sum(dz) / Math.sqrt(v), dVariance }
}

export function sum(list: readonly number[]): number {
  return list.reduce((total, one) => total + one, 0)
}
