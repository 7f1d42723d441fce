import { distributing } from "./moving/arranging.ts"

export const spreadAcross = distributing("spreadAcross", "across", "Distribute across", "Alt+Shift+H", "spreadAcross")
