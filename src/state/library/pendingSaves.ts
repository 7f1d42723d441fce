// Documents that were put away but are not written yet. Each stays until the storage has taken it, and is tried again until
// then; one that nobody edited and that came from an example or an empty page goes away instead.

import { COURTESY, type OpenDocumentParts } from "./openDocumentParts.ts"
import type { HeldDocument } from "./session.ts"

export class PendingSaves {
  private readonly parts: OpenDocumentParts
  private readonly onGone: () => void
  private readonly sessions = new Set<HeldDocument>()

  constructor(parts: OpenDocumentParts, onGone: () => void) {
    this.parts = parts
    this.onGone = onGone
  }

  get all(): readonly HeldDocument[] {
    return [...this.sessions]
  }

  /** One that can be opened again as it is. */
  find(id: string): HeldDocument | undefined {
    return this.all.find((one) => one.id === id && one.autosave?.isStopped === false)
  }

  /** Puts a session away: what is not written yet is written from what it is now. */
  async take(session: HeldDocument): Promise<void> {
    this.sessions.add(session)
    await this.putAway(session)
  }

  /** It is open again, or goes on as another. */
  giveBack(session: HeldDocument): void {
    this.sessions.delete(session)
  }

  private async putAway(session: HeldDocument): Promise<void> {
    const { autosave, origin, id, left } = session
    if (autosave === null || !this.sessions.has(session)) return
    const edited = session.edited || autosave.base?.head.edited === true
    // An example that was only looked at, and an empty page, need not be kept.
    const passing = !edited && (origin === "example" || origin === "new")
    if (passing) {
      autosave.stop()
      await autosave.settled()
      // What another tab made of it meanwhile is not ours to take away.
      const seen = autosave.base?.head.sequence
      if (seen !== undefined) await this.parts.store.destroy(id, { sequence: seen }).catch(() => {})
    } else if (!(await autosave.flush(true)) && !autosave.isStopped) {
      this.parts.clock.after(COURTESY, () => session.left === left && void this.putAway(session))
      return
    }
    // It may have been opened again, and put away again with more in it: that is another's affair.
    if (!this.sessions.has(session) || session.left !== left) return
    autosave.stop()
    this.sessions.delete(session)
    session.claim?.release()
    this.onGone()
    this.parts.onListed()
  }
}
