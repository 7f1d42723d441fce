// What a search says of what cannot be done, and the order of lists where nothing was typed. What it finds first: search.long.

import { beforeEach, describe, expect, test } from "vitest"
import { isHidden, reasonOf } from "../../src/commands/allowed.ts"
import { insertOp } from "../../src/commands/edit/inserting/inserting.ts"
import { entriesFor, sectionsFor } from "../../src/commands/edit/searching/entries.ts"
import { commands } from "../../src/commands/registry.ts"
import type { Wire } from "../../src/graph/wire.ts"
import { ops } from "../../src/ops/registry.ts"
import { useAnalysis } from "../../src/state/analysis.ts"
import { open, useDocument } from "../../src/state/document.ts"
import { useMessages } from "../../src/state/messages.ts"
import { type LooseEnd, noteUse } from "../../src/state/search.ts"
import { found, GRAPH, openGiven } from "./searching.ts"

beforeEach(openGiven)

const kinds = (section: string, of: ReturnType<typeof entriesFor>) =>
  of.filter((entry) => entry.section === section).map(({ kind }) => kind)

describe("a search", () => {
  test("lists what cannot be done now with the reason, only where it was typed, and says it when it is chosen", () => {
    const entries = entriesFor({ kind: "everything" })
    const [derive] = sectionsFor(entries, "derive")[0]?.entries ?? []
    expect(derive?.detail).toBe("Select one node first.")
    void derive?.run()
    expect(useMessages.getState().messages.at(-1)?.text).toBe("Select one node first.")
    expect(sectionsFor(entries, "").flatMap((section) => section.entries)).not.toContainEqual(derive)
  })

  test("every command that waits for something says for what", () => {
    open({ gradwire: 1, nodes: [] })
    const silent = [...commands.values()].filter(
      (command) => !isHidden(command) && !command.enabled() && (reasonOf(command) ?? "") === "",
    )
    expect(silent.map(({ id }) => id)).toEqual([])
    for (const command of commands.values()) {
      const reason = command.enabled() ? "." : (reasonOf(command) ?? "")
      expect(reason, command.id).toMatch(/[.]$/)
    }
  })

  test("what is not there is told only to those who ask for it", () => {
    const entries = entriesFor({ kind: "everything" })
    expect(sectionsFor(entries, "").map(({ title }) => title)).not.toContain("Not in Gradwire")
    expect(sectionsFor(entries, "onnx")[0]?.entries[0]?.detail).toContain("JSON")
    for (const { kind, section } of entries.filter((entry) => entry.onlyTyped)) {
      expect(section).toBe("Not in Gradwire")
      expect(found(kind, entries)[0]).toBe(kind)
    }
  })
})

describe("a list without a query", () => {
  const inserted = (place: Partial<{ end: LooseEnd; wire: Wire }> = {}) =>
    entriesFor({ kind: "insert", at: [0, 0], ...place })

  test("begins with what is used most", () => {
    expect(kinds("Add", inserted()).slice(0, 5)).toEqual(["Conv2d", "Linear", "ReLU", "MaxPool2d", "Flatten"])
    const [commandsFirst] = sectionsFor(entriesFor({ kind: "everything" }), "")
    expect(commandsFirst?.entries.slice(0, 2).map(({ title }) => title)).toEqual(["Forward", "Backward"])
  })

  test("but first of all with what this person used last, the newest first", () => {
    insertOp("GroupNorm", [0, 0])
    insertOp("Erf", [0, 0])
    expect(kinds("Add", inserted()).slice(0, 3)).toEqual(["Erf", "GroupNorm", "Conv2d"])
    for (const kind of ["Cos", "Sin", "Abs", "Neg"]) noteUse(`op ${kind}`)
    expect(kinds("Add", inserted()).slice(0, 4)).toEqual(["Neg", "Abs", "Sin", "Conv2d"])
  })

  test("offers after a mean what takes one, at the port for it", () => {
    const end: LooseEnd = { kind: "source", place: { node: "mu", port: "output" } }
    const entries = inserted({ end })
    expect(kinds("Usual here", entries)).toEqual(["Sub", "Standardize"])
    const standardize = entries.find(({ kind }) => kind === "Standardize")
    void standardize?.run()
    const added = useDocument.getState().document.nodes.at(-1)
    expect(added).toMatchObject({ op: "Standardize", inputs: { mean: "mu" } })
  })

  test("offers before a port what usually leads there, and on a wire what usually stands there", () => {
    open({ ...GRAPH, nodes: [...GRAPH.nodes, { id: "z", op: "Standardize", inputs: { x: "x" }, at: [500, 0] }] })
    const leadingTo = (port: string) =>
      kinds("Usual here", inserted({ end: { kind: "sink", place: { node: "z", port } } }))
    expect(leadingTo("mean")).toEqual(["Mean"])
    expect(leadingTo("variance")).toEqual(["Var"])
    const wire = useAnalysis.getState().analysis.wires.find(({ to }) => to.node === "act")
    const on = inserted({ wire: wire! })
    expect(kinds("Usual here", on)).toContain("Linear")
    expect(kinds("Fits here", on).length).toBeGreaterThan(10)
  })

  test("the ops' own words about each other name ops and ports that exist", () => {
    for (const { kind, usual = {}, inputs } of ops.values()) {
      for (const [port, sources] of Object.entries(usual)) {
        expect(Object.keys(inputs), kind).toContain(port)
        for (const source of sources ?? []) expect(ops.has(source), `${source} before ${kind}`).toBe(true)
      }
    }
  })
})
