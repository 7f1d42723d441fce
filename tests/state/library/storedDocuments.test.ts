// What is done to documents that are not open, and what a page that went away left behind.

import { afterAll, beforeEach, expect, test, vi } from "vitest"
import {
  BIN_TIME,
  destroy,
  duplicateStored,
  emptyBin,
  remove,
  rename,
  restore,
  type StoredParts,
} from "../../../src/state/library/storedDocuments.ts"
import { bringIn, bringInAll, readUnloadJournal, writeUnloadEntry } from "../../../src/state/library/unloadJournal.ts"
import { failure, graph, World, webStorage } from "./world.ts"

vi.stubGlobal("crypto", {})
afterAll(() => void vi.unstubAllGlobals())

let world: World
let parts: StoredParts
beforeEach(async () => {
  world = new World()
  parts = { store: world.memory, tabs: world.tabs.for({}), clock: world.clock, newId: world.newId }
  const tab = world.tab()
  tab.openDocument.create({ document: graph("t", "a"), bytes: null, origin: "text" })
  await world.clock.pass(50)
  world.crash(tab)
})
const titles = async () => [...(await world.stored()).values()].map(({ title }) => title)
const head = async (id: string) => (await world.memory.read(id))!.head

test("rename writes the title and nothing else", async () => {
  expect(await rename(parts, "d1", "new name")).toBe(null)
  expect((await world.stored()).get("d1")).toEqual(graph("new name", "a"))
  expect((await head("d1")).title).toBe("new name")
})

test("duplicate makes a second document", async () => {
  expect(await duplicateStored(parts, "d1")).toBe(null)
  expect(await titles()).toEqual(["t", "t (copy)"])
})

test("into the bin, back, and for good; the bin empties after 30 days", async () => {
  expect(await remove(parts, "d1")).toBe(null)
  expect((await head("d1")).deleted).toBe(world.clock.now())
  expect(await rename(parts, "d1", "x")).toBe("“t” lies in the bin; the list of documents takes it out again.")
  expect(await restore(parts, "d1")).toBe(null)
  expect((await head("d1")).deleted).toBe(null)
  await remove(parts, "d1")
  world.clock.wrong = BIN_TIME - 1
  await emptyBin(parts, await world.memory.heads())
  expect(await titles()).toEqual(["t"])
  world.clock.wrong = BIN_TIME + 1
  await emptyBin(parts, await world.memory.heads())
  expect(await titles()).toEqual([])
})

test("for good goes only what is in the bin: what was taken out of it elsewhere meanwhile stays", async () => {
  const still = "This graph is not in the bin any more; nothing was deleted."
  expect(await destroy(parts, "d1")).toBe(still)
  await remove(parts, "d1")
  const seen = await world.memory.heads()
  await restore(parts, "d1")
  world.clock.wrong = BIN_TIME + 1
  await emptyBin(parts, seen)
  expect(await titles()).toEqual(["t"])
  await remove(parts, "d1")
  expect(await destroy(parts, "d1")).toBe(null)
  expect(await titles()).toEqual([])
  expect(await destroy(parts, "d1")).toBe(still)
})

test("a document that is open in another tab is left alone, with a sentence", async () => {
  const tab = world.tab()
  void tab.openDocument.open("d1")
  await world.clock.pass(50)
  const sentence = "This graph is open in another tab; do it there, or close that tab first."
  expect(await rename(parts, "d1", "x")).toBe(sentence)
  expect(await remove(parts, "d1")).toBe(sentence)
  expect(await titles()).toEqual(["t"])
})

test("a storage that refuses is a sentence", async () => {
  const refusing = { ...parts, store: { ...world.memory, read: () => Promise.reject(failure("UnknownError")) } }
  expect(await rename(refusing, "d1", "x")).toBe("The storage of this browser refused; nothing was changed.")
})

const words = (...ids: readonly string[]) => ({ id: "d1", sequence: 1, document: graph("t", ...ids) })

test("unload journal go where they belong, beside it if it was written since, and nowhere if they are known", async () => {
  const storage = webStorage()
  storage.setItem("gradwire.unsaved.bad", "{")
  storage.setItem("something else", "x")
  writeUnloadEntry(words("a", "b"), "page1", storage)
  await bringInAll(parts, storage)
  expect(readUnloadJournal(storage)).toEqual([])
  expect((await world.stored()).get("d1")).toEqual(graph("t", "a", "b"))
  writeUnloadEntry(words("a", "b"), "page1", storage)
  await bringInAll(parts, storage)
  expect((await head("d1")).sequence).toBe(2)
  const key = writeUnloadEntry(words("a", "c"), "page2", storage)
  await bringInAll(parts, storage)
  expect(await titles()).toEqual(["t", "t (recovered)"])
  expect(storage.getItem(key!)).toBe(null)
})

test("unload journal of a document that was never written, and of one that was deleted since", async () => {
  await bringIn(parts, { id: "fresh", sequence: 0, text: JSON.stringify(graph("new", "x")) })
  expect((await world.stored()).get("fresh")).toEqual(graph("new", "x"))
  await remove(parts, "d1")
  await bringIn(parts, { id: "d1", sequence: 1, text: JSON.stringify(graph("t", "a", "b")) })
  expect(await titles()).toEqual(["t", "new", "t (recovered)"])
})

test("unload journal of a document that another tab writes go beside it, and two pages' words do not write over each other", async () => {
  const storage = webStorage()
  writeUnloadEntry(words("a", "b"), "page1", storage)
  writeUnloadEntry(words("a", "c"), "page2", storage)
  const tab = world.tab()
  void tab.openDocument.open("d1")
  await world.clock.pass(50)
  const brought = bringInAll(parts, storage)
  await world.clock.pass(3000)
  expect(await brought).toEqual(["t (recovered)", "t (recovered)"])
  expect(readUnloadJournal(storage)).toEqual([])
  expect([...(await world.stored()).values()].map(({ nodes }) => nodes.map(({ id }) => id))).toEqual([
    ["a"],
    ["a", "b"],
    ["a", "c"],
  ])
})

test("the page that is reloaded holds its lock for a moment still: its unload journal are waited with", async () => {
  const storage = webStorage()
  const tab = world.tab()
  void tab.openDocument.open("d1")
  await world.clock.pass(50)
  writeUnloadEntry(words("a", "b"), "page1", storage)
  const brought = bringInAll(parts, storage)
  await world.clock.pass(300)
  world.crash(tab)
  expect(await brought).toEqual([])
  expect((await world.stored()).get("d1")).toEqual(graph("t", "a", "b"))
})

test("a storage that holds nothing more takes no unload journal, and throws nothing", () => {
  const full = {
    ...webStorage(),
    setItem: () => {
      throw failure("QuotaExceededError")
    },
  }
  expect(() => writeUnloadEntry(words(), "page", full)).not.toThrow()
})
