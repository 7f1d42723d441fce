import { useEffect } from "react"
import { useTraining } from "../../../../state/training/training.ts"
import { type Want, watchTraining } from "../../../../state/training/trainingViews.ts"

/** Keeps a view of the training fed while it is on screen; `null` asks for nothing. */
export function useWant(want: Want | null): void {
  const live = useTraining((state) => state.status.kind === "live")
  const key = JSON.stringify(want)
  useEffect(() => {
    // The text says all there is in a want; parsing it again keeps the effect from starting anew with each render.
    const asked = JSON.parse(key) as Want | null
    return live && asked !== null ? watchTraining(asked) : undefined
  }, [key, live])
}
