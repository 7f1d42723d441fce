import { useSyncExternalStore } from "react"

const query = "(max-width: 899px)"

/** Too narrow for side panels. */
export function isNarrow(): boolean {
  return matchMedia(query).matches
}

/** The same, followed. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, isNarrow)
}

function subscribe(changed: () => void): () => void {
  const list = matchMedia(query)
  list.addEventListener("change", changed)
  return () => list.removeEventListener("change", changed)
}
