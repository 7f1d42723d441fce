import { lazy } from "react"
import { usePainting } from "../../state/painting.ts"
import { Later } from "../parts/boundary/Later.tsx"

const Thumb = lazy(async () => ({ default: (await import("./Thumb.tsx")).Thumb }))

/** The map of a card that the chosen cell is seen from, or sees. */
export function FieldThumb({ node }: { readonly node: string }) {
  const painted = usePainting(
    ({ painting }) => painting?.upstream.has(node) || painting?.downstream.has(node) || painting?.source.node === node,
  )
  if (!painted) return null
  return (
    <Later what="The map">
      <Thumb node={node} />
    </Later>
  )
}
