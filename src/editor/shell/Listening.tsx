// What the whole window hears once the first picture stands: keys, the clipboard, a training.

import { useEffect } from "react"
import { followTraining } from "../../state/training/trainingCanvas.ts"
import { pressHeld } from "./heldKeys.ts"
import { listenToKeys } from "./keys.ts"

export function Listening() {
  useEffect(followTraining, [])
  useEffect(() => {
    const stop = listenToKeys()
    pressHeld()
    return stop
  }, [])
  return null
}
