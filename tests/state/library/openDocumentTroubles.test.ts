// A storage that is full, silent, newer or damaged: edits stay, and are written when they can be.

import { expect, test, vi } from "vitest"
import { rename } from "../../../src/state/library/storedDocuments.ts"
import { freshWorlds, opened, text, twoTabs, world } from "./fresh.ts"
import { failure } from "./world.ts"

freshWorlds()

test("put away while the storage is full and opened again: the edits are there, and are written from there", async () => {
  const tab = await opened("a")
  world.faults.fault = () => failure("QuotaExceededError")
  tab.add("b")
  tab.openDocument.create(text("other", "x"))
  await world.clock.pass(5_000)
  expect(await tab.openDocument.open("d1")).toBe(true)
  expect([tab.ids, tab.lock, tab.status.kind]).toEqual([["a", "b"], null, "unsaved"])
  tab.add("c")
  await world.clock.pass(5_000)
  world.faults.fault = () => null
  await world.clock.pass(20_000)
  expect((await world.stored()).get("d1")?.nodes).toHaveLength(3)
  expect(tab.status.kind).toBe("saved")
  expect(tab.openDocument.unsaved()).toEqual([])
})

test("put away, opened again, edited and put away once more during one slow write: the edit is written, though the storage is full for a while", async () => {
  const tab = await opened("a")
  world.faults.delay = () => 1000
  tab.add("b")
  tab.openDocument.create(text("other", "x"))
  await world.clock.pass(100)
  expect(await tab.openDocument.open("d1")).toBe(true)
  tab.add("c")
  tab.openDocument.create(text("third", "y"))
  await world.clock.pass(1_500)
  world.faults.fault = () => failure("QuotaExceededError")
  await world.clock.pass(10_000)
  world.faults.fault = () => null
  await world.clock.pass(20_000)
  expect((await world.stored()).get("d1")?.nodes.map(({ id }) => id)).toEqual(["a", "b", "c"])
  expect(tab.openDocument.unsaved()).toEqual([])
})

test("a newer Gradwire has the storage: what was edited here is handed out and goes into the unload journal", async () => {
  const tab = await opened("a")
  world.faults.fault = () => failure("Outdated")
  tab.add("b")
  await world.clock.pass(20_000)
  tab.add("c")
  expect(tab.status).toEqual({ kind: "unsaved", why: "a newer Gradwire is open in another tab" })
  expect(tab.openDocument.unsaved().map(({ id, sequence, document }) => [id, sequence, document.nodes.length])).toEqual(
    [["d1", 1, 3]],
  )
  expect(tab.openDocument.refused).toBe(true)
})

test("writes that are missing altogether are counted and said", async () => {
  const tab = await opened("a")
  for (const id of ["b", "c"]) {
    tab.add(id)
    await world.clock.pass(600)
  }
  world.crash(tab)
  const stored = await world.memory.read("d1")
  // As a storage that forgets would.
  Object.assign(stored!, { journal: [] })
  const next = world.tab()
  void next.openDocument.open("d1")
  await world.clock.pass(200)
  expect(next.ids).toEqual(["a"])
  expect(next.said).toEqual(["The last 2 changes of “t” could not be read. The storage has lost them."])
})

test("a full storage: the edits stay, it is tried after 1, 2, 5, 10 and 10 seconds, and taken when there is room", async () => {
  const tab = await opened("a")
  const tries: number[] = []
  let full = true
  world.faults.fault = () => {
    tries.push(world.clock.now())
    return full ? failure("QuotaExceededError") : null
  }
  tab.add("b")
  const before = world.clock.now()
  await world.clock.pass(25_000)
  expect(tab.status).toEqual({ kind: "unsaved", why: "storage full" })
  expect(tries.map((at) => Math.round((at - before) / 500) / 2)).toEqual([0.5, 1.5, 3.5, 8.5, 18.5])
  expect(tab.openDocument.unsaved().map(({ document }) => document.nodes.length)).toEqual([2])
  expect((await world.stored()).get("d1")?.nodes).toHaveLength(1)
  full = false
  await world.clock.pass(10_000)
  expect(tab.status.kind).toBe("saved")
  expect((await world.stored()).get("d1")?.nodes).toHaveLength(2)
})

