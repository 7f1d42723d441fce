// Light or dark, as chosen or as the system says.

import { useSyncExternalStore } from "react"
import { type Theme, useSession } from "../../../state/session.ts"

const DARK = "(prefers-color-scheme: dark)"

/** True while the page is dark: canvases that paint colours themselves ask this. */
export function useDark(): boolean {
  const theme = useSession((state) => state.theme)
  const system = useSyncExternalStore(followSystem, systemIsDark)
  return isDark(theme, system)
}

export function isDark(theme: Theme, systemDark: boolean): boolean {
  return theme === "system" ? systemDark : theme === "dark"
}

export function systemIsDark(): boolean {
  return window.matchMedia(DARK).matches
}

/** Calls back when the system turns light or dark. */
export function followSystem(listener: () => void): () => void {
  const query = window.matchMedia(DARK)
  query.addEventListener("change", listener)
  return () => query.removeEventListener("change", listener)
}
