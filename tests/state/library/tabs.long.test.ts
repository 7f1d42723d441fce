// Three tabs of one browser do what they like, in any order and at any moment, over a storage that is slow, full or silent
// and between crashes, reloads and a bin: what was said to be saved is there afterwards, and so is every edit that was
// taken, unless its page was killed before it could be written.

import fc from "fast-check"
import { afterAll, expect, test, vi } from "vitest"
import { rebuild } from "../../../src/state/library/storage/rebuild.ts"
import type { Origin } from "../../../src/state/library/storage/records.ts"
import { destroy, rename, restore, type StoredParts } from "../../../src/state/library/storedDocuments.ts"
import { bringInAll, writeUnloadEntry } from "../../../src/state/library/unloadJournal.ts"
import { cases, counted, grouped, patience } from "../../campaign.ts"
import { settle } from "./fakeTabs.ts"
import { failure, graph, slowStore, type Tab, World, webStorage } from "./world.ts"

// Without SubtleCrypto checksums are CRC-32 and need no thread: time stands still but for the clock that is turned here.
vi.stubGlobal("crypto", { getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto) })
afterAll(() => void vi.unstubAllGlobals())

const runs = cases(500)
const length = Number(process.env.TAB_STEPS ?? 40)

const tab = fc.nat(2)
const which = fc.nat(5)
const origin = fc.constantFrom<Origin>("text", "example", "new")
const time = fc.constantFrom(1, 20, 300, 700, 3000)
const failures: fc.Arbitrary<string | null> = fc.constantFrom(
  "QuotaExceededError",
  "AbortError",
  "InvalidStateError",
  "UnknownError",
  null,
  null,
)
const weighted = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary })
type Step =
  | { readonly do: "edit" | "take over" | "crash" | "reload" | "hide"; readonly tab: number }
  | { readonly do: "open"; readonly tab: number; readonly which: number }
  | { readonly do: "create"; readonly tab: number; readonly origin: Origin }
  | { readonly do: "wait"; readonly time: number }
  | { readonly do: "delete" | "restore" | "destroy" | "rename"; readonly which: number }
  | { readonly do: "slow"; readonly on: boolean }
  | { readonly do: "fails"; readonly how: string | null; readonly reads: boolean }
  | { readonly do: "no locks" }
const step: fc.Arbitrary<Step> = fc.oneof(
  weighted(6, fc.record({ do: fc.constant("edit"), tab })),
  weighted(5, fc.record({ do: fc.constant("wait"), time })),
  weighted(2, fc.record({ do: fc.constant("open"), tab, which })),
  weighted(1, fc.record({ do: fc.constant("create"), tab, origin })),
  weighted(3, fc.record({ do: fc.constant("take over"), tab })),
  weighted(2, fc.record({ do: fc.constantFrom("crash", "reload"), tab })),
  weighted(1, fc.record({ do: fc.constant("hide"), tab })),
  weighted(2, fc.record({ do: fc.constantFrom("delete", "restore", "destroy", "rename"), which })),
  weighted(1, fc.record({ do: fc.constant("slow"), on: fc.boolean() })),
  weighted(1, fc.record({ do: fc.constant("fails"), how: failures, reads: fc.boolean() })),
  weighted(1, fc.record({ do: fc.constant("no locks") })),
)

const totals = { edits: 0, acknowledged: 0, crashes: 0, reloads: 0, takeOvers: 0, branches: 0, faults: 0 }

/** One browser with three tabs, and what must be found in its storage in the end. */
class Browser {
  readonly world = new World()
  readonly tabs: Tab[]
  readonly acknowledged = new Set<string>()
  private readonly web = webStorage()
  /** Edits of tabs that live on or end in an orderly way: not one of them may be lost, saved in time or not. */
  private readonly taken = new Map<Tab, readonly string[]>()
  private readonly handedOn: string[] = []
  /** Out of the bin for good, by somebody's wish. */
  private readonly gone = new Set<string>()
  private readonly stored: StoredParts
  private named = 0
  private written = 0

  constructor(delay: () => number) {
    const { world } = this
    const { clock, memory, faults, newId, tabs } = world
    faults.delay = delay
    tabs.lag = () => Math.max(0, (delay() % 40) - 20)
    this.stored = { store: slowStore(memory, clock, faults, () => true), tabs: tabs.for({}), clock, newId }
    this.tabs = [this.start(), this.start(), this.start()]
  }

  private start(): Tab {
    const tab = this.world.tab()
    tab.onSaved = (document) => {
      for (const { id } of document.nodes) this.acknowledged.add(id)
    }
    return tab
  }

  private async startAgain(old: Tab): Promise<void> {
    const next = this.start()
    this.tabs[this.tabs.indexOf(old)] = next
    // As a page does: first what the last one could not write, then its document. A full storage keeps the words waiting.
    const parts: StoredParts = { ...this.stored, store: next.store, tabs: this.world.tabs.for(next) }
    void bringInAll(parts, this.web)
      .catch(() => {})
      .then(() => next.openDocument.open(old.openDocument.id ?? "d1"))
  }

