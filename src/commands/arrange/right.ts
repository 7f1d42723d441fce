import { aligning } from "./moving/arranging.ts"

export const right = aligning("right", "right", "Align right edges", "Alt+D", "alignRight")
