import { lazy } from "react"
import { useGradcheck } from "../../../state/run/gradcheck.ts"
import { Later } from "../../parts/boundary/Later.tsx"

const CheckVerdict = lazy(async () => ({ default: (await import("./CheckVerdict.tsx")).CheckVerdict }))

/** On a node's card: whether backward agrees with central differences there. */
export function CheckBadge({ node }: { readonly node: string }) {
  const check = useGradcheck((state) => state.nodes.get(node))
  if (check === undefined) return null
  return (
    <Later what="The check of a gradient" instead={null}>
      <CheckVerdict check={check} />
    </Later>
  )
}
