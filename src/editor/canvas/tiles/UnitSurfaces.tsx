import { useMemo } from "react"
import type { Surface } from "../../../engine/train/report.ts"
import { writeNumber } from "../../../formula/number.ts"
import { largestOf, UNIT_GRID, type UnitSheet, unitPlanes } from "../../../graph/drawing/tile/unitSheet.ts"
import { Maps } from "../../tensor/Maps.tsx"
import styles from "./CardTile.module.css"

interface Props {
  readonly surface: Surface
  readonly sheet: UnitSheet
  /** The room that they lie in the middle of. */
  readonly room: { readonly width: number; readonly height: number }
  /** Size of the letters under them; null where there is no room for a scale. */
  readonly letters: number | null
}

/** What each unit of a layer answers over the plane of the examples, in the place of the layer's own picture. */
export function UnitSurfaces({ surface, sheet, room, letters }: Props) {
  const planes = useMemo(() => unitPlanes(surface.values.data, sheet.planes), [surface, sheet.planes])
  const largest = useMemo(() => largestOf(planes), [planes])
  const { width, height } = sheet
  return (
    <div className={styles.units} data-units={surface.request.output} style={{ width: room.width }}>
      <div style={{ width, height, marginTop: (room.height - height) / 2, marginBottom: (room.height - height) / 2 }}>
        <Maps data={planes} sheet={sheet} largest={largest} family="value" />
      </div>
      {letters === null ? null : (
        <div className={styles.scale} style={{ width, fontSize: letters }}>
          ±{writeNumber(largest)}
        </div>
      )}
    </div>
  )
}

/** So many units of a surface. */
export function unitsOf({ values }: Surface): number {
  return values.data.length / UNIT_GRID ** 2
}
