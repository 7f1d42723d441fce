import { distributing } from "../arranging.ts"

export const spreadAcross = distributing("spreadAcross", "across", "Distribute across", "Alt+Shift+H", "spreadAcross")
