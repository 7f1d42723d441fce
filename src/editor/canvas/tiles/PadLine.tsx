import { useMemo } from "react"
import type { Tile } from "../../../graph/drawing/tile/tile.ts"
import { nodeOf } from "../../../graph/wire.ts"
import { useDocument } from "../../../state/document.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import { clearPad } from "./drawing.ts"
import styles from "./Pad.module.css"

/** What stands under a pad in place of its scale: that one draws on it, and how it is cleared. */
export function PadLine({ tile, shape }: { readonly tile: Tile; readonly shape: Shape }) {
  const id = nodeOf(tile.place)
  const drawable = useMemo(() => ({ id, shape }), [id, shape])
  const locked = useDocument((state) => state.lock !== null)
  if (locked) return "0 to 1"
  return (
    <span className={styles.line}>
      <span className={styles.word}>draw here</span>
      <button
        type="button"
        className={`nodrag nopan ${styles.clear}`}
        aria-label={`Clear ${id}`}
        onClick={(event) => {
          event.stopPropagation()
          clearPad(drawable)
        }}
      >
        Clear
      </button>
    </span>
  )
}
