import { useSession } from "../state/session.ts"

/** So that the formula and three pieces with their sum fit. */
const LEAST = 304

/** Brings the player's tab of the drawer into view, high enough to be read. */
export function showPlayer(): void {
  const { panels, tab, setPanel, setTab } = useSession.getState()
  const { open, size } = panels.drawer
  if (!open) setPanel("drawer", { open: true })
  // Who makes it lower while the player is there keeps it so.
  if (size < LEAST && (!open || tab !== "player")) setPanel("drawer", { size: LEAST })
  setTab("player")
}
