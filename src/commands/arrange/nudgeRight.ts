import { nudging } from "./moving/arranging.ts"

export const nudgeRight = nudging("nudgeRight", "ArrowRight", [1, 0], "Move right")
