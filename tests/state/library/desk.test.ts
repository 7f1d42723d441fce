// One browser, several tabs, a storage that is slow and fails: what is said to be saved is found again.

import { afterAll, beforeEach, expect, test, vi } from "vitest"
import { COURTESY } from "../../../src/state/library/deskParts.ts"
import { failure, graph, settle, type Tab, World } from "./world.ts"

// Without SubtleCrypto checksums are CRC-32 and need no thread: time stands still but for the clock that is turned here.
vi.stubGlobal("crypto", { getRandomValues: globalThis.crypto.getRandomValues.bind(globalThis.crypto) })
afterAll(() => void vi.unstubAllGlobals())

let world: World
beforeEach(() => {
  world = new World()
})

const text = (title: string, ...ids: readonly string[]) =>
  ({ document: graph(title, ...ids), bytes: null, origin: "text" }) as const

async function opened(...ids: readonly string[]): Promise<Tab> {
  const tab = world.tab()
  tab.desk.create(text("t", ...ids))
  await world.clock.pass(50)
  return tab
}

test("a document is written as it comes, and within half a second of every edit", async () => {
  const tab = await opened("a")
  expect(tab.status).toEqual({ kind: "saved", at: expect.any(Number) })
  tab.add("b")
  expect(tab.status.kind).toBe("saving")
  await world.clock.pass(400)
  tab.add("c")
  expect(tab.status.kind).toBe("saving")
  await world.clock.pass(110)
  expect(tab.status.kind).toBe("saved")
  expect((await world.stored()).get("d1")?.nodes.map(({ id }) => id)).toEqual(["a", "b", "c"])
})

test("opening something makes a new document; the old one is what it was, edits of the last moment included", async () => {
  const tab = await opened("a")
  tab.add("b")
  tab.desk.create(text("other", "x"))
  await world.clock.pass(100)
  const stored = await world.stored()
  expect([...stored.values()].map(({ title, nodes }) => [title, nodes.map(({ id }) => id)])).toEqual([
    ["t", ["a", "b"]],
    ["other", ["x"]],
  ])
})

test("an example that was only looked at and an empty page leave nothing behind; edited ones stay", async () => {
  const tab = world.tab()
  tab.desk.create({ document: graph("looked at", "a"), bytes: null, origin: "example" })
  await world.clock.pass(100)
  tab.desk.create({ document: graph("edited", "a"), bytes: null, origin: "example" })
  await world.clock.pass(100)
  tab.add("b")
  tab.desk.create({ document: graph(""), bytes: null, origin: "new" })
  await world.clock.pass(100)
  tab.desk.create(text("last"))
  await world.clock.pass(100)
  expect([...(await world.stored()).values()].map(({ title }) => title)).toEqual(["edited", "last"])
})

test("a second tab looks on, live, and writes nothing", async () => {
  const writer = await opened("a")
  const reader = world.tab()
  void reader.desk.open("d1")
  await world.clock.pass(50)
  expect([reader.lock, reader.status.kind]).toEqual(["tab", "reading"])
  expect(reader.add("no")).toBe(false)
  writer.add("b")
  await world.clock.pass(600)
  expect(reader.ids).toEqual(["a", "b"])
  expect((await world.memory.read("d1"))?.head.sequence).toBe(2)
})

test("taking over: the other tab writes what it has and looks on; then back again", async () => {
  const one = await opened("a")
  const two = world.tab()
  void two.desk.open("d1")
  await world.clock.pass(50)
  one.add("b")
  void two.desk.takeOver()
  await world.clock.pass(100)
  expect([one.lock, two.lock]).toEqual(["tab", null])
  expect(two.ids).toEqual(["a", "b"])
  two.add("c")
  await world.clock.pass(600)
  expect(one.ids).toEqual(["a", "b", "c"])
  void one.desk.takeOver()
  await world.clock.pass(100)
  expect([one.lock, two.lock]).toEqual([null, "tab"])
  one.add("d")
  await world.clock.pass(600)
  expect(two.ids).toEqual(["a", "b", "c", "d"])
  expect([...one.said, ...two.said]).toEqual([])
})

test("taken over twice in one breath: the first edit afterwards stays", async () => {
  const one = await opened("a")
  const two = world.tab()
  void two.desk.open("d1")
  await world.clock.pass(50)
  // Read for longer than the other tab is asked for, over locks that take their time.
  world.tabs.lag = () => 5
  world.faults.delay = () => 600
  void two.desk.takeOver()
  void two.desk.takeOver()
  while (two.lock !== null) await world.clock.pass(1)
  expect(two.add("b")).toBe(true)
  await world.clock.pass(5000)
  expect([one.lock, two.lock]).toEqual(["tab", null])
  expect([one.ids, two.ids]).toEqual([
    ["a", "b"],
    ["a", "b"],
  ])
})

