// What the canvas has for hands: bars, tips and maps over it, and what gestures do. Part of no first picture.

import { useEffect } from "react"
import { FarMap } from "./far/FarMap.tsx"
import { useFlow } from "./flow/nodesAndEdges.ts"
import { type Hands as Found, hands } from "./pointer/hands.ts"
import { Lasso } from "./pointer/Lasso.tsx"
import { Touch } from "./pointer/Touch.tsx"
import { SelectionBar } from "./tools/SelectionBar.tsx"
import { GradientFlow } from "./wires/GradientFlow.tsx"
import { Refusal } from "./wires/Refusal.tsx"
import { WireTip } from "./wires/WireTip.tsx"

export function Hands({ onCome }: { readonly onCome: (hands: Found) => void }) {
  const empty = useFlow((state) => state.nodes.length === 0)
  useEffect(() => onCome(hands), [onCome])
  return (
    <>
      <GradientFlow />
      {empty ? null : <FarMap />}
      <SelectionBar />
      <Touch />
      <Lasso />
      <WireTip />
      <Refusal />
    </>
  )
}
