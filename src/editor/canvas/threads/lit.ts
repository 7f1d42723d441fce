// The cells that made the chosen one, as far as they are drawn on cards. This folder draws what engine/explain answers; it
// reckons nothing itself.

import { create } from "zustand"
import type { LitCells } from "../../../engine/explain/terms/explanation.ts"

export const useLit = create<{ readonly lit: readonly LitCells[] }>()(() => ({ lit: [] }))
