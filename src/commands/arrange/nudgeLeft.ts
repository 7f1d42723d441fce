import { nudging } from "./moving/arranging.ts"

export const nudgeLeft = nudging("nudgeLeft", "ArrowLeft", [-1, 0], "Move left")
