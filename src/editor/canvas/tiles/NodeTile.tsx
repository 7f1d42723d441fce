import { lazy, memo, useMemo } from "react"
import { cardText, symbolTile } from "../../../graph/drawing/card/cardText.ts"
import type { Face } from "../../../graph/drawing/face.ts"
import { Later } from "../../parts/boundary/Later.tsx"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { useTile } from "./useTile.ts"

const CardTile = lazy(async () => ({ default: (await import("./CardTile.tsx")).CardTile }))

/** The picture on the card of a node; nothing where it shows none, or has no room for one at this zoom. */
export const NodeTile = memo(function NodeTile({ face }: { readonly face: Face }) {
  const step = useFlow((state) => state.textZoom)
  const tile = useTile(face)
  const hung = face.kind === "symbol" ? null : cardText(face, step)
  const place = hung === null ? symbolTile(face, step) : hung.tile
  const table = useMemo(
    () =>
      face.statistics === null || hung?.statistics == null ? null : { of: face.statistics, place: hung.statistics },
    [face.statistics, hung?.statistics],
  )
  if (tile === null || place === null) return null
  return (
    <Later what="The picture of the tensor" instead={null}>
      <CardTile tile={tile} place={place} step={step} weights={hung?.weights ?? null} statistics={table} />
    </Later>
  )
})
