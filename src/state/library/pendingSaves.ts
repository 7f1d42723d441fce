// Documents that were put away but are not written yet. Each stays until the storage has taken it, and is tried again until
// then; one that nobody edited and that came from an example or an empty page goes away instead.

import type { HeldDocument } from "./heldDocument.ts"
import { COURTESY, type OpenDocumentParts } from "./openDocumentParts.ts"

export class PendingSaves {
  private readonly parts: OpenDocumentParts
  private readonly onGone: () => void
  private readonly allHeld = new Set<HeldDocument>()

  constructor(parts: OpenDocumentParts, onGone: () => void) {
    this.parts = parts
    this.onGone = onGone
  }

  get all(): readonly HeldDocument[] {
    return [...this.allHeld]
  }

  /** One that can be opened again as it is. */
  find(id: string): HeldDocument | undefined {
    return this.all.find((one) => one.id === id && one.autosave?.isStopped === false)
  }

  /** Puts a document away: what is not written yet is written from what it is now. */
  async take(held: HeldDocument): Promise<void> {
    this.allHeld.add(held)
    await this.putAway(held)
  }

  /** It is open again, or goes on as another. */
  giveBack(held: HeldDocument): void {
    this.allHeld.delete(held)
  }

  private async putAway(held: HeldDocument): Promise<void> {
    const { autosave, origin, id, left } = held
    if (autosave === null || !this.allHeld.has(held)) return
    const edited = held.edited || autosave.base?.head.edited === true
    // An example that was only looked at, and an empty page, need not be kept.
    const passing = !edited && (origin === "example" || origin === "new")
    if (passing) {
      autosave.stop()
      await autosave.settled()
      // What another tab made of it meanwhile is not ours to take away.
      const seen = autosave.base?.head.sequence
      if (seen !== undefined) await this.parts.store.destroy(id, { sequence: seen }).catch(() => {})
    } else if (!(await autosave.flush(true)) && !autosave.isStopped) {
      this.parts.clock.after(COURTESY, () => held.left === left && void this.putAway(held))
      return
    }
    // It may have been opened again, and put away again with more in it: that is another's affair.
    if (!this.allHeld.has(held) || held.left !== left) return
    autosave.stop()
    this.allHeld.delete(held)
    held.claim?.release()
    this.onGone()
    this.parts.onListed()
  }
}
