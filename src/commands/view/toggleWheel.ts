import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const toggleWheel: Command = {
  id: "view.toggleWheel",
  label: () => (useSession.getState().wheel === "pan" ? "Let the wheel zoom" : "Let the wheel move the view"),
  icon: "zoomIn",
  keywords: ["mouse wheel", "trackpad", "scroll", "pan", "setting"],
  enabled: () => true,
  run: () => {
    const { wheel, setWheel } = useSession.getState()
    setWheel(wheel === "pan" ? "zoom" : "pan")
  },
}