test("taken over while the lock is on its way by itself: the document is read once, and the first edit stays", async () => {
  const one = await opened("a")
  const two = world.tab()
  void two.desk.open("d1")
  await world.clock.pass(50)
  world.faults.delay = () => 600
  world.crash(one)
  await settle()
  void two.desk.takeOver()
  while (two.lock !== null) await world.clock.pass(1)
  expect(two.add("b")).toBe(true)
  await world.clock.pass(5000)
  expect([two.lock, two.ids]).toEqual([null, ["a", "b"]])
  expect(world.tabs.held.has("d1")).toBe(true)
})

test("the lock is taken away again while the document is still being read: this tab looks on, and gets it back later", async () => {
  const one = await opened("a")
  const [two, three] = [world.tab(), world.tab()]
  for (const tab of [two, three]) void tab.desk.open("d1")
  await world.clock.pass(50)
  world.faults.delay = () => 100
  world.crash(one)
  await world.clock.pass(10)
  const claims = [...world.tabs.held.values()].length
  expect(claims).toBe(1)
  void three.desk.takeOver()
  await world.clock.pass(COURTESY + 500)
  expect([two.lock, three.lock]).toEqual(["tab", null])
  world.crash(three)
  await world.clock.pass(500)
  expect(two.lock).toBe(null)
})

test("put away while the storage is full and opened again: the edits are there, and are written from there", async () => {
  const tab = await opened("a")
  world.faults.fault = () => failure("QuotaExceededError")
  tab.add("b")
  tab.desk.create(text("other", "x"))
  await world.clock.pass(5_000)
  expect(await tab.desk.open("d1")).toBe(true)
  expect([tab.ids, tab.lock, tab.status.kind]).toEqual([["a", "b"], null, "unsaved"])
  tab.add("c")
  await world.clock.pass(5_000)
  world.faults.fault = () => null
  await world.clock.pass(20_000)
  expect((await world.stored()).get("d1")?.nodes).toHaveLength(3)
  expect(tab.status.kind).toBe("saved")
  expect(tab.desk.unsaved()).toEqual([])
})

test("put away, opened again, edited and put away once more during one slow write: the edit is written, though the storage is full for a while", async () => {
  const tab = await opened("a")
  world.faults.delay = () => 1000
  tab.add("b")
  tab.desk.create(text("other", "x"))
  await world.clock.pass(100)
  expect(await tab.desk.open("d1")).toBe(true)
  tab.add("c")
  tab.desk.create(text("third", "y"))
  await world.clock.pass(1_500)
  world.faults.fault = () => failure("QuotaExceededError")
  await world.clock.pass(10_000)
  world.faults.fault = () => null
  await world.clock.pass(20_000)
  expect((await world.stored()).get("d1")?.nodes.map(({ id }) => id)).toEqual(["a", "b", "c"])
  expect(tab.desk.unsaved()).toEqual([])
})

test("an example that another tab has changed meanwhile is not thrown away by the tab that only looked", async () => {
  const [one, two] = [world.tab(), world.tab()]
  one.desk.create({ document: graph("example", "a"), bytes: null, origin: "example" })
  await world.clock.pass(50)
  // Without locks both may write.
  world.tabs.held.clear()
  void two.desk.open("d1")
  await world.clock.pass(50)
  two.add("b")
  await world.clock.pass(1000)
  world.crash(two)
  one.desk.create(text("next", "x"))
  await world.clock.pass(1000)
  expect((await world.stored()).get("d1")?.nodes.map(({ id }) => id)).toEqual(["a", "b"])
})

test("a newer Gradwire has the storage: what was edited here is handed out and goes into the last words", async () => {
  const tab = await opened("a")
  world.faults.fault = () => failure("Outdated")
  tab.add("b")
  await world.clock.pass(20_000)
  tab.add("c")
  expect(tab.status).toEqual({ kind: "unsaved", why: "a newer Gradwire is open in another tab" })
  expect(tab.desk.unsaved().map(({ id, sequence, document }) => [id, sequence, document.nodes.length])).toEqual([
    ["d1", 1, 3],
  ])
  expect(tab.desk.refused).toBe(true)
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
  void next.desk.open("d1")
  await world.clock.pass(200)
  expect(next.ids).toEqual(["a"])
  expect(next.said).toEqual(["The last 2 changes of “t” could not be read. The storage has lost them."])
})

