// What is said to be saved is found again: writing, opening, putting away.

import { expect, test } from "vitest"
import { freshWorlds, opened, text, world } from "./fresh.ts"
import { graph } from "./world.ts"

freshWorlds()

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
  tab.openDocument.create(text("other", "x"))
  await world.clock.pass(100)
  const stored = await world.stored()
  expect([...stored.values()].map(({ title, nodes }) => [title, nodes.map(({ id }) => id)])).toEqual([
    ["t", ["a", "b"]],
    ["other", ["x"]],
  ])
})

test("an example that was only looked at and an empty page leave nothing behind; edited ones stay", async () => {
  const tab = world.tab()
  tab.openDocument.create({ document: graph("looked at", "a"), bytes: null, origin: "example" })
  await world.clock.pass(100)
  tab.openDocument.create({ document: graph("edited", "a"), bytes: null, origin: "example" })
  await world.clock.pass(100)
  tab.add("b")
  tab.openDocument.create({ document: graph(""), bytes: null, origin: "new" })
  await world.clock.pass(100)
  tab.openDocument.create(text("last"))
  await world.clock.pass(100)
  expect([...(await world.stored()).values()].map(({ title }) => title)).toEqual(["edited", "last"])
})

test("a newer format is looked at and kept byte for byte", async () => {
  const bytes = new TextEncoder().encode('{"gradwire":99,"nodes":[{"id":"a","op":"ReLU"}],"new":[1,  2]}')
  const tab = world.tab()
  tab.openDocument.create({ document: { ...graph("", "a"), gradwire: 99 }, bytes, origin: "file" })
  await world.clock.pass(50)
  expect(tab.lock).toBe("newer")
  // Placing nodes is no edit, and changes what is shown.
  tab.document = { ...tab.document, nodes: [] }
  tab.openDocument.changed()
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
