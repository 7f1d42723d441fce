// Light or dark, as chosen or as the system says. No React: the page of last resort is painted by it too.

const DARK = "(prefers-color-scheme: dark)"

export function systemIsDark(): boolean {
  return window.matchMedia(DARK).matches
}

/** Calls back when the system turns light or dark. */
export function followSystem(listener: () => void): () => void {
  const query = window.matchMedia(DARK)
  query.addEventListener("change", listener)
  return () => query.removeEventListener("change", listener)
}

/** Puts the colours on the document. */
export function paint(dark: boolean): void {
  document.documentElement.dataset.theme = dark ? "dark" : "light"
}
