// The one document that is open in this tab: whether this tab writes it, and what happens when another tab or the storage
// gets in the way. Opening puts the old document away whole; nothing is ever overwritten. Storage, tabs, clock and the
// board that shows the document are given: two desks over one storage are two tabs.

import { type GradwireDocument, isNewer } from "../../graph/document.ts"
import type { Base } from "./commit.ts"
import type { DeskParts } from "./deskParts.ts"
import { Keeper } from "./keeper.ts"
import { type Loaded, load } from "./load.ts"
import type { Origin } from "./records.ts"
import { type Claim, lockOf, newSession, type Session } from "./session.ts"
import type { Status } from "./status.ts"
import type { Word } from "./tabs.ts"

export interface Incoming {
  readonly document: GradwireDocument
  /** The bytes as they came, for a document that must not be written anew. */
  readonly bytes: Uint8Array | null
  readonly origin: Origin
}

/** A document with edits that no storage has taken yet. */
export interface Unsaved {
  readonly id: string
  /** The state that they build upon; 0 for a document that was never written. */
  readonly sequence: number
  readonly document: GradwireDocument
}

/** How long a tab that is asked to let go has, in milliseconds. */
export const COURTESY = 1_000

export class Desk {
  private readonly parts: DeskParts
  private session: Session | null = null
  private readonly leaving = new Set<Session>()
  /** Grows with everything that is opened: what was asked for before it is no longer wanted. */
  private turn = 0
  private opening: { readonly id: string; readonly done: Promise<boolean> } | null = null
  private given: () => void = () => {}

