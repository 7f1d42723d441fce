// How the open document stands with the storage, and the words for it: the only place that says "Saved".

export type Status =
  | { readonly kind: "opening" }
  | { readonly kind: "saving" }
  /** Durable since that time, in milliseconds. */
  | { readonly kind: "saved"; readonly at: number }
  /** Kept in memory alone: the edits are here, and the storage did not take them. */
  | { readonly kind: "unsaved"; readonly why: string }
  /** Another tab writes this document, or it may not be changed at all. */
  | { readonly kind: "reading" }

/** Why the open document cannot be changed here. */
export type Lock = "newer" | "given" | "tab"

export const LOCK_WORDS: Readonly<Record<Lock, string>> = {
  newer: "This graph was made by a newer Gradwire: it can be looked at and downloaded, not changed.",
  given: "This graph came as read-only; make a copy to edit it.",
  tab: "Another tab is editing this graph; here it is shown as it changes.",
}

export function statusWords(status: Status): string {
  switch (status.kind) {
    case "opening":
      return "Opening…"
    case "saving":
      return "Saving…"
    case "saved":
      return `Saved ${clockTime(status.at)}`
    case "unsaved":
      return `Not saved: ${status.why}`
    case "reading":
      return "Read-only"
  }
}

export const SILENT = "the storage does not answer"

export function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError"
}

/** Why a write failed, in few words. */
export function reasonOf(error: unknown): string {
  if (isFull(error)) return "storage full"
  if (error instanceof Error && error.name === "Outdated") return "a newer Gradwire is open in another tab"
  return "the storage refused"
}

function clockTime(at: number): string {
  const date = new Date(at)
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()]
  return parts.map((part) => String(part).padStart(2, "0")).join(":")
}
