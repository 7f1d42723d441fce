import { aligning } from "./moving/arranging.ts"

export const left = aligning("left", "left", "Align left edges", "Alt+A", "alignLeft")