test("a snapshot that a full storage refuses beside a whole journal alarms nobody and holds no later edit up", async () => {
  const tab = await opened("a")
  tab.add("b")
  await world.clock.pass(600)
  world.faults.fault = () => failure("QuotaExceededError")
  await Promise.all([tab.openDocument.flush(true), world.clock.pass(100)])
  expect(tab.status.kind).toBe("saved")
  // A tab that asks for the document, as taking over does.
  await Promise.all([tab.openDocument.flush(), world.clock.pass(100)])
  tab.add("c")
  await world.clock.pass(3000)
  expect(tab.status.kind).toBe("unsaved")
  world.faults.fault = () => null
  await world.clock.pass(10_000)
  expect(tab.status.kind).toBe("saved")
  expect((await world.stored()).get("d1")?.nodes).toHaveLength(3)
})

test("a document that was put away while the storage is full is still written when there is room", async () => {
  const tab = await opened("a")
  world.faults.fault = () => failure("QuotaExceededError")
  tab.add("b")
  tab.openDocument.create(text("other", "x"))
  await world.clock.pass(10_000)
  expect(tab.openDocument.unsaved().map(({ document }) => document.title)).toEqual(["other", "t"])
  world.faults.fault = () => null
  await world.clock.pass(30_000)
  expect(tab.openDocument.unsaved()).toEqual([])
  expect((await world.stored()).get("d1")?.nodes).toHaveLength(2)
})

test("a storage that says nothing for ten seconds is said to be silent; its late answer counts", async () => {
  const tab = await opened("a")
  world.faults.delay = () => 12_000
  tab.add("b")
  await world.clock.pass(11_000)
  expect(tab.status).toEqual({ kind: "unsaved", why: "the storage does not answer" })
  await world.clock.pass(15_000)
  expect(tab.status.kind).toBe("saved")
})

test("a record that does not validate goes to quarantine, what is sound before it opens, and the next write is whole", async () => {
  const tab = await opened("a")
  for (const id of ["b", "c", "d"]) {
    tab.add(id)
    await world.clock.pass(600)
  }
  world.crash(tab)
  const stored = await world.memory.read("d1")
  stored!.journal[1]!.splice.put[3]! ^= 1
  const next = world.tab()
  void next.openDocument.open("d1")
  await world.clock.pass(200)
  expect(next.ids).toEqual(["a", "b"])
  expect(next.said).toEqual([
    "The last 2 changes of “t” could not be read. Its bytes are kept; the recovery page hands them out.",
  ])
  expect(world.memory.aside().map(({ kind, sequence }) => [kind, sequence])).toEqual([
    ["journal", 3],
    ["journal", 4],
  ])
  const repaired = await world.memory.read("d1")
  expect(repaired?.head.sequence).toBe(5)
  expect(repaired?.snapshots.at(-1)?.sequence).toBe(5)
})

test("a document of which nothing validates does not open, and nothing of it is touched", async () => {
  const tab = await opened("a")
  world.crash(tab)
  const stored = await world.memory.read("d1")
  stored!.snapshots[0]!.bytes[0]! ^= 1
  const next = world.tab()
  const opens = next.openDocument.open("d1")
  await world.clock.pass(200)
  expect(await opens).toBe(false)
  expect(next.said[0]).toMatch(
    /^“t” could not be read: its checksum does not agree with its bytes\. Its bytes are kept/,
  )
  expect(await world.memory.read("d1")).toBe(stored)
  expect(world.memory.aside()).toHaveLength(1)
})

