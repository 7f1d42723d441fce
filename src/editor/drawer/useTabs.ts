// The tabs of the drawer that the open document does not hide: known before their views have come.

import { useMemo } from "react"
import { useDocument } from "../../state/document.ts"
import { hidesPart } from "../../state/hiding.ts"
import type { DrawerTab } from "../../state/session.ts"

interface Tab {
  readonly id: DrawerTab
  readonly title: string
}

const TABS: readonly Tab[] = [
  { id: "layers", title: "Layers" },
  { id: "player", title: "Player" },
  { id: "charts", title: "Charts" },
  { id: "training", title: "Training" },
  { id: "sweep", title: "Sweep" },
  { id: "checks", title: "Checks" },
  { id: "plan", title: "Plan" },
  { id: "story", title: "Story" },
  { id: "problems", title: "Problems" },
]

export function useTabs(): readonly Tab[] {
  const hide = useDocument((state) => state.document.view?.hide)
  return useMemo(() => TABS.filter(({ id }) => hide?.includes("drawer") !== true && !hidesPart(hide, id)), [hide])
}
