// The one document that is open in this tab: whether this tab writes it, and what happens when another tab or the storage
// gets in the way. Opening puts the old document away whole; nothing is ever overwritten. Storage, tabs, clock and the
// view that shows the document are given: two open documents over one storage are two tabs.

import { isNewer } from "../../graph/document.ts"
import type { Status } from "../status.ts"
import { Autosave } from "./autosave.ts"
import { type Claim, type HeldDocument, holdDocument, lockOf } from "./heldDocument.ts"
import { type Incoming, type OpenDocumentParts, proveOr, readied, type Unsaved } from "./openDocumentParts.ts"
import { PendingSaves } from "./pendingSaves.ts"
import type { Base } from "./storage/commit.ts"
import { type Loaded, load, storageFailed } from "./storage/load.ts"
import { TabLock } from "./tabLock.ts"
import type { TabMessage } from "./tabs.ts"

export class OpenDocument {
  private readonly parts: OpenDocumentParts
  private held: HeldDocument | null = null
  private readonly pending: PendingSaves
  private readonly tabLock: TabLock
  /** Grows with everything that is opened: what was asked for before it is no longer wanted. */
  private turn = 0
  private opening: { readonly id: string; readonly done: Promise<boolean> } | null = null

  constructor(parts: OpenDocumentParts) {
    this.parts = parts
    this.pending = new PendingSaves(parts, () => this.tell())
    this.tabLock = new TabLock(parts, {
      held: () => this.held,
      write: (held, base) => this.write(held, base),
      branch: (held, gone) => this.branch(held, gone),
      tell: () => this.tell(),
    })
    parts.tabs.hear((word) => void this.hear(word))
  }

  /** A document that was put away and is here still: opened again it is as it was. */
  holds(id: string): boolean {
    return id === this.id || this.pending.find(id) !== undefined
  }

  get id(): string | null {
    return this.held?.id ?? null
  }

  /** What is stored of the open document, if this tab writes it. */
  get base(): Base | null {
    return this.held?.autosave?.base ?? null
  }

  /** The bytes of an open document that must not be written anew. */
  get exact(): Uint8Array | null {
    return this.held?.exact ?? null
  }

  /** Documents with edits that no storage has taken yet, the open one first. */
  unsaved(): readonly Unsaved[] {
    return this.allHeld().flatMap(({ id, autosave, left }) => {
      if (autosave?.dirty !== true) return []
      const { document } = left ?? this.parts.view.current()
      return [{ id, sequence: autosave.base?.head.sequence ?? 0, document }]
    })
  }

