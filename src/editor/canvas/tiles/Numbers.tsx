import { colourOf, css, type Family } from "../../../graph/drawing/tile/colour.ts"
import type { Tile } from "../../../graph/drawing/tile/tile.ts"
import type { Written } from "../../../graph/drawing/tile/written.ts"
import type { TensorData } from "../../../tensor/tensor.ts"
import { useDark } from "../../parts/useDark.ts"
import styles from "./CardTile.module.css"

interface Props {
  readonly data: TensorData
  readonly tile: Tile
  readonly largest: number
  readonly family: Family
  readonly written: Written
  /** For each cell 1 where it is dropped. */
  readonly holes: Uint8Array | null
}

export function Numbers({ data, tile: { columns, rows }, largest, family, holes, written: { texts, size } }: Props) {
  const dark = useDark()
  const template = { gridTemplateColumns: `repeat(${columns}, 1fr)`, gridTemplateRows: `repeat(${rows}, 1fr)` }
  return (
    <div className={styles.numbers} style={{ ...template, fontSize: size }}>
      {texts.map((text, i) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place.
          key={i}
          data-minus={(data[i] ?? 0) < 0 || undefined}
          data-dropped={holes?.[i] === 1 || undefined}
          style={{ "--ground": css(colourOf(data[i] ?? Number.NaN, largest, family, dark)) } as React.CSSProperties}
        >
          {holes?.[i] === 1 && family === "value" ? "" : text}
        </span>
      ))}
    </div>
  )
}
