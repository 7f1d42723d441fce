import { distributing } from "./moving/arranging.ts"

export const spreadDown = distributing("spreadDown", "down", "Distribute down", "Alt+Shift+V", "spreadDown")
