import { cardText, symbolTile } from "../../../graph/drawing/card/cardText.ts"
import type { Face } from "../../../graph/drawing/face.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { useTile } from "../tiles/useTile.ts"
import styles from "./Plate.module.css"

/** Under an overlay: the paper that a card's picture lies on, so that its hues stay its own. */
export function Plate({ face }: { readonly face: Face }) {
  const step = useFlow((state) => state.textZoom)
  const tile = useTile(face)
  const place = face.kind === "symbol" ? symbolTile(face, step) : cardText(face, step).tile
  return tile === null || place === null ? null : (
    <div className={styles.plate} data-plate="" style={{ top: place.top - ABOVE }} />
  )
}

/** Of the edge over the picture, in canvas pixels: words stand close above it. */
const ABOVE = 1
