import { aligning } from "../arranging.ts"

export const top = aligning("top", "top", "Align top edges", "Alt+W", "alignTop")
