import { useSession } from "../state/session.ts"

/** Brings the player's tab of the drawer into view. */
export function showPlayer(): void {
  const { panels, setPanel, setTab } = useSession.getState()
  if (!panels.drawer.open) setPanel("drawer", { open: true })
  setTab("player")
}
