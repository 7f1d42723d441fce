import { setView } from "../../graph/edit/edit.ts"
import { edit, useDocument } from "../../state/document.ts"
import type { Command } from "../command.ts"

const isAsked = (): boolean => useDocument.getState().document.view?.predict === true

/** Whether whoever opens the document is asked for each next number of a playback, which the document carries. */
export const togglePredict: Command = {
  id: "view.togglePredict",
  label: () => (isAsked() ? "Let readers watch without predicting" : "Ask readers to predict first"),
  icon: "play",
  keywords: ["predict", "quiz", "hide the next number", "playback", "guess"],
  edits: true,
  enabled: () => true,
  run: () => {
    const asked = isAsked()
    edit(asked ? "Let readers watch" : "Ask readers to predict", (document) =>
      setView(document, { predict: asked ? undefined : true }),
    )
  },
}
