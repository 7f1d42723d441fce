import { useSession } from "../state/session.ts"

/** Brings the inspector on screen; in a narrow window it lies over the canvas. */
export function showInspector(): void {
  const { setPanel, setSheet } = useSession.getState()
  setPanel("inspector", { open: true })
  setSheet("inspector")
}
