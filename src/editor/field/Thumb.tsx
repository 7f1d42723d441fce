// Under a card: its map in small, with the part that the chosen cell sees, or that sees the chosen cell.

import { useAnalysis } from "../../state/analysis.ts"
import { usePainting } from "../../state/painting.ts"
import { FieldPicture } from "./FieldPicture.tsx"
import styles from "./field.module.css"
import { useMap } from "./useMap.ts"
import { regionWords } from "./words.ts"

const NOWHERE: readonly number[] = []

export function Thumb({ node }: { readonly node: string }) {
  const analysis = useAnalysis((state) => state.structure)
  const painting = usePainting((state) => state.painting)
  const map = useMap(analysis, node, painting?.cell ?? NOWHERE)
  if (painting === null || map === null) return null
  const own = painting.place.map((at) => ({ from: at, to: at }))
  const region = painting.upstream.get(node) ??
    painting.downstream.get(node) ?? { cells: own, withPadding: own, exact: true }
  const label = `${node}: ${regionWords(region, map.extent)}`
  // Padding would shift the map about under its card; the inspector shows it.
  const inside = { ...region, withPadding: region.cells }
  return (
    <div className={styles.thumb}>
      <FieldPicture {...map} region={inside} width={44} tallest={44} label={label} />
    </div>
  )
}
