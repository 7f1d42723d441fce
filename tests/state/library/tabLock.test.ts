// Several tabs over one document: one writes, and when another takes its place nothing is lost.

import { expect, test } from "vitest"
import { COURTESY } from "../../../src/state/library/openDocumentParts.ts"
import { settle } from "./fakeTabs.ts"
import { freshWorlds, opened, text, twoTabs, world } from "./fresh.ts"
import { failure, graph } from "./world.ts"

freshWorlds()

test("a second tab looks on, live, and writes nothing", async () => {
  const writer = await opened("a")
  const reader = world.tab()
  void reader.openDocument.open("d1")
  await world.clock.pass(50)
  expect([reader.lock, reader.status.kind]).toEqual(["tab", "reading"])
  expect(reader.add("no")).toBe(false)
  writer.add("b")
  await world.clock.pass(600)
  expect(reader.ids).toEqual(["a", "b"])
  expect((await world.memory.read("d1"))?.head.sequence).toBe(2)
})

test("taking over: the other tab writes what it has and looks on; then back again", async () => {
  const [one, two] = await twoTabs()
  one.add("b")
  void two.openDocument.takeOver()
  await world.clock.pass(100)
  expect([one.lock, two.lock]).toEqual(["tab", null])
  expect(two.ids).toEqual(["a", "b"])
  two.add("c")
  await world.clock.pass(600)
  expect(one.ids).toEqual(["a", "b", "c"])
  void one.openDocument.takeOver()
  await world.clock.pass(100)
  expect([one.lock, two.lock]).toEqual([null, "tab"])
  one.add("d")
  await world.clock.pass(600)
  expect(two.ids).toEqual(["a", "b", "c", "d"])
  expect([...one.said, ...two.said]).toEqual([])
})

test("taken over twice in one breath: the first edit afterwards stays", async () => {
  const [one, two] = await twoTabs()
  // Read for longer than the other tab is asked for, over locks that take their time.
  world.tabs.lag = () => 5
  world.faults.delay = () => 600
  void two.openDocument.takeOver()
  void two.openDocument.takeOver()
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
  const [one, two] = await twoTabs()
  world.faults.delay = () => 600
  world.crash(one)
  await settle()
  void two.openDocument.takeOver()
  while (two.lock !== null) await world.clock.pass(1)
  expect(two.add("b")).toBe(true)
  await world.clock.pass(5000)
  expect([two.lock, two.ids]).toEqual([null, ["a", "b"]])
  expect(world.tabs.held.has("d1")).toBe(true)
})

test("the lock is taken away again while the document is still being read: this tab looks on, and gets it back later", async () => {
  const one = await opened("a")
  const [two, three] = [world.tab(), world.tab()]
  for (const tab of [two, three]) void tab.openDocument.open("d1")
  await world.clock.pass(50)
  world.faults.delay = () => 100
  world.crash(one)
  await world.clock.pass(10)
  const claims = [...world.tabs.held.values()].length
  expect(claims).toBe(1)
  void three.openDocument.takeOver()
  await world.clock.pass(COURTESY + 500)
  expect([two.lock, three.lock]).toEqual(["tab", null])
  world.crash(three)
  await world.clock.pass(500)
  expect(two.lock).toBe(null)
})

test("an example that another tab has changed meanwhile is not thrown away by the tab that only looked", async () => {
  const [one, two] = [world.tab(), world.tab()]
  one.openDocument.create({ document: graph("example", "a"), bytes: null, origin: "example" })
  await world.clock.pass(50)
  // Without locks both may write.
  world.tabs.held.clear()
  void two.openDocument.open("d1")
  await world.clock.pass(50)
  two.add("b")
  await world.clock.pass(1000)
  world.crash(two)
  one.openDocument.create(text("next", "x"))
  await world.clock.pass(1000)
  expect((await world.stored()).get("d1")?.nodes.map(({ id }) => id)).toEqual(["a", "b"])
})

test("a tab that does not answer is not asked for more than a second; its edits become a document of their own", async () => {
  const silent = await opened("a")
  const two = world.tab()
  void two.openDocument.open("d1")
  await world.clock.pass(50)
  world.faults.fault = () => failure("QuotaExceededError")
  silent.add("mine")
  void two.openDocument.takeOver()
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
  void reader.openDocument.open("d1")
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
  void two.openDocument.open("d1")
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
