// The one document that is open in this tab: whether this tab writes it, and what happens when another tab or the storage
// gets in the way. Opening puts the old document away whole; nothing is ever overwritten. Storage, tabs, clock and the
// view that shows the document are given: two open documents over one storage are two tabs.

import { isNewer } from "../../graph/document.ts"
import type { Status } from "../status.ts"
import { Autosave } from "./autosave.ts"
import { type Incoming, type OpenDocumentParts, proveOr, type Unsaved } from "./openDocumentParts.ts"
import { PendingSaves } from "./pendingSaves.ts"
import { type Claim, lockOf, holdDocument, type HeldDocument } from "./session.ts"
import type { Base } from "./storage/commit.ts"
import { type Loaded, load, storageFailed } from "./storage/load.ts"
import { TabLock } from "./tabLock.ts"
import type { TabMessage } from "./tabs.ts"

export class OpenDocument {
  private readonly parts: OpenDocumentParts
  private session: HeldDocument | null = null
  private readonly pending: PendingSaves
  private readonly tabLock: TabLock
  /** Grows with everything that is opened: what was asked for before it is no longer wanted. */
  private turn = 0
  private opening: { readonly id: string; readonly done: Promise<boolean> } | null = null

  constructor(parts: OpenDocumentParts) {
    this.parts = parts
    this.pending = new PendingSaves(parts, () => this.tell())
    this.tabLock = new TabLock(parts, {
      session: () => this.session,
      write: (session, base) => this.write(session, base),
      branch: (session, gone) => this.branch(session, gone),
      tell: () => this.tell(),
    })
    parts.tabs.hear((word) => void this.hear(word))
  }

  /** A document that was put away and is here still: opened again it is as it was. */
  holds(id: string): boolean {
    return id === this.id || this.pending.find(id) !== undefined
  }

  get id(): string | null {
    return this.session?.id ?? null
  }

  /** What is stored of the open document, if this tab writes it. */
  get base(): Base | null {
    return this.session?.autosave?.base ?? null
  }

  /** The bytes of an open document that must not be written anew. */
  get exact(): Uint8Array | null {
    return this.session?.exact ?? null
  }

  /** Documents with edits that no storage has taken yet, the open one first. */
  unsaved(): readonly Unsaved[] {
    return this.sessions().flatMap(({ id, autosave, left }) => {
      if (autosave?.dirty !== true) return []
      const { document } = left ?? this.parts.view.current()
      return [{ id, sequence: autosave.base?.head.sequence ?? 0, document }]
    })
  }

  /** The storage has refused a document, and has not taken it since. */
  get refused(): boolean {
    return this.sessions().some(({ autosave }) => autosave?.failing === true)
  }

  /** Opens something that came from outside, as a document of its own. Throws, and changes nothing, where it cannot be shown. */
  create({ document, bytes, origin }: Incoming): void {
    const { view } = this.parts
    view.prove(document)
    this.next()
    void this.leave()
    view.put(document, lockOf(document))
    this.begin(holdDocument(this.parts.newId(), origin, bytes))
  }

  /** Opens a document of this browser. False, and a sentence, if that cannot be; rejects where it cannot be shown. */
  async open(id: string): Promise<boolean> {
    if (this.opening?.id === id) return this.opening.done
    const turn = this.next()
    if (id === this.id) return true
    const left = this.pending.find(id)
    if (left !== undefined) return this.comeBack(left)
    const done = this.fetch(id, turn)
    this.opening = { id, done }
    const opened = await done
    if (turn === this.turn) this.opening = null
    return opened
  }

  private next(): number {
    this.opening = null
    this.turn += 1
    return this.turn
  }

  private sessions(): readonly HeldDocument[] {
    return [...(this.session === null ? [] : [this.session]), ...this.pending.all]
  }

  private async fetch(id: string, turn: number): Promise<boolean> {
    const { store, clock, view, onTrouble } = this.parts
    const claim = await this.tabLock.claim(id, "try")
    const loaded = await load(store, id, clock.now(), claim !== null).catch(storageFailed)
    if (turn !== this.turn || !("document" in loaded)) {
      claim?.release()
      if (!("document" in loaded)) onTrouble(loaded.problem)
      return false
    }
    proveOr(view, loaded.document, () => claim?.release())
    void this.leave()
    this.show(id, loaded, claim?.stolen === false ? claim : null)
    return true
  }

  /** Puts a stored document in the view: to write it with a claim, else to look. */
  private show(id: string, { document, base, notice }: Loaded, claim: Claim | null): void {
    const { view, onOpened, onTrouble } = this.parts
    const session = holdDocument(id, base.head.origin, isNewer(document) ? base.bytes : null)
    session.claim = claim
    this.session = session
    view.put(document, claim === null ? "tab" : lockOf(document))
    if (claim === null) void this.tabLock.look(session)
    else {
      this.write(session, base)
      this.tell()
    }
    onOpened(id)
    if (notice !== null) onTrouble(notice)
  }

