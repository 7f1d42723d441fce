import { useCamera } from "../../state/camera.ts"
import { redo as stepForth, useDocument } from "../../state/document.ts"
import type { Command } from "../command.ts"
import { lowerFirst } from "./past/words.ts"

export const redo: Command = {
  id: "edit.redo",
  label: () => {
    const entry = useDocument.getState().future.at(-1)
    return entry ? `Redo: ${lowerFirst(entry.label)}` : "Redo"
  },
  icon: "redo",
  keywords: ["again"],
  shortcuts: ["Mod+Shift+Z", "Mod+Y"],
  edits: true,
  use: 48,
  needs: "Nothing was undone.",
  enabled: () => useDocument.getState().future.length > 0,
  run: () => useCamera.getState().glide(stepForth),
}
