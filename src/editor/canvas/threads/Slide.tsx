import Pause from "lucide-react/icons/pause"
import Play from "lucide-react/icons/play"
import { useEffect, useState } from "react"
import type { Cell } from "../../../engine/explain/terms/explanation.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { useSession } from "../../../state/session.ts"
import { addressOf } from "../../../tensor/address.ts"
import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import { Button } from "../../parts/Button.tsx"

/** Between two cells: time to read a sum. In milliseconds. */
const PACE = 700

/** Goes on from cell to cell of the chosen one's plane until it is held: the window slides over the layer before. */
export function Slide({ result, cell }: { readonly result: ShownRun; readonly cell: Cell }) {
  const [slides, setSlides] = useState(false)
  const shape = result.at("value", cell.name)?.shape
  const { name, side, index } = cell
  useEffect(() => {
    if (!slides || shape === undefined) return
    const timer = setTimeout(() => {
      useSession.getState().look({ name, side }, addressOf(shape, nextInPlane(shape, index)))
    }, PACE)
    return () => clearTimeout(timer)
  }, [slides, shape, name, side, index])
  const words = slides ? "Hold the window here" : "Slide the window over the layer"
  return (
    <Button look="icon" size="small" aria-label={words} title={words} onClick={() => setSlides(!slides)}>
      {slides ? <Pause size={13} aria-hidden="true" /> : <Play size={13} aria-hidden="true" />}
    </Button>
  )
}

/** The cell after this one in the last two axes; after the last the first again. */
export function nextInPlane(shape: Shape, index: number): number {
  const plane = sizeOf(shape.slice(-2))
  return index - (index % plane) + ((index + 1) % plane)
}