  /** A document that was put away and is not written yet: it is here still, newer than what is stored. */
  private comeBack(session: HeldDocument): true {
    const { view, onOpened } = this.parts
    const { left, claim } = session
    void this.leave()
    this.pending.giveBack(session)
    this.session = session
    session.left = null
    if (left !== null) view.put(left.document, lockOf(left.document))
    this.tell()
    onOpened(session.id)
    if (claim?.stolen === true) void this.tabLock.stolen(session)
    return true
  }

  /** Leaves the open document where it is; nothing is open until the next `create` or `open`. */
  close(): Promise<void> {
    this.next()
    return this.leave()
  }

  /** The open document has been edited. */
  changed(): void {
    this.session?.autosave?.changed()
  }

  /** Writes everything now; `whole`: as a snapshot. */
  async flush(whole = false): Promise<void> {
    await Promise.all(this.sessions().map(({ autosave }) => autosave?.flush(whole)))
  }

  /** From looking to writing. */
  async takeOver(): Promise<void> {
    if (this.session !== null) await this.tabLock.takeOver(this.session)
  }

  /** A new document from what the view shows. */
  private begin(session: HeldDocument): void {
    this.session = session
    this.write(session, null)
    void this.tabLock.claim(session.id, "try").then((claim) => {
      if (this.sessions().includes(session)) session.claim = claim
      else claim?.release()
    })
    this.parts.onOpened(session.id)
    void session.autosave?.flush()
  }

  private write(session: HeldDocument, base: Base | null): void {
    const { store, clock, view, tabs, onListed } = this.parts
    const { id, origin } = session
    session.autosave = new Autosave({
      id,
      origin,
      base,
      store,
      clock,
      current: () => {
        const { document, edited } = session.left ?? view.current()
        return { document, edited: edited || session.edited, bytes: session.exact }
      },
      onStatus: () => this.tell(),
      onSaved: ({ sequence }) => {
        tabs.tell({ kind: "changed", id, sequence })
        onListed()
      },
      onLost: (found) => this.branch(session, found === null || found.deleted !== null),
    })
    if (base?.broken === true) void session.autosave.flush(true)
  }

  /** Someone else wrote the document meanwhile, or it is gone: what is here goes on as a document of its own. */
  private branch(session: HeldDocument, gone: boolean): void {
    const { view, onTrouble, newId } = this.parts
    const { document, edited } = session.left ?? view.current()
    const title = gone ? (document.title ?? "") : `${document.title || "Untitled"} (other tab)`
    const kept = gone ? document : { ...document, title }
    const next = holdDocument(newId(), "copy", session.exact)
    session.autosave?.stop()
    session.claim?.release()
    onTrouble(gone ? KEPT : `This graph was changed in another tab. What you did here is kept as “${title}”.`)
    if (this.session === session) {
      session.waiting.abort()
      view.replace(kept, true)
      view.lock(lockOf(kept))
      this.begin(next)
      return
    }
    next.left = { document: kept, edited }
    this.pending.giveBack(session)
    this.write(next, null)
    void this.pending.take(next)
  }

  /** Puts the open document away: what is not written yet is written from what it is now. */
  private async leave(): Promise<void> {
    const { session } = this
    this.session = null
    if (session === null) return
    session.waiting.abort()
    const left = this.parts.view.current()
    session.left = left
    session.edited ||= left.edited
    if (session.autosave === null) return
    await this.pending.take(session)
  }

  /** How the open document stands; one that was put away and is not taken by the storage comes before what is well. */
  private tell(): void {
    if (this.session === null) return
    const open: Status = this.session.autosave?.status ?? { kind: "reading" }
    const waiting = this.pending.all.find(({ autosave }) => autosave?.failing === true)?.autosave?.status
    this.parts.onStatus(open.kind === "unsaved" ? open : (waiting ?? open))
  }

  private async hear(word: TabMessage): Promise<void> {
    const { session } = this
    const mine = session !== null && "id" in word && word.id === session.id
    if (word.kind === "released" && mine) this.tabLock.wasReleased()
    if (word.kind === "listed" || word.kind === "changed") this.parts.onListed()
    if (word.kind === "changed" && mine && session.autosave === null) await this.tabLock.follow(session)
    if (word.kind === "requested" && mine && session.autosave !== null) {
      await session.autosave.flush()
      this.parts.tabs.tell({ kind: "released", id: session.id })
    }
  }
}

const KEPT = "This graph was deleted in another tab. What is open here is kept as a graph of its own."
