// Which of the two lists the left panel shows: what can be added, or what is there.

import { create } from "zustand"

type SideTab = "library" | "outline"

export const useSide = create<{ readonly tab: SideTab }>()(() => ({ tab: "library" }))

export function showSide(tab: SideTab): void {
  useSide.setState({ tab })
}
