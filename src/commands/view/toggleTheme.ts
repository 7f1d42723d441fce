import { type Theme, useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" }
const WORDS: Readonly<Record<Theme, string>> = { system: "as the system", light: "light", dark: "dark" }

export const toggleTheme: Command = {
  id: "view.toggleTheme",
  label: () => {
    const { theme } = useSession.getState()
    return `Colours: ${WORDS[theme]} (next: ${WORDS[NEXT[theme]]})`
  },
  icon: "dark",
  keywords: ["dark mode", "light mode", "theme"],
  enabled: () => true,
  run: () => {
    const { theme, setTheme } = useSession.getState()
    setTheme(NEXT[theme])
  },
}
