import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const toggleOrder: Command = {
  id: "view.toggleOrder",
  label: () => (useSession.getState().order === "CHW" ? "Write shapes as H×W×C" : "Write shapes as C×H×W"),
  icon: "wire",
  keywords: ["channels first", "channels last", "HWC", "CHW", "NHWC", "layout"],
  enabled: () => true,
  run: () => {
    const { order, setOrder } = useSession.getState()
    setOrder(order === "CHW" ? "HWC" : "CHW")
  },
}
