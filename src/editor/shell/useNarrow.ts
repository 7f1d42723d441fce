import { useSyncExternalStore } from "react"

const query = "(max-width: 899px)"

/** Too narrow for side panels. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

function subscribe(changed: () => void): () => void {
  const list = matchMedia(query)
  list.addEventListener("change", changed)
  return () => list.removeEventListener("change", changed)
}
