import { present as begin, stopPresenting, usePresenting } from "../../state/player/presenting.ts"
import type { Command } from "../command.ts"

/** The canvas and the title, and nothing else; the document's story on them, if it has one. */
export const present: Command = {
  id: "view.present",
  label: () => (usePresenting.getState().on ? "End the presentation" : "Present"),
  icon: "present",
  keywords: ["presentation", "slides", "story", "frames", "full screen", "hide everything", "canvas alone", "lecture"],
  shortcuts: ["H"],
  use: 40,
  enabled: () => true,
  run: () => {
    if (usePresenting.getState().on) stopPresenting()
    else begin()
  },
}
