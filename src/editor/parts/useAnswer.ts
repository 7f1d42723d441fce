import { useEffect, useRef } from "react"
import { forgetAsked, useAsked } from "../../state/asked.ts"

/** Does what a command asked of this part of the inspector, once it is on screen. */
export function useAnswer(what: "compare" | "rename", of: string, answer: () => void): void {
  const asked = useAsked(({ asked }) => asked?.what === what && asked.of === of)
  const latest = useRef(answer)
  latest.current = answer
  useEffect(() => {
    if (!asked) return
    forgetAsked()
    latest.current()
  }, [asked])
}
