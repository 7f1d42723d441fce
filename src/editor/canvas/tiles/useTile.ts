import type { Face } from "../../../graph/drawing/face.ts"
import { hasPlainCards, type Tile } from "../../../graph/drawing/tile/tile.ts"
import { useDocument } from "../../../state/document.ts"
import { usePartHidden } from "../../../state/hiding.ts"

/** The picture that a card shows; null where it has none, or the document asks for words alone or hides its numbers. */
export function useTile({ tile }: Face): Tile | null {
  const plain = useDocument(({ document }) => hasPlainCards(document))
  const hidden = usePartHidden("numbers")
  return plain || hidden ? null : tile
}
