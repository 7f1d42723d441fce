import { aligning } from "../arranging.ts"

export const left = aligning("left", "left", "Align left edges", "Alt+A", "alignLeft")
