import { useMemo } from "react"
import { textWidth } from "../../../graph/drawing/text/textWidth.ts"
import type { Tile } from "../../../graph/drawing/tile/tile.ts"
import { nodeOf } from "../../../graph/wire.ts"
import { useDocument } from "../../../state/document.ts"
import { useLive } from "../../../state/run/live.ts"
import { isPhone } from "../../../state/window.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import { clearPad } from "./drawing.ts"
import styles from "./Pad.module.css"

const [DRAW, CLEAR] = ["draw here", "Clear"]

interface Props {
  readonly tile: Tile
  readonly shape: Shape
  readonly room: number
  /** Size of the letters. */
  readonly letters: number
}

/** What stands under a pad in place of its scale: that one draws on it, or what came of it, where there is room, and how it is cleared. */
export function PadLine({ tile, shape, room, letters }: Props) {
  const id = nodeOf(tile.place)
  const drawable = useMemo(() => ({ id, shape }), [id, shape])
  const locked = useDocument((state) => state.lock !== null)
  // The card with the scores is out of view there.
  const said = useLive(({ said }) => (said !== "" && isPhone() ? said : ""))
  const words = said === "" ? DRAW : said
  if (locked) return "0 to 1"
  return (
    <span className={styles.line}>
      {textWidth(`${words}  ${CLEAR}`, letters) <= room ? <span className={styles.word}>{words}</span> : null}
      <button
        type="button"
        className={`nodrag nopan ${styles.clear}`}
        aria-label={`Clear ${id}`}
        onClick={(event) => {
          event.stopPropagation()
          clearPad(drawable)
        }}
      >
        {CLEAR}
      </button>
    </span>
  )
}
