import { nudging } from "./moving/arranging.ts"

export const nudgeDown = nudging("nudgeDown", "ArrowDown", [0, 1], "Move down")
