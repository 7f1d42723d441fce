import { aligning } from "./moving/arranging.ts"

export const bottom = aligning("bottom", "bottom", "Align bottom edges", "Alt+S", "alignBottom")
