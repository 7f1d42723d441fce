export type RuleName = "nonFinite" | "dead" | "low" | "high"
export interface PauseRule {
  readonly on: boolean
  /** `dead`: least share of zeros, 0 to 1. `low`, `high`: RMS of a gradient. `nonFinite` has none. */
  readonly at: number
}
export type PauseRules = Readonly<Record<RuleName, PauseRule>>

export const FIRST_RULES: PauseRules = {
  nonFinite: { on: true, at: 0 },
  dead: { on: false, at: 0.9 },
  low: { on: false, at: 1e-6 },
  high: { on: false, at: 1e3 },
}
