// A moment in the past, as short as it may be read.

/** `now`, `12:04`, `yesterday`, `3 March`, `3 March 2025`. */
export function whenText(at: number, now: number): string {
  const date = new Date(at)
  const today = new Date(now)
  if (now - at < 60_000 && now >= at) return "just now"
  if (sameDay(date, today)) return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(date)
  if (sameDay(date, new Date(now - 24 * 3_600_000))) return "yesterday"
  const year = date.getFullYear() === today.getFullYear() ? {} : { year: "numeric" as const }
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", ...year }).format(date)
}

function sameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString()
}

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
