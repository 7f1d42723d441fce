import { type DrawerTab, useSession } from "../state/session.ts"

/** Height that a view of the drawer needs, in CSS pixels: the player's formula and three pieces with their sum; a plot. */
const LEAST: Readonly<Partial<Record<DrawerTab, number>>> = {
  player: 256,
  training: 376,
  sweep: 376,
  plan: 256,
  story: 256,
}

/** Brings a view of the drawer on screen, high enough to be read. */
export function showDrawer(view: DrawerTab): void {
  const { panels, tab, setPanel, setTab, setDerivation } = useSession.getState()
  setDerivation(null)
  const { open, size } = panels.drawer
  const least = LEAST[view] ?? 0
  if (!open) setPanel("drawer", { open: true })
  // Who makes it lower while the view is there keeps it so.
  if (size < least && (!open || tab !== view)) setPanel("drawer", { size: least })
  setTab(view)
}
