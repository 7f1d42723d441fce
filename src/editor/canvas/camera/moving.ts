// Whether the view is on its way. In large graphs cards come into view all the time while a hand moves it, and what is slow to
// draw on them waits until it rests.

import { useEffect, useState } from "react"
import { create } from "zustand"

const useMoving = create<{ readonly moving: boolean }>()(() => ({ moving: false }))

export function startMoving(): void {
  useMoving.setState({ moving: true })
}

export function stopMoving(): void {
  useMoving.setState({ moving: false })
}

/** False for what is mounted while the view moves, until it rests; what was there before stays. */
export function useRested(): boolean {
  const [rested, setRested] = useState(() => !useMoving.getState().moving)
  useEffect(() => {
    if (rested) return
    return useMoving.subscribe(({ moving }) => setRested(!moving))
  }, [rested])
  return rested
}
