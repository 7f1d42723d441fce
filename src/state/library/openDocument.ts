// The one document that is open in this tab: whether this tab writes it, and what happens when another tab or the storage
// gets in the way. Opening puts the old document away whole; nothing is ever overwritten. Storage, tabs, clock and the
// board that shows the document are given: two desks over one storage are two tabs.

import { isNewer } from "../../graph/document.ts"
import type { Status } from "../status.ts"
import { Keeper } from "./autosave.ts"
import { type DeskParts, type Incoming, proveOr, type Unsaved } from "./openDocumentParts.ts"
import { Leaving } from "./pendingSaves.ts"
import { type Claim, lockOf, newSession, type Session } from "./session.ts"
import type { Base } from "./storage/commit.ts"
import { type Loaded, load, storageFailed } from "./storage/load.ts"
import { Handover } from "./tabLock.ts"
import type { Word } from "./tabs.ts"

export class Desk {
  private readonly parts: DeskParts
  private session: Session | null = null
  private readonly leaving: Leaving
  private readonly handover: Handover
  /** Grows with everything that is opened: what was asked for before it is no longer wanted. */
  private turn = 0
  private opening: { readonly id: string; readonly done: Promise<boolean> } | null = null

  constructor(parts: DeskParts) {
    this.parts = parts
    this.leaving = new Leaving(parts, () => this.tell())
    this.handover = new Handover(parts, {
      session: () => this.session,
      write: (session, base) => this.write(session, base),
      branch: (session, gone) => this.branch(session, gone),
      tell: () => this.tell(),
    })
    parts.tabs.hear((word) => void this.hear(word))
  }

  /** A document that was put away and is here still: opened again it is as it was. */
  holds(id: string): boolean {
    return id === this.id || this.leaving.find(id) !== undefined
  }

  get id(): string | null {
    return this.session?.id ?? null
  }

  /** What is stored of the open document, if this tab writes it. */
  get base(): Base | null {
    return this.session?.keeper?.base ?? null
  }

  /** The bytes of an open document that must not be written anew. */
  get exact(): Uint8Array | null {
    return this.session?.exact ?? null
  }

  /** Documents with edits that no storage has taken yet, the open one first. */
  unsaved(): readonly Unsaved[] {
    return this.sessions().flatMap(({ id, keeper, left }) => {
      if (keeper?.dirty !== true) return []
      const { document } = left ?? this.parts.board.current()
      return [{ id, sequence: keeper.base?.head.sequence ?? 0, document }]
    })
  }

  /** The storage has refused a document, and has not taken it since. */
  get refused(): boolean {
    return this.sessions().some(({ keeper }) => keeper?.failing === true)
  }

  /** Opens something that came from outside, as a document of its own. Throws, and changes nothing, where it cannot be shown. */
  create({ document, bytes, origin }: Incoming): void {
    const { board } = this.parts
    board.prove(document)
    this.next()
    void this.leave()
    board.put(document, lockOf(document))
    this.begin(newSession(this.parts.newId(), origin, bytes))
  }