  async act(step: Step): Promise<void> {
    const { world, tabs } = this
    const tab = ("tab" in step ? tabs[step.tab] : tabs[0])!
    const heads = await world.memory.heads()
    const id = "which" in step ? heads[step.which % Math.max(1, heads.length)]?.id : undefined
    if (step.do === "edit") this.edit(tab)
    else if (step.do === "wait") await world.clock.pass(step.time)
    else if (step.do === "create")
      tab.openDocument.create({ document: graph(`made ${this.named}`), bytes: null, origin: step.origin })
    else if (step.do === "take over") {
      totals.takeOvers += 1
      void tab.openDocument.takeOver()
    } else if (step.do === "crash" || step.do === "reload") this.end(tab, step.do)
    else if (step.do === "hide") void tab.openDocument.flush(true)
    else if (step.do === "fails") this.fail(step.how, step.reads)
    else if (step.do === "slow") world.slow = step.on ? 4_000 : 0
    else if (step.do === "no locks") world.tabs.held.clear()
    else if (id !== undefined && step.do === "open") void tab.openDocument.open(id)
    else if (id !== undefined) await this.shelve(step.do, id)
    await settle()
  }

  /** Every write fails from now on, or none; and every read. */
  private fail(how: string | null, reads: boolean): void {
    const refuse = (): Error | null => {
      if (how === null) return null
      totals.faults += 1
      return failure(how)
    }
    this.world.faults.fault = refuse
    this.world.faults.refuse = reads ? refuse : () => null
  }

  private edit(tab: Tab): void {
    if (tab.openDocument.id === null) return
    this.named += 1
    const id = `n${this.named}`
    if (!tab.add(id)) return
    totals.edits += 1
    this.taken.set(tab, [...(this.taken.get(tab) ?? []), id])
  }

  private end(tab: Tab, how: "crash" | "reload"): void {
    if (how === "crash") totals.crashes += 1
    else {
      totals.reloads += 1
      for (const one of tab.openDocument.unsaved()) {
        this.written += 1
        writeUnloadEntry(one, String(this.written), this.web)
      }
      this.handedOn.push(...(this.taken.get(tab) ?? []))
    }
    this.taken.delete(tab)
    this.world.crash(tab)
    void this.startAgain(tab)
  }

  private async shelve(what: Step["do"], id: string): Promise<void> {
    const { memory, clock } = this.world
    // Without asking for its lock, as a tab without locks would.
    if (what === "delete") await memory.setDeleted(id, clock.now())
    if (what === "restore") void restore(this.stored, id)
    if (what === "rename") void rename(this.stored, id, "renamed")
    if (what !== "destroy") return
    const stored = await memory.read(id)
    if (stored === null || stored.head.deleted === null) return
    const { rebuilt } = await rebuild(stored, 0)
    const text = new TextDecoder().decode(rebuilt?.bytes)
    for (const [name] of text.matchAll(/\bn\d+\b/g)) this.gone.add(name)
    void destroy({ ...this.stored, store: memory }, id)
  }

  /** Whatever is still open has what it needs to end well. */
  async rest(): Promise<void> {
    const { world } = this
    this.fail(null, false)
    world.slow = 0
    await world.clock.pass(60_000)
  }

  /** All pages are closed, and one starts. */
  async nextVisit(): Promise<void> {
    this.world.tabs.lag = () => 0
    for (const tab of this.tabs) this.world.crash(tab)
    const parts: StoredParts = { ...this.stored, store: this.world.memory, tabs: this.world.tabs.for({}) }
    await bringInAll(parts, this.web)
  }

  async lost(): Promise<{ readonly acknowledged: readonly string[]; readonly taken: readonly string[] }> {
    const documents = [...(await this.world.stored()).values()]
    const kept = new Set(documents.flatMap(({ nodes }) => nodes.map(({ id }) => id)))
    const missing = (ids: Iterable<string>) => [...ids].filter((id) => !kept.has(id) && !this.gone.has(id))
    return {
      acknowledged: missing(this.acknowledged),
      taken: missing([...this.handedOn, ...[...this.taken.values()].flat()]),
    }
  }
}

test(
  `${runs} runs of ${length} steps in three tabs: no edit is lost that was said to be saved, or whose page ended well`,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: length, maxLength: length }),
        fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
        async (steps, delays) => {
          const browser: Browser = new Browser(() => browser.world.slow + (delays.next().value ?? 1))
          const { world, tabs } = browser
          tabs[0]!.openDocument.create({ document: graph("first", "n0"), bytes: null, origin: "text" })
          await world.clock.pass(200)
          for (const one of tabs) void one.openDocument.open("d1")
          await world.clock.pass(200)
          for (const one of steps) await browser.act(one)
          await browser.rest()
          expect(tabs.flatMap(({ openDocument }) => openDocument.unsaved())).toEqual([])
          expect(
            tabs.map(({ status }) => status.kind).filter((kind) => kind === "saving" || kind === "unsaved"),
          ).toEqual([])
          if (!steps.some((one) => one.do === "no locks")) {
            const writing = tabs.flatMap(({ openDocument }) => (openDocument.base === null ? [] : [openDocument.id]))
            expect(new Set(writing).size, "one writer at most").toBe(writing.length)
          }
          totals.acknowledged += browser.acknowledged.size
          totals.branches += tabs.flatMap(({ said }) => said.filter((line) => line.includes("kept as"))).length
          await browser.nextVisit()
          expect(await browser.lost()).toEqual({ acknowledged: [], taken: [] })
        },
      ),
      { numRuns: runs },
    )
    const { edits, crashes, reloads, takeOvers, branches, acknowledged, faults } = totals
    const parts = [
      `${grouped(edits)} edits`,
      `${grouped(acknowledged)} called saved`,
      `${grouped(takeOvers)} take-overs`,
      `${grouped(crashes)} crashes`,
      `${grouped(reloads)} reloads`,
      `${grouped(faults)} storage faults`,
      `${grouped(branches)} kept beside`,
    ]
    counted(runs, `runs of ${length} steps in three tabs`, `${parts.join(", ")}; 0 lost`)
  },
  patience(600_000),
)
