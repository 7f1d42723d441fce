// What a link is sent with, and what the editor makes of it when it is opened.

import { beforeEach, expect, test } from "vitest"
import { isHidden, mayRun, refusalOf } from "../../src/commands/allowed.ts"
import { entriesFor } from "../../src/commands/edit/searching/entries.ts"
import { openText } from "../../src/commands/file/opening/opening.ts"
import { HIDEABLE_PARTS, hideableCommands, optionsOf, sent } from "../../src/commands/file/saving/sharing.ts"
import { commandFor, refusalFor } from "../../src/commands/keyboard.ts"
import { commandNamed, commands } from "../../src/commands/registry.ts"
import { readLink, writeLink } from "../../src/formats/links/link.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { open, setLock, useDocument } from "../../src/state/document.ts"
import { hidesCommand, hidesPart, mayHide, PARTS } from "../../src/state/hiding.ts"
import { useMessages } from "../../src/state/messages.ts"
import { setRunner } from "../../src/state/run/run.ts"
import { useSession } from "../../src/state/session.ts"

const GRAPH: GradwireDocument = {
  gradwire: 1,
  title: "Given",
  seed: 7,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 3] }, at: [0, 0] },
    { id: "a", op: "ReLU", inputs: { input: "x" }, at: [260, 0] },
  ],
}
const key = (name: string) => ({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false })
const hiding = (...hide: string[]) => open({ ...GRAPH, view: { hide } })
const titles = () => entriesFor({ kind: "everything" }).map(({ id }) => id)

beforeEach(() => {
  setRunner({ run: () => ({ done: new Promise(() => {}), cancel: () => {} }) })
  open(GRAPH)
  useMessages.setState({ messages: [] })
})

test("the choices go with what is sent, through a link and back; the document here stays", () => {
  const options = {
    camera: { x: 10, y: -4, zoom: 0.5 },
    newSeed: false,
    draw: false,
    readOnly: true,
    hide: ["layers", "sauna"],
  }
  const made = sent(GRAPH, options)
  expect(GRAPH.view).toBeUndefined()
  const link = writeLink(made)
  if (!("link" in link)) throw new Error(link.sentence)
  const read = readLink(link.link)
  if (!("json" in read)) throw new Error(read.sentence)
  const { document, problems } = readDocument(read.json)
  expect(problems).toEqual([])
  expect(document).toMatchObject({
    seed: 7,
    view: { camera: options.camera, readOnly: true, hide: ["layers", "sauna"] },
  })
  expect(sent(GRAPH, optionsOf(GRAPH))).toEqual(GRAPH)
})

test("who passes a graph on passes on its wishes, names that nobody knows included, until they are changed", () => {
  const given: GradwireDocument = { ...GRAPH, view: { shapes: "HWC", readOnly: true, hide: ["sauna", "charts"] } }
  expect(sent(given, optionsOf(given))).toEqual(given)
  expect(sent(given, { ...optionsOf(given), readOnly: false, hide: ["sauna"] }).view).toEqual({
    shapes: "HWC",
    hide: ["sauna"],
  })
})

test("a new seed is drawn once, by whoever opens it, and is then the document's own", () => {
  const text = JSON.stringify(sent(GRAPH, { ...optionsOf(GRAPH), newSeed: true }))
  expect(JSON.parse(text)).toMatchObject({ view: { newSeed: true } })
  expect(JSON.parse(text).seed).toBeUndefined()
  const seeds = [1, 2, 3].map(() => {
    expect(openText(text, "It", "link")).toBe(true)
    const { document } = useDocument.getState()
    expect(document.view).toBeUndefined()
    return document.seed ?? 0
  })
  for (const seed of seeds) expect(seed).toBeGreaterThan(0)
  expect(new Set(seeds).size).toBeGreaterThan(1)
  expect(useMessages.getState().messages.at(-1)?.text).toContain(String(seeds[2]))
})

const WRITTEN: GradwireDocument = {
  gradwire: 1,
  seed: 7,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4] }, values: { value: [1, 5, -2, 3] } },
    { id: "a", op: "ReLU", inputs: { input: "x" } },
  ],
}
const opened = (document: GradwireDocument) => {
  expect(openText(JSON.stringify(document), "It", "link")).toBe(true)
  return useMessages.getState().messages.at(-1)?.text
}

test("a new seed that changes nothing says so, and one that changes some numbers says which", () => {
  const asked = { ...optionsOf(WRITTEN), newSeed: true }
  expect(opened(sent(WRITTEN, asked))).toBe(
    "The sender offers every reader a seed of their own, but nothing here depends on it: its numbers are written in the document.",
  )
  const { values: _, ...drawn } = WRITTEN.nodes[0] as NodeDocument
  const both: GradwireDocument = { ...WRITTEN, nodes: [...WRITTEN.nodes, { ...drawn, id: "z" }] }
  expect(opened(sent(both, asked))).toMatch(
    /^Drawn from a seed of your own, \d+: z\. Written in the document, the same for every reader: x\.$/,
  )
})

