// What tabs of one browser know of each other: a lock for each document, held by the tab that writes it, and short words
// about what was written. Words come from outside and are checked. Without locks every tab may write; the comparison of
// sequences in each write is what keeps work safe, the lock only makes it pleasant.

/** What one tab tells the others about a document. */
export type TabMessage =
  /** A write is durable. */
  | { readonly kind: "changed"; readonly id: string; readonly sequence: number }
  /** A tab wants to write it. */
  | { readonly kind: "requested"; readonly id: string }
  /** The tab that wrote it has written everything and lets go. */
  | { readonly kind: "released"; readonly id: string }
  /** The list of documents is another. */
  | { readonly kind: "listed" }

export interface Tabs {
  /**
   * Asks for the lock of a document. `try`: null if another tab has it; `wait`: until it is free, `steal`: at once. Answers
   * how to let go. `onStolen` is called when another tab takes it.
   */
  readonly hold: (
    id: string,
    how: "try" | "wait" | "steal",
    onStolen: () => void,
    until?: AbortSignal,
  ) => Promise<Release | null>
  readonly tell: (word: TabMessage) => void
  readonly hear: (listener: (word: TabMessage) => void) => void
}
export type Release = () => void

export function browserTabs(): Tabs {
  // A page that is not served securely has no locks, whatever the types say.
  const locks = navigator.locks as LockManager | undefined
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("gradwire")
  return {
    hold: (id, how, onStolen, until) =>
      locks === undefined ? Promise.resolve(() => {}) : hold(locks, `doc:${id}`, how, onStolen, until),
    tell: (word) => channel?.postMessage(word),
    hear: (listener) => {
      channel?.addEventListener("message", (event: MessageEvent<unknown>) => {
        const word = readTabMessage(event.data)
        if (word !== null) listener(word)
      })
    },
  }
}

function hold(
  locks: LockManager,
  name: string,
  how: "try" | "wait" | "steal",
  onStolen: () => void,
  until?: AbortSignal,
): Promise<Release | null> {
  const options: LockOptions = how === "try" ? { ifAvailable: true } : how === "steal" ? { steal: true } : {}
  if (how === "wait" && until !== undefined) options.signal = until
  return new Promise((resolve) => {
    let held = false
    locks
      .request(name, options, (lock) => {
        if (lock === null) {
          resolve(null)
          return undefined
        }
        held = true
        return new Promise<void>((release) => resolve(release))
      })
      .then(
        () => {},
        () => (held ? onStolen() : resolve(null)),
      )
  })
}

/** A word of another tab, or null if it is none. */
export function readTabMessage(data: unknown): TabMessage | null {
  if (typeof data !== "object" || data === null) return null
  const { kind, id, sequence } = data as { kind?: unknown; id?: unknown; sequence?: unknown } // checked below
  if (kind === "listed") return { kind }
  if (typeof id !== "string" || id.length > 64) return null
  if (kind === "requested" || kind === "released") return { kind, id }
  const counts = typeof sequence === "number" && Number.isSafeInteger(sequence) && sequence > 0
  return kind === "changed" && counts ? { kind, id, sequence } : null
}
