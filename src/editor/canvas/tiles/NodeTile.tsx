import { lazy, memo } from "react"
import { cardText, symbolTile } from "../../../graph/drawing/cardText.ts"
import type { Face } from "../../../graph/drawing/face.ts"
import { Later } from "../../parts/boundary/Later.tsx"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { useTile } from "./useTile.ts"

const CardTile = lazy(async () => ({ default: (await import("./CardTile.tsx")).CardTile }))

/** The picture on the card of a node; nothing where it shows none, or has no room for one at this zoom. */
export const NodeTile = memo(function NodeTile({ face }: { readonly face: Face }) {
  const step = useFlow((state) => state.textZoom)
  const tile = useTile(face)
  const place = face.kind === "symbol" ? symbolTile(face, step) : cardText(face, step).tile
  const weights = face.kind === "card" ? cardText(face, step).weights : null
  if (tile === null || place === null) return null
  return (
    <Later what="The picture of the tensor" instead={null}>
      <CardTile tile={tile} place={place} step={step} weights={weights} />
    </Later>
  )
})
