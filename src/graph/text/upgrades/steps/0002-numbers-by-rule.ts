import type { Upgrade } from "../upgrades.ts"

/** Format 2 only adds: what raising.ts lists. What format 1 says keeps its meaning. */
export const upgrade: Upgrade = {
  summary: "An upstream gradient may be drawn by a rule; nothing that stood before changes.",
  apply: (document) => document,
}