  /** The storage has refused a document, and has not taken it since. */
  get refused(): boolean {
    return this.allHeld().some(({ autosave }) => autosave?.failing === true)
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

  private allHeld(): readonly HeldDocument[] {
    return [...(this.held === null ? [] : [this.held]), ...this.pending.all]
  }

  private async fetch(id: string, turn: number): Promise<boolean> {
    const { store, clock, view, onTrouble } = this.parts
    const claim = await this.tabLock.claim(id, "try")
    const stored = await load(store, id, clock.now(), claim !== null).catch(storageFailed)
    const loaded = await readied(view, stored)
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
    const held = holdDocument(id, base.head.origin, isNewer(document) ? base.bytes : null)
    held.claim = claim
    this.held = held
    view.put(document, claim === null ? "tab" : lockOf(document))
    if (claim === null) void this.tabLock.look(held)
    else {
      this.write(held, base)
      this.tell()
    }
    onOpened(id)
    if (notice !== null) onTrouble(notice)
  }

  /** A document that was put away and is not written yet: it is here still, newer than what is stored. */
  private comeBack(held: HeldDocument): true {
    const { view, onOpened } = this.parts
    const { left, claim } = held
    void this.leave()
    this.pending.giveBack(held)
    this.held = held
    held.left = null
    if (left !== null) view.put(left.document, lockOf(left.document))
    this.tell()
    onOpened(held.id)
    if (claim?.stolen === true) void this.tabLock.stolen(held)
    return true
  }

  /** Leaves the open document where it is; nothing is open until the next `create` or `open`. */
  close(): Promise<void> {
    this.next()
    return this.leave()
  }

  /** The open document has been edited. */
  changed(): void {
    this.held?.autosave?.changed()
  }

  /** Writes everything now; `whole`: as a snapshot. */
  async flush(whole = false): Promise<void> {
    await Promise.all(this.allHeld().map(({ autosave }) => autosave?.flush(whole)))
  }

  /** From looking to writing. */
  async takeOver(): Promise<void> {
    if (this.held !== null) await this.tabLock.takeOver(this.held)
  }

  /** A new document from what the view shows. */
  private begin(held: HeldDocument): void {
    this.held = held
    this.write(held, null)
    void this.tabLock.claim(held.id, "try").then((claim) => {
      if (this.allHeld().includes(held)) held.claim = claim
      else claim?.release()
    })
    this.parts.onOpened(held.id)
    void held.autosave?.flush()
  }

  private write(held: HeldDocument, base: Base | null): void {
    const { store, clock, view, tabs, onListed } = this.parts
    const { id, origin } = held
    held.autosave = new Autosave({
      id,
      origin,
      base,
      store,
      clock,
      current: () => {
        const { document, edited } = held.left ?? view.current()
        return { document, edited: edited || held.edited, bytes: held.exact }
      },
      onStatus: () => this.tell(),
      onSaved: ({ sequence }) => {
        tabs.tell({ kind: "changed", id, sequence })
        onListed()
      },
      onLost: (found) => this.branch(held, found === null || found.deleted !== null),
    })
    if (base?.broken === true) void held.autosave.flush(true)
  }

  /** Someone else wrote the document meanwhile, or it is gone: what is here goes on as a document of its own. */
  private branch(held: HeldDocument, gone: boolean): void {
    const { view, onTrouble, newId } = this.parts
    const { document, edited } = held.left ?? view.current()
    const title = gone ? (document.title ?? "") : `${document.title || "Untitled"} (other tab)`
    const kept = gone ? document : { ...document, title }
    const next = holdDocument(newId(), "copy", held.exact)
    held.autosave?.stop()
    held.claim?.release()
    onTrouble(gone ? KEPT : `This graph was changed in another tab. What you did here is kept as “${title}”.`)
    if (this.held === held) {
      held.waiting.abort()
      view.replace(kept, true)
      view.lock(lockOf(kept))
      this.begin(next)
      return
    }
    next.left = { document: kept, edited }
    this.pending.giveBack(held)
    this.write(next, null)
    void this.pending.take(next)
  }

  /** Puts the open document away: what is not written yet is written from what it is now. */
  private async leave(): Promise<void> {
    const { held } = this
    this.held = null
    if (held === null) return
    held.waiting.abort()
    const left = this.parts.view.current()
    held.left = left
    held.edited ||= left.edited
    if (held.autosave === null) return
    await this.pending.take(held)
  }

  /** How the open document stands; one that was put away and is not taken by the storage comes before what is well. */
  private tell(): void {
    if (this.held === null) return
    const open: Status = this.held.autosave?.status ?? { kind: "reading" }
    const waiting = this.pending.all.find(({ autosave }) => autosave?.failing === true)?.autosave?.status
    this.parts.onStatus(open.kind === "unsaved" ? open : (waiting ?? open))
  }

  private async hear(word: TabMessage): Promise<void> {
    const { held } = this
    const mine = held !== null && "id" in word && word.id === held.id
    if (word.kind === "released" && mine) this.tabLock.wasReleased()
    if (word.kind === "listed" || word.kind === "changed") this.parts.onListed()
    if (word.kind === "changed" && mine && held.autosave === null) await this.tabLock.follow(held)
    if (word.kind === "requested" && mine && held.autosave !== null) {
      await held.autosave.flush()
      this.parts.tabs.tell({ kind: "released", id: held.id })
    }
  }
}

const KEPT = "This graph was deleted in another tab. What is open here is kept as a graph of its own."
