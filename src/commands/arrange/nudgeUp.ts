import { nudging } from "./moving/arranging.ts"

export const nudgeUp = nudging("nudgeUp", "ArrowUp", [0, -1], "Move up")
