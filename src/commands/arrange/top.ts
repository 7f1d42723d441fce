import { aligning } from "./moving/arranging.ts"

export const top = aligning("top", "top", "Align top edges", "Alt+W", "alignTop")
