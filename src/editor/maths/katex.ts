// KaTeX is the largest package on the page: it is fetched after the first paint, and plain text stands in until then.

import "katex/dist/katex.min.css"

type Katex = typeof import("katex").default
let loading: Promise<Katex> | null = null
let loaded: Katex | null = null

/** KaTeX if it has arrived. */
export function katexNow(): Katex | null {
  return loaded
}

/** Fetches KaTeX once; a failed fetch may be tried again. */
export function loadKatex(): Promise<Katex> {
  loading ??= import("katex").then(
    (module) => {
      loaded = module.default
      return loaded
    },
    (error: unknown) => {
      loading = null
      throw error
    },
  )
  return loading
}
