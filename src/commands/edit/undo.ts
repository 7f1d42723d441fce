import { useCamera } from "../../state/camera.ts"
import { undo as stepBack, useDocument } from "../../state/document.ts"
import type { Command } from "../command.ts"
import { lowerFirst } from "./past/words.ts"

export const undo: Command = {
  id: "edit.undo",
  label: () => {
    const entry = useDocument.getState().past.at(-1)
    return entry ? `Undo: ${lowerFirst(entry.label)}` : "Undo"
  },
  icon: "undo",
  keywords: ["back", "revert"],
  shortcuts: ["Mod+Z"],
  edits: true,
  use: 85,
  needs: "Nothing was changed yet.",
  enabled: () => useDocument.getState().past.length > 0,
  run: () => useCamera.getState().glide(stepBack),
}
