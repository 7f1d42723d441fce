// The one document that is open in this tab: whether this tab writes it, and what happens when another tab or the storage
// gets in the way. Opening puts the old document away whole; nothing is ever overwritten. Storage, tabs, clock and the
// board that shows the document are given: two desks over one storage are two tabs.

import { type GradwireDocument, isNewer } from "../../graph/document.ts"
import type { Base } from "./commit.ts"
import { type Clock, type Current, Keeper } from "./keeper.ts"
import { load } from "./load.ts"
import type { DocumentStore, Origin } from "./records.ts"
import type { Lock, Status } from "./status.ts"
import type { Release, Tabs, Word } from "./tabs.ts"

/** What shows the document and takes the edits. */
export interface Board {
  readonly current: () => Shown
  /** Another document. */
  readonly put: (document: GradwireDocument, lock: Lock | null) => void
  /** The same document as it has become; what was done here before can be undone only if it was this tab's own doing. */
  readonly replace: (document: GradwireDocument, own: boolean) => void
  readonly lock: (lock: Lock | null) => void
}
export type Shown = Pick<Current, "document" | "edited">

export interface DeskParts {
  readonly store: DocumentStore
  readonly tabs: Tabs
  readonly clock: Clock
  readonly board: Board
  readonly newId: () => string
  readonly onStatus: (status: Status) => void
  /** Something that stays until it has been read. */
  readonly onTrouble: (sentence: string) => void
  readonly onNote: (sentence: string) => void
  /** A document is open under this id. */
  readonly onOpened: (id: string) => void
  /** The list of documents has changed. */
  readonly onListed: () => void
}

export interface Incoming {
  readonly document: GradwireDocument
  /** The bytes as they came, for a document that must not be written anew. */
  readonly bytes: Uint8Array | null
  readonly origin: Origin
}

interface Session {
  readonly id: string
  readonly origin: Origin
  readonly exact: Uint8Array | null
  /** Of the tab that writes; null in one that only looks. */
  keeper: Keeper | null
  release: Release | null
  /** Ends the wait for another tab's lock. */
  waiting: AbortController
  /** What it was when it was put away. */
  left: Shown | null
}

/** How long a tab that is asked to let go has, in milliseconds. */
export const COURTESY = 1_000

export class Desk {
  private readonly parts: DeskParts
  private session: Session | null = null
  private readonly leaving = new Set<Session>()
  private turn = 0
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
  unsaved(): readonly Shown[] {
    const open = this.session?.keeper?.dirty === true ? [this.parts.board.current()] : []
    return [...open, ...[...this.leaving].flatMap(({ left }) => left ?? [])]
  }

  /** Opens something that came from outside, as a document of its own. */
  create({ document, bytes, origin }: Incoming): void {
    this.turn += 1
    this.leave()
    this.parts.board.put(document, lockOf(document))
    this.begin(newSession(this.parts.newId(), origin, bytes))
  }

  /** Opens a document of this browser. False, and a sentence, if that cannot be. */
  async open(id: string): Promise<boolean> {
    if (id === this.id) return true
    this.turn += 1
    const { turn } = this
    const { store, tabs, clock, board, onTrouble, onStatus } = this.parts
    let mine: Session | null = null
    const release = await tabs.hold(id, "try", () => void (mine && this.stolen(mine)))
    const loaded = await load(store, id, clock.now(), release !== null).catch(storageFailed)
    if (turn !== this.turn || !("document" in loaded)) {
      release?.()
      if (!("document" in loaded)) onTrouble("problem" in loaded ? loaded.problem : GONE)
      return false
    }
    this.leave()
    const { document, base, notice } = loaded
    mine = newSession(id, base.head.origin, isNewer(document) ? base.bytes : null)
    mine.release = release
    this.session = mine
    board.put(document, release === null ? "tab" : lockOf(document))
    if (release === null) this.look(mine)
    else this.write(mine, base)
    if (release !== null) onStatus({ kind: "saved", at: base.head.changed })
    this.parts.onOpened(id)
    if (notice !== null) onTrouble(notice)
    return true
  }

  /** Leaves the open document where it is; nothing is open until the next `create` or `open`. */
  close(): Promise<void> {
    this.turn += 1
    return this.leave()
  }

  /** The open document has been edited. */
  changed(): void {
    this.session?.keeper?.changed()
  }

  /** Writes everything now; `whole`: as a snapshot. */
  async flush(whole = false): Promise<void> {
    const sessions = [...this.leaving, ...(this.session === null ? [] : [this.session])]
    await Promise.all(sessions.map(({ keeper }) => keeper?.flush(whole)))
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
    if (this.session !== session || session.keeper !== null) return
    session.waiting.abort()
    const release = await this.parts.tabs.hold(session.id, "steal", () => void this.stolen(session))
    if (release !== null) await this.promote(session, release)
  }

