import { hasPlainCards } from "../../graph/drawing/tile/tile.ts"
import { setView } from "../../graph/edit/edit.ts"
import { edit, useDocument } from "../../state/document.ts"
import type { Command } from "../command.ts"

/** Pictures of tensors on cards, which the document carries: a card keeps its size without them. */
export const togglePictures: Command = {
  id: "view.togglePictures",
  label: () => (hasPlainCards(useDocument.getState().document) ? "Show tensors on cards" : "Show words alone on cards"),
  icon: "picture",
  keywords: ["pictures", "thumbnails", "heat maps", "values on nodes", "plain cards"],
  edits: true,
  enabled: () => true,
  run: () => {
    const plain = hasPlainCards(useDocument.getState().document)
    edit(plain ? "Show tensors on cards" : "Hide tensors on cards", (document) =>
      setView(document, { cards: plain ? undefined : "plain" }),
    )
  },
}