  constructor(parts: DeskParts) {
    this.parts = parts
    parts.tabs.hear((word) => void this.hear(word))
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

  /** Opens something that came from outside, as a document of its own. */
  create({ document, bytes, origin }: Incoming): void {
    this.next()
    void this.leave()
    this.parts.board.put(document, lockOf(document))
    this.begin(newSession(this.parts.newId(), origin, bytes))
  }

  /** Opens a document of this browser. False, and a sentence, if that cannot be. */
  async open(id: string): Promise<boolean> {
    if (this.opening?.id === id) return this.opening.done
    const turn = this.next()
    if (id === this.id) return true
    const left = [...this.leaving].find((one) => one.id === id && one.keeper?.isStopped === false)
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
    return [...(this.session === null ? [] : [this.session]), ...this.leaving]
  }

  private async fetch(id: string, turn: number): Promise<boolean> {
    const { store, clock, onTrouble } = this.parts
    const claim = await this.claim(id, "try")
    const loaded = await load(store, id, clock.now(), claim !== null).catch(storageFailed)
    if (turn !== this.turn || !("document" in loaded)) {
      claim?.release()
      if (!("document" in loaded)) onTrouble("problem" in loaded ? loaded.problem : GONE)
      return false
    }
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
    if (claim === null) void this.look(session)
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
    this.leaving.delete(session)
    this.session = session
    session.left = null
    if (left !== null) board.put(left.document, lockOf(left.document))
    this.tell()
    onOpened(session.id)
    if (claim?.stolen === true) void this.stolen(session)
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

  /** From looking to writing: the other tab is asked to let go, and after a second not asked any more. */
  async takeOver(): Promise<void> {
    const { session } = this
    if (session === null || session.keeper !== null) return
    const given = new Promise<void>((resolve) => {
      this.given = resolve
      this.parts.clock.after(COURTESY, resolve)
    })
    this.parts.tabs.tell({ kind: "asked", id: session.id })
    await given
    // With a claim it is on its way already: asked for twice, or the other tab let go by itself. Read anew, the document
    // would lose the first edits.
    if (this.session !== session || session.claim !== null) return
    session.waiting.abort()
    const claim = await this.claim(session.id, "steal")
    if (claim !== null) await this.promote(session, claim)
    else if (this.session === session) await this.look(session)
  }

  /** Asks for the lock of a document. */
  private async claim(id: string, how: "try" | "wait" | "steal", until?: AbortSignal): Promise<Claim | null> {
    const claim: Claim = { stolen: false, release: () => {} }
    const taken = (): void => {
      claim.stolen = true
      const { session } = this
      if (session?.claim === claim) void this.stolen(session)
    }
    const release = await this.parts.tabs.hold(id, how, taken, until)
    if (release === null) return null
    claim.release = release
    return claim
  }

  /** A new document from what the board shows. */
  private begin(session: Session): void {
    this.session = session
    this.write(session, null)
    void this.claim(session.id, "try").then((claim) => {
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

  /** Only looks, until the other tab lets go. */
  private async look(session: Session): Promise<void> {
    const { board, onNote } = this.parts
    session.keeper = null
    session.claim = null
    session.waiting.abort()
    session.waiting = new AbortController()
    board.lock("tab")
    this.tell()
    const claim = await this.claim(session.id, "wait", session.waiting.signal)
    if (claim === null) return
    // Taken over meanwhile, or put away.
    if (this.session !== session || session.claim !== null) return claim.release()
    await this.promote(session, claim)
    if (this.session === session && session.claim === claim)
      onNote("The other tab let go of this graph; it can be edited here now.")
  }

  /** This tab has the lock: it goes on from the newest state, unless the lock is taken away meanwhile. */
  private async promote(session: Session, claim: Claim): Promise<void> {
    const { store, clock, board, onTrouble } = this.parts
    if (this.session !== session || claim.stolen) {
      claim.release()
      return this.session === session && session.claim === null ? this.look(session) : undefined
    }
    session.claim = claim
    const loaded = await load(store, session.id, clock.now(), true).catch(storageFailed)
    if (this.session !== session) return claim.release()
    if (session.claim !== claim) return
    if ("missing" in loaded) return this.branch(session, true)
    if ("problem" in loaded) {
      claim.release()
      session.claim = null
      return onTrouble(loaded.problem)
    }
    board.replace(loaded.document, false)
    board.lock(lockOf(loaded.document))
    this.write(session, loaded.base)
    this.tell()
    if (loaded.notice !== null) onTrouble(loaded.notice)
  }

  /** Another tab has taken the lock: what is not written yet is tried once more, then this tab only looks. */
  private async stolen(session: Session): Promise<void> {
    const { keeper } = session
    // Before the first edit there is nothing to write.
    if (keeper === null) return this.look(session)
    await keeper.flush()
    if (this.session !== session || session.keeper !== keeper) return
    // Not taken by the storage: it stays here, as a document of its own.
    if (keeper.dirty) return this.branch(session, false)
    keeper.stop()
    await this.look(session)
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
    this.leaving.delete(session)
    this.leaving.add(next)
    this.write(next, null)
    void this.putAway(next)
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
    this.leaving.add(session)
    await this.putAway(session)
  }

  private async putAway(session: Session): Promise<void> {
    const { keeper, origin, id, left } = session
    if (keeper === null || !this.leaving.has(session)) return
    const edited = session.edited || keeper.base?.head.edited === true
    // An example that was only looked at, and an empty page, need not be kept.
    const passing = !edited && (origin === "example" || origin === "new")
    if (passing) {
      keeper.stop()
      await keeper.settled()
      // What another tab made of it meanwhile is not ours to take away.
      const seen = keeper.base?.head.sequence
      if (seen !== undefined) await this.parts.store.destroy(id, { sequence: seen }).catch(() => {})
    } else if (!(await keeper.flush(true)) && !keeper.isStopped) {
      this.parts.clock.after(COURTESY, () => session.left === left && void this.putAway(session))
      return
    }
    // It may have been opened again, and put away again with more in it: that is another's affair.
    if (!this.leaving.has(session) || session.left !== left) return
    keeper.stop()
    this.leaving.delete(session)
    session.claim?.release()
    this.tell()
    this.parts.onListed()
  }

  /** How the open document stands; one that was put away and is not taken by the storage comes before what is well. */
  private tell(): void {
    if (this.session === null) return
    const open: Status = this.session.keeper?.status ?? { kind: "reading" }
    const waiting = [...this.leaving].find(({ keeper }) => keeper?.failing === true)?.keeper?.status
    this.parts.onStatus(open.kind === "unsaved" ? open : (waiting ?? open))
  }

  private async hear(word: Word): Promise<void> {
    const { session } = this
    const mine = session !== null && "id" in word && word.id === session.id
    if (word.kind === "given" && mine) this.given()
    if (word.kind === "listed" || word.kind === "changed") this.parts.onListed()
    if (word.kind === "changed" && mine && session.keeper === null) await this.follow(session)
    if (word.kind === "asked" && mine && session.keeper !== null) {
      await session.keeper.flush()
      this.parts.tabs.tell({ kind: "given", id: session.id })
    }
  }

  /** Shows what the writing tab has written. */
  private async follow(session: Session): Promise<void> {
    const { store, clock, board } = this.parts
    const loaded = await load(store, session.id, clock.now(), false).catch(storageFailed)
    if (this.session === session && session.keeper === null && "document" in loaded)
      board.replace(loaded.document, false)
  }
}

const GONE = "This graph is not in this browser any more."
const KEPT = "This graph was deleted in another tab. What is open here is kept as a graph of its own."

function storageFailed(): { readonly problem: string } {
  return { problem: "The storage of this browser gave no answer; the graph could not be opened. Try again." }
}
