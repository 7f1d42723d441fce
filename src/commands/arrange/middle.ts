import { aligning } from "./moving/arranging.ts"

export const middle = aligning("middle", "middle", "Align middles", "Alt+V", "alignMiddle")
