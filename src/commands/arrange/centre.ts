import { aligning } from "./moving/arranging.ts"

export const centre = aligning("centre", "centre", "Align centres", "Alt+H", "alignCentre")
