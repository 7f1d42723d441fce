// Which tab writes the open document: asking for its lock, looking on while another tab has it, taking it over, and what
// happens when another tab takes it. Nothing that was done here is lost: it is written, or goes on as a document of its own.

import { type Claim, type HeldDocument, lockOf } from "./heldDocument.ts"
import { COURTESY, type OpenDocumentParts } from "./openDocumentParts.ts"
import type { Base } from "./storage/commit.ts"
import { faultAtOpening, type Loaded, load, storageFailed, type Unloadable } from "./storage/load.ts"

/** What a hand-over needs of the open document. */
interface LockOwner {
  /** The open one. */
  readonly held: () => HeldDocument | null
  /** From now on this tab writes the document. */
  readonly write: (held: HeldDocument, base: Base) => void
  /** What is here goes on as a document of its own. */
  readonly branch: (held: HeldDocument, gone: boolean) => void
  readonly tell: () => void
}

export class TabLock {
  private readonly parts: OpenDocumentParts
  private readonly owner: LockOwner
  private given: () => void = () => {}

  constructor(parts: OpenDocumentParts, owner: LockOwner) {
    this.parts = parts
    this.owner = owner
  }

  /** The tab that was asked has written everything and lets go. */
  wasReleased(): void {
    this.given()
  }

  /** From looking to writing: the other tab is asked to let go, and after a second not asked any more. */
  async takeOver(held: HeldDocument): Promise<void> {
    if (held.autosave !== null) return
    const given = new Promise<void>((resolve) => {
      this.given = resolve
      this.parts.clock.after(COURTESY, resolve)
    })
    this.parts.tabs.tell({ kind: "requested", id: held.id })
    await given
    // With a claim it is on its way already: asked for twice, or the other tab let go by itself. Read anew, the document
    // would lose the first edits.
    if (this.owner.held() !== held || held.claim !== null) return
    held.waiting.abort()
    const claim = await this.claim(held.id, "steal")
    if (claim !== null) await this.promote(held, claim)
    else if (this.owner.held() === held) await this.look(held)
  }

  /** Asks for the lock of a document. */
  async claim(id: string, how: "try" | "wait" | "steal", until?: AbortSignal): Promise<Claim | null> {
    const claim: Claim = { stolen: false, release: () => {} }
    const taken = (): void => {
      claim.stolen = true
      const held = this.owner.held()
      if (held?.claim === claim) void this.stolen(held)
    }
    const release = await this.parts.tabs.hold(id, how, taken, until)
    if (release === null) return null
    claim.release = release
    return claim
  }

  /** Only looks, until the other tab lets go. */
  async look(held: HeldDocument): Promise<void> {
    const { view, onNote } = this.parts
    held.autosave = null
    held.claim = null
    held.waiting.abort()
    held.waiting = new AbortController()
    view.lock("tab")
    this.owner.tell()
    const claim = await this.claim(held.id, "wait", held.waiting.signal)
    if (claim === null) return
    // Taken over meanwhile, or put away.
    if (this.owner.held() !== held || held.claim !== null) return claim.release()
    await this.promote(held, claim)
    if (this.owner.held() === held && held.claim === claim)
      onNote("The other tab let go of this graph; it can be edited here now.")
  }

  /** This tab has the lock: it goes on from the newest state, unless the lock is taken away meanwhile. */
  private async promote(held: HeldDocument, claim: Claim): Promise<void> {
    const { store, clock, view, onTrouble } = this.parts
    if (this.owner.held() !== held || claim.stolen) {
      claim.release()
      return this.owner.held() === held && held.claim === null ? this.look(held) : undefined
    }
    held.claim = claim
    const loaded = showable(view, await load(store, held.id, clock.now(), true).catch(storageFailed))
    if (this.owner.held() !== held) return claim.release()
    if (held.claim !== claim) return
    if ("missing" in loaded) return this.owner.branch(held, true)
    if ("problem" in loaded) {
      claim.release()
      held.claim = null
      return onTrouble(loaded.problem)
    }
    view.replace(loaded.document, false)
    view.lock(lockOf(loaded.document))
    this.owner.write(held, loaded.base)
    this.owner.tell()
    if (loaded.notice !== null) onTrouble(loaded.notice)
  }

  /** Another tab has taken the lock: what is not written yet is tried once more, then this tab only looks. */
  async stolen(held: HeldDocument): Promise<void> {
    const { autosave } = held
    // Before the first edit there is nothing to write.
    if (autosave === null) return this.look(held)
    await autosave.flush()
    if (this.owner.held() !== held || held.autosave !== autosave) return
    // Not taken by the storage: it stays here, as a document of its own.
    if (autosave.dirty) return this.owner.branch(held, false)
    autosave.stop()
    await this.look(held)
  }

  /** Shows what the writing tab has written. */
  async follow(held: HeldDocument): Promise<void> {
    const { store, clock, view, onTrouble } = this.parts
    const loaded = showable(view, await load(store, held.id, clock.now(), false).catch(storageFailed))
    if (this.owner.held() !== held || held.autosave !== null) return
    if ("document" in loaded) view.replace(loaded.document, false)
    else if (!("missing" in loaded)) onTrouble(loaded.problem)
  }
}

/** What was read, if it can be shown as well. */
function showable(view: OpenDocumentParts["view"], came: Loaded | Unloadable): Loaded | Unloadable {
  if (!("document" in came)) return came
  try {
    view.prove(came.document)
    return came
  } catch (error) {
    return { problem: faultAtOpening(came.document.title ?? "", error) }
  }
}