test("a document that cannot be shown, from outside or from the storage: what was open stays open and is written", async () => {
  const tab = await opened("a")
  tab.openDocument.create(text("odd", "x"))
  await world.clock.pass(100)
  tab.openDocument.create(text("open", "a"))
  await world.clock.pass(100)
  tab.unshowable = "odd"
  expect(() => tab.openDocument.create(text("odd", "y"))).toThrow("a fault of ours")
  const opening = tab.openDocument.open("d2")
  const refused = expect(opening).rejects.toThrow("a fault of ours")
  await world.clock.pass(100)
  await refused
  expect([tab.document.title, tab.lock]).toEqual(["open", null])
  tab.add("b")
  await world.clock.pass(600)
  expect(tab.status.kind).toBe("saved")
  expect([...(await world.stored()).values()].map(({ title }) => title)).toEqual(["t", "odd", "open"])
  // Its lock was let go: another tab that can show it writes it.
  const other = world.tab()
  void other.openDocument.open("d2")
  await world.clock.pass(100)
  expect([other.document.title, other.lock]).toEqual(["odd", null])
})

test("a document whose reading throws: the fault is Gradwire's own, and a storage without an answer is the storage's", async () => {
  const tab = await opened("a")
  tab.openDocument.create(text("open", "b"))
  await world.clock.pass(100)
  const stored = (await world.memory.read("d1"))!
  const reading = vi.spyOn(world.memory, "read").mockImplementation(async () => ({
    ...stored,
    get snapshots(): never {
      throw new Error("bang.")
    },
  }))
  const opening = tab.openDocument.open("d1")
  await world.clock.pass(100)
  expect(await opening).toBe(false)
  expect(tab.said).toEqual(["“t” could not be opened, for a fault in Gradwire itself: bang. It stays in the list."])
  const parts = { store: world.memory, tabs: world.tabs.for({}), clock: world.clock, newId: world.newId }
  expect(await rename(parts, "d1", "x")).toBe(tab.said[0])
  reading.mockRejectedValue(failure("UnknownError"))
  void tab.openDocument.open("d1")
  await world.clock.pass(100)
  expect(tab.said[1]).toBe("The storage of this browser gave no answer; the graph could not be opened. Try again.")
  reading.mockRestore()
  expect([tab.document.title, tab.lock, world.memory.aside()]).toEqual(["open", null, []])
  // The claim was let go, and the document is as it was.
  void tab.openDocument.open("d1")
  await world.clock.pass(100)
  expect([tab.document.title, tab.lock, tab.ids]).toEqual(["t", null, ["a"]])
})

test("looking on, what the other tab wrote cannot be shown: that is said, and what was shown stays", async () => {
  const [writer, looker] = await twoTabs()
  looker.unshowable = "odd"
  writer.edit((document) => ({ ...document, title: "odd" }))
  await world.clock.pass(600)
  const sentence = "“odd” could not be opened, for a fault in Gradwire itself: a fault of ours. It stays in the list."
  expect([looker.said, looker.document.title, looker.lock]).toEqual([[sentence], "t", "tab"])
  void looker.openDocument.takeOver()
  await world.clock.pass(5_000)
  expect([looker.document.title, looker.lock]).toEqual(["t", "tab"])
})

test("a file of the page that the document needs is gone: that is said, and what was open stays and is still written", async () => {
  const tab = await opened("a")
  tab.openDocument.create(text("open", "b"))
  await world.clock.pass(100)
  tab.unfetched = true
  const opening = tab.openDocument.open("d1")
  await world.clock.pass(100)
  expect(await opening).toBe(false)
  expect(tab.said).toEqual(["“t” needs a file of the page that could not be fetched. It stays in the list."])
  expect([tab.document.title, tab.lock]).toEqual(["open", null])
  tab.unfetched = false
  void tab.openDocument.open("d1")
  await world.clock.pass(100)
  expect([tab.document.title, tab.lock, tab.ids]).toEqual(["t", null, ["a"]])
})