test("a tab that does not answer is not asked for more than a second; its edits become a document of their own", async () => {
  const silent = await opened("a")
  const two = world.tab()
  void two.desk.open("d1")
  await world.clock.pass(50)
  world.faults.fault = () => failure("QuotaExceededError")
  silent.add("mine")
  void two.desk.takeOver()
  await world.clock.pass(COURTESY + 100)
  expect([silent.lock, two.lock]).toEqual([null, null])
  world.faults.fault = () => null
  two.add("theirs")
  await world.clock.pass(20_000)
  expect(silent.said).toEqual(["This graph was changed in another tab. What you did here is kept as “t (other tab)”."])
  const stored = [...(await world.stored()).values()].map(({ title, nodes }) => [title, nodes.map(({ id }) => id)])
  expect(stored).toEqual([
    ["t", ["a", "theirs"]],
    ["t (other tab)", ["a", "mine"]],
  ])
})

test("the writer is killed: the reader writes from then on, from the last state that was saved", async () => {
  const writer = await opened("a")
  const reader = world.tab()
  void reader.desk.open("d1")
  await world.clock.pass(50)
  writer.add("b")
  await world.clock.pass(600)
  writer.add("lost with the page")
  world.crash(writer)
  await world.clock.pass(100)
  expect(reader.lock).toBe(null)
  expect(reader.ids).toEqual(["a", "b"])
  reader.add("c")
  await world.clock.pass(600)
  expect((await world.stored()).get("d1")?.nodes.map(({ id }) => id)).toEqual(["a", "b", "c"])
})

test("without locks both tabs write; the second write is refused and kept beside", async () => {
  const one = await opened("a")
  const two = world.tab()
  world.tabs.held.clear()
  void two.desk.open("d1")
  await world.clock.pass(50)
  one.add("one")
  two.add("two")
  await world.clock.pass(2000)
  const stored = [...(await world.stored()).values()].map(({ title, nodes }) => [title, nodes.map(({ id }) => id)])
  expect(stored).toEqual([
    ["t", ["a", "one"]],
    ["t (other tab)", ["a", "two"]],
  ])
  expect(two.said).toHaveLength(1)
})

test("deleted in another tab: what is open goes on as a document of its own", async () => {
  const tab = await opened("a")
  await world.memory.setDeleted("d1", world.clock.now())
  tab.add("b")
  await world.clock.pass(2000)
  expect(tab.said).toEqual(["This graph was deleted in another tab. What is open here is kept as a graph of its own."])
  expect((await world.stored()).get("d2")?.nodes).toHaveLength(2)
  expect((await world.memory.read("d1"))?.head.deleted).not.toBe(null)
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
  expect(tab.desk.unsaved().map(({ document }) => document.nodes.length)).toEqual([2])
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
  await Promise.all([tab.desk.flush(true), world.clock.pass(100)])
  expect(tab.status.kind).toBe("saved")
  // A tab that asks for the document, as taking over does.
  await Promise.all([tab.desk.flush(), world.clock.pass(100)])
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
  tab.desk.create(text("other", "x"))
  await world.clock.pass(10_000)
  expect(tab.desk.unsaved().map(({ document }) => document.title)).toEqual(["other", "t"])
  world.faults.fault = () => null
  await world.clock.pass(30_000)
  expect(tab.desk.unsaved()).toEqual([])
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

test("a newer format is looked at and kept byte for byte", async () => {
  const bytes = new TextEncoder().encode('{"gradwire":99,"nodes":[{"id":"a","op":"ReLU"}],"new":[1,  2]}')
  const tab = world.tab()
  tab.desk.create({ document: { ...graph("", "a"), gradwire: 99 }, bytes, origin: "file" })
  await world.clock.pass(50)
  expect(tab.lock).toBe("newer")
  // Placing nodes is no edit, and changes what is shown.
  tab.document = { ...tab.document, nodes: [] }
  tab.desk.changed()
  await world.clock.pass(40_000)
  const stored = await world.memory.read("d1")
  expect(stored?.snapshots.map((snapshot) => [...snapshot.bytes])).toEqual([[...bytes]])
})

test("a clock that is set back ten years changes no order", async () => {
  const tab = await opened("a")
  tab.add("b")
  await world.clock.pass(600)
  world.clock.wrong = -10 * 365 * 24 * 3_600_000
  tab.add("c")
  await world.clock.pass(600)
  await world.clock.pass(100)
  expect((await world.stored()).get("d1")?.nodes.map(({ id }) => id)).toEqual(["a", "b", "c"])
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
  void next.desk.open("d1")
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
  const opens = next.desk.open("d1")
  await world.clock.pass(200)
  expect(await opens).toBe(false)
  expect(next.said[0]).toMatch(
    /^“t” could not be read: its checksum does not agree with its bytes\. Its bytes are kept/,
  )
  expect(await world.memory.read("d1")).toBe(stored)
  expect(world.memory.aside()).toHaveLength(1)
})