test("written numbers can be drawn in what is sent; the document here keeps them", () => {
  const made = sent(WRITTEN, { ...optionsOf(WRITTEN), newSeed: true, draw: true })
  expect(made.nodes[0]).toMatchObject({ attrs: { distribution: "integers", low: -2, high: 6 } })
  expect(made.nodes[0]).not.toHaveProperty("values")
  expect(WRITTEN.nodes[0]).toHaveProperty("values")
  expect(opened(made)).toMatch(/^The numbers are drawn from a seed of your own, \d+\.$/)
  // Without a new seed nothing is to be drawn.
  expect(sent(WRITTEN, { ...optionsOf(WRITTEN), draw: true })).toEqual(WRITTEN)
})

test("where nothing may be edited, commands that edit are refused with the reason; looking and running are not", () => {
  useSession.getState().select({ nodes: ["x"] })
  expect(commandFor(key("Delete"), false)?.id).toBe("edit.remove")
  setLock("given")
  const refused = [...commands.values()].filter((command) => refusalOf(command) !== null).map(({ id }) => id)
  for (const id of ["edit.remove", "edit.paste", "edit.undo", "graph.group", "arrange.left", "view.tidy"]) {
    expect(refused).toContain(id)
  }
  for (const id of ["run.forward", "run.backward", "edit.copy", "edit.search", "file.makeCopy", "player.step"]) {
    expect(refused).not.toContain(id)
  }
  expect(commandFor(key("Delete"), false)).toBeNull()
  expect(refusalFor(key("Delete"), false)).toContain("read-only")
  useSession.getState().select({ nodes: [] })
  expect(refusalFor(key("Delete"), false)).toBeNull()
  expect(titles().filter((id) => id.startsWith("op "))).toEqual([])
})

test("a command that changes the document says so: none of the others does when it is run", () => {
  for (const command of commands.values()) {
    if (command.edits === true || !/^(?:edit|graph|arrange)\./.test(command.id)) continue
    expect(["edit.copy", "edit.deselect", "edit.search", "edit.selectAll"], command.id).toContain(command.id)
  }
})

test("a hidden command is gone from keys, search and menus; the ways out cannot be hidden", () => {
  hiding("run.forward", "file.saveFile", "file.makeCopy", "run.stop")
  expect(commandFor(key("f"), false)).toBeNull()
  expect(titles()).not.toContain("run.forward")
  expect(isHidden(commandNamed("run.forward"))).toBe(true)
  for (const id of ["file.saveFile", "file.makeCopy", "run.stop"]) expect(isHidden(commandNamed(id))).toBe(false)
  expect(titles()).toContain("file.makeCopy")
})

test("with a part go its commands and what lies in it; with gradients everything about them", () => {
  expect(hidesPart(["drawer"], "charts")).toBe(true)
  expect(hidesPart(["charts"], "drawer")).toBe(false)
  expect(hidesCommand(["drawer"], "player.step")).toBe(true)
  expect(hidesCommand(["gradients"], "run.backward")).toBe(true)
  expect(hidesCommand(["gradients"], "check.gradients")).toBe(true)
  expect(hidesPart(["gradients"], "checks")).toBe(true)
  expect(hidesCommand(["gradients"], "run.forward")).toBe(false)
  expect(hidesCommand(["palette"], "view.togglePalette")).toBe(false)
  expect(hidesCommand(["palette", "outline"], "view.togglePalette")).toBe(true)
  hiding("sauna", "__proto__", "edit")
  expect([...commands.values()].filter(isHidden)).toEqual([])
  expect(mayRun(commandNamed("run.forward"))).toBe(true)
})

test("every command that goes with a part is one, and every choice of the panel means something", () => {
  const ids = [...commands.keys()]
  for (const { name, commands: own = [] } of PARTS) {
    for (const id of own)
      expect(
        ids.some((one) => one === id || one.startsWith(id)),
        `${name}: ${id}`,
      ).toBe(true)
  }
  for (const { name } of hideableCommands()) {
    expect(mayHide(name) && hidesCommand([name], name)).toBe(true)
  }
  expect(new Set(HIDEABLE_PARTS.map(({ label }) => label)).size).toBe(HIDEABLE_PARTS.length)
  for (const { name } of HIDEABLE_PARTS) expect(hidesPart([name], name)).toBe(true)
})