  /** Opens a document of this browser. False, and a sentence, if that cannot be; rejects where it cannot be shown. */
  async open(id: string): Promise<boolean> {
    if (this.opening?.id === id) return this.opening.done
    const turn = this.next()
    if (id === this.id) return true
    const left = this.leaving.find(id)
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

  private sessions(): readonly Session[] {
    return [...(this.session === null ? [] : [this.session]), ...this.leaving.all]
  }

  private async fetch(id: string, turn: number): Promise<boolean> {
    const { store, clock, board, onTrouble } = this.parts
    const claim = await this.handover.claim(id, "try")
    const loaded = await load(store, id, clock.now(), claim !== null).catch(storageFailed)
    if (turn !== this.turn || !("document" in loaded)) {
      claim?.release()
      if (!("document" in loaded)) onTrouble(loaded.problem)
      return false
    }
    proveOr(board, loaded.document, () => claim?.release())
    void this.leave()
    this.show(id, loaded, claim?.stolen === false ? claim : null)
    return true
  }

  /** Puts a stored document on the board: to write it with a claim, else to look. */
  private show(id: string, { document, base, notice }: Loaded, claim: Claim | null): void {
    const { board, onOpened, onTrouble } = this.parts
    const session = newSession(id, base.head.origin, isNewer(document) ? base.bytes : null)
    session.claim = claim
    this.session = session
    board.put(document, claim === null ? "tab" : lockOf(document))
    if (claim === null) void this.handover.look(session)
    else {
      this.write(session, base)
      this.tell()
    }
    onOpened(id)
    if (notice !== null) onTrouble(notice)
  }

  /** A document that was put away and is not written yet: it is here still, newer than what is stored. */
  private comeBack(session: Session): true {
    const { board, onOpened } = this.parts
    const { left, claim } = session
    void this.leave()
    this.leaving.giveBack(session)
    this.session = session
    session.left = null
    if (left !== null) board.put(left.document, lockOf(left.document))
    this.tell()
    onOpened(session.id)
    if (claim?.stolen === true) void this.handover.stolen(session)
    return true
  }

  /** Leaves the open document where it is; nothing is open until the next `create` or `open`. */
  close(): Promise<void> {
    this.next()
    return this.leave()
  }

  /** The open document has been edited. */
  changed(): void {
    this.session?.keeper?.changed()
  }

  /** Writes everything now; `whole`: as a snapshot. */
  async flush(whole = false): Promise<void> {
    await Promise.all(this.sessions().map(({ keeper }) => keeper?.flush(whole)))
  }

  /** From looking to writing. */
  async takeOver(): Promise<void> {
    if (this.session !== null) await this.handover.takeOver(this.session)
  }

  /** A new document from what the board shows. */
  private begin(session: Session): void {
    this.session = session
    this.write(session, null)
    void this.handover.claim(session.id, "try").then((claim) => {
      if (this.sessions().includes(session)) session.claim = claim
      else claim?.release()
    })
    this.parts.onOpened(session.id)
    void session.keeper?.flush()
  }

  private write(session: Session, base: Base | null): void {
    const { store, clock, board, tabs, onListed } = this.parts
    const { id, origin } = session
    session.keeper = new Keeper({
      id,
      origin,
      base,
      store,
      clock,
      current: () => {
        const { document, edited } = session.left ?? board.current()
        return { document, edited: edited || session.edited, bytes: session.exact }
      },
      onStatus: () => this.tell(),
      onSaved: ({ sequence }) => {
        tabs.tell({ kind: "changed", id, sequence })
        onListed()
      },
      onLost: (found) => this.branch(session, found === null || found.deleted !== null),
    })
    if (base?.broken === true) void session.keeper.flush(true)
  }

  /** Someone else wrote the document meanwhile, or it is gone: what is here goes on as a document of its own. */
  private branch(session: Session, gone: boolean): void {
    const { board, onTrouble, newId } = this.parts
    const { document, edited } = session.left ?? board.current()
    const title = gone ? (document.title ?? "") : `${document.title || "Untitled"} (other tab)`
    const kept = gone ? document : { ...document, title }
    const next = newSession(newId(), "copy", session.exact)
    session.keeper?.stop()
    session.claim?.release()
    onTrouble(gone ? KEPT : `This graph was changed in another tab. What you did here is kept as “${title}”.`)
    if (this.session === session) {
      session.waiting.abort()
      board.replace(kept, true)
      board.lock(lockOf(kept))
      this.begin(next)
      return
    }
    next.left = { document: kept, edited }
    this.leaving.giveBack(session)
    this.write(next, null)
    void this.leaving.take(next)
  }

  /** Puts the open document away: what is not written yet is written from what it is now. */
  private async leave(): Promise<void> {
    const { session } = this
    this.session = null
    if (session === null) return
    session.waiting.abort()
    const left = this.parts.board.current()
    session.left = left
    session.edited ||= left.edited
    if (session.keeper === null) return
    await this.leaving.take(session)
  }

  /** How the open document stands; one that was put away and is not taken by the storage comes before what is well. */
  private tell(): void {
    if (this.session === null) return
    const open: Status = this.session.keeper?.status ?? { kind: "reading" }
    const waiting = this.leaving.all.find(({ keeper }) => keeper?.failing === true)?.keeper?.status
    this.parts.onStatus(open.kind === "unsaved" ? open : (waiting ?? open))
  }

  private async hear(word: Word): Promise<void> {
    const { session } = this
    const mine = session !== null && "id" in word && word.id === session.id
    if (word.kind === "given" && mine) this.handover.wasGiven()
    if (word.kind === "listed" || word.kind === "changed") this.parts.onListed()
    if (word.kind === "changed" && mine && session.keeper === null) await this.handover.follow(session)
    if (word.kind === "asked" && mine && session.keeper !== null) {
      await session.keeper.flush()
      this.parts.tabs.tell({ kind: "given", id: session.id })
    }
  }
}

const KEPT = "This graph was deleted in another tab. What is open here is kept as a graph of its own."
