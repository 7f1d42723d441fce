import { useEffect } from "react"
import { paint } from "../parts/styles/theme.ts"
import { useDark } from "../parts/useDark.ts"

/** Puts the chosen colours on the document; follows the system where that is the choice. */
export function useTheme(): void {
  const dark = useDark()
  useEffect(() => paint(dark), [dark])
}