  /** A new document from what the board shows. */
  private begin(session: Session): void {
    this.session = session
    this.write(session, null)
    void this.parts.tabs
      .hold(session.id, "try", () => void this.stolen(session))
      .then((release) => {
        session.release = release
      })
    this.parts.onOpened(session.id)
    void session.keeper?.flush()
  }

  private write(session: Session, base: Base | null): void {
    const { store, clock, board, onStatus, tabs, onListed } = this.parts
    const { id, origin } = session
    session.keeper = new Keeper({
      id,
      origin,
      base,
      store,
      clock,
      current: () => ({ ...(session.left ?? board.current()), bytes: session.exact }),
      onStatus: (status) => {
        if (this.session === session || status.kind === "unsaved") onStatus(status)
      },
      onSaved: ({ sequence }) => {
        tabs.tell({ kind: "changed", id, sequence })
        onListed()
      },
      onLost: (found) => this.branch(session, found === null || found.deleted !== null),
    })
    if (base?.broken === true) void session.keeper.flush(true)
  }

  /** Only looks, until the other tab lets go. */
  private look(session: Session): void {
    const { tabs, board, onStatus, onNote } = this.parts
    session.keeper = null
    session.waiting = new AbortController()
    board.lock("tab")
    onStatus({ kind: "reading" })
    const freed = tabs.hold(session.id, "wait", () => void this.stolen(session), session.waiting.signal)
    void freed.then(async (release) => {
      if (release === null) return
      if (this.session !== session || session.keeper !== null) return release()
      await this.promote(session, release)
      if (this.session === session) onNote("The other tab let go of this graph; it can be edited here now.")
    })
  }

  /** This tab has the lock: it goes on from the newest state. */
  private async promote(session: Session, release: Release): Promise<void> {
    const { store, clock, board, onStatus, onTrouble } = this.parts
    session.release = release
    const loaded = await load(store, session.id, clock.now(), true).catch(storageFailed)
    if (this.session !== session) return release()
    if ("missing" in loaded) return this.branch(session, true)
    if ("problem" in loaded) {
      release()
      return onTrouble(loaded.problem)
    }
    board.replace(loaded.document, false)
    board.lock(lockOf(loaded.document))
    this.write(session, loaded.base)
    onStatus({ kind: "saved", at: loaded.base.head.changed })
  }

  /** Another tab has taken the lock: what is not written yet is tried once more, then this tab only looks. */
  private async stolen(session: Session): Promise<void> {
    session.release = null
    const { keeper } = session
    if (this.session !== session || keeper === null) return
    await keeper.flush()
    // Not taken by the storage: it stays here, as a document of its own.
    if (this.session !== session || session.keeper !== keeper) return
    if (keeper.dirty) return this.branch(session, false)
    keeper.stop()
    this.look(session)
  }

  /** Someone else wrote the document meanwhile, or it is gone: what is here goes on as a document of its own. */
  private branch(session: Session, gone: boolean): void {
    const { board, onTrouble, newId } = this.parts
    const { document, edited } = session.left ?? board.current()
    const title = gone ? (document.title ?? "") : `${document.title || "Untitled"} (other tab)`
    const kept = gone ? document : { ...document, title }
    const next = newSession(newId(), "copy", session.exact)
    session.keeper?.stop()
    session.release?.()
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
    session.left = this.parts.board.current()
    if (session.keeper === null) return
    this.leaving.add(session)
    await this.putAway(session)
  }

  private async putAway(session: Session): Promise<void> {
    const { keeper, left, origin, id } = session
    if (keeper === null) return
    const edited = left?.edited === true || keeper.base?.head.edited === true
    // An example that was only looked at, and an empty page, need not be kept.
    const passing = !edited && (origin === "example" || origin === "new")
    if (passing) {
      keeper.stop()
      await keeper.settled()
      await this.parts.store.destroy(id).catch(() => {})
    } else if (!(await keeper.flush(true)) && !keeper.isStopped) {
      this.parts.clock.after(COURTESY, () => void this.putAway(session))
      return
    }
    keeper.stop()
    this.leaving.delete(session)
    session.release?.()
    this.parts.onListed()
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

function newSession(id: string, origin: Origin, exact: Uint8Array | null): Session {
  const waiting = new AbortController()
  return { id, origin, exact, keeper: null, release: null, waiting, left: null }
}

function lockOf(document: GradwireDocument): Lock | null {
  if (isNewer(document)) return "newer"
  return document.view?.readOnly === true ? "given" : null
}

function storageFailed(): { readonly problem: string } {
  return { problem: "The storage of this browser gave no answer; the graph could not be opened. Try again." }
}
