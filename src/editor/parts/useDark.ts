import { useSyncExternalStore } from "react"
import { useSession } from "../../state/session.ts"
import { followSystem, systemIsDark } from "./styles/theme.ts"

/** True while the page is dark: canvases that paint colours themselves ask this. */
export function useDark(): boolean {
  const theme = useSession((state) => state.theme)
  const system = useSyncExternalStore(followSystem, systemIsDark)
  return theme === "system" ? system : theme === "dark"
}
