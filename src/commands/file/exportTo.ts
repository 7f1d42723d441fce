import { useDocument } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"

export const exportTo: Command = {
  id: "file.exportTo",
  label: "Export",
  icon: "picture",
  keywords: [
    "export a picture",
    "svg",
    "png",
    "pdf",
    "image",
    "figure",
    "homework sheet",
    "screenshot",
    "latex",
    "tikz",
    "graphviz",
    "dot",
    "mermaid",
    "weights out",
    "safetensors",
    "npz",
    "pytorch",
    "torch",
    "python",
    "code",
    "export code",
    "state dict",
  ],
  use: 56,
  needs: "Draw something first.",
  enabled: () => useDocument.getState().document.nodes.length > 0,
  run: () => useSession.getState().setDialog("export"),
}
