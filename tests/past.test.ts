// Documents and links of the past. No file in tests/past is ever edited: what opened once opens for ever.

import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { readDocumentOrLink } from "../src/formats/json.ts"
import { FORMAT_VERSION, isQuarantined } from "../src/graph/document.ts"
import { formatOf, raising } from "../src/graph/text/raising.ts"
import { readDocument } from "../src/graph/text/read.ts"
import { upgrades } from "../src/graph/text/upgrades/upgrades.ts"
import { writeDocument } from "../src/graph/text/write.ts"

const folder = new URL("./past/", import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "links.json")
const textOf = (name: string) => readFileSync(new URL(name, folder), "utf8")

/** Nodes and fields that cannot be read, on purpose. */
const BROKEN: Record<string, string[]> = { "format1-everything.json": ["GW-S203", "GW-F110"] }

test.each(names)("%s opens, is in the format that its fields ask for, and writes back the same", (name) => {
  const read = readDocument(textOf(name))
  expect(read.problems.map(({ code }) => code).sort()).toEqual([...(BROKEN[name] ?? [])].sort())
  expect(read.document?.gradwire).toBe(formatOf(read.document!))
  const written = writeDocument(read.document!)
  expect(writeDocument(readDocument(written).document!)).toBe(written)
  expect(name.startsWith(`format${read.document?.gradwire}-`)).toBe(true)
  if (name in BROKEN) return
  expect(JSON.parse(written)).toEqual(JSON.parse(textOf(name)))
})

test("format 1 with everything: fields, places and raw texts are all there", () => {
  const { document } = readDocument(textOf("format1-everything.json"))
  expect(document?.nodes.map((entry) => [entry.id, isQuarantined(entry)])).toEqual([
    ["X", false],
    ["layer1.0/fc-1", false],
    ["tied", false],
    ["W", false],
    ["drop", false],
    ["cat", false],
    ["parts", false],
    ["loss", false],
    ["broken", true],
    ["quarantined-1", true],
  ])
  // Every line of a node comes back as it stands in the file.
  const lines = textOf("format1-everything.json")
    .split("\n")
    .filter((line) => line.startsWith("    {") && line.length < 120)
  const written = writeDocument(document!)
  for (const line of lines) expect(written).toContain(line.trim().replace(/,$/, ""))
})

test("links of the past give their documents", () => {
  // A list of our own making: [name of a document here, link made when it was written].
  const links = JSON.parse(textOf("links.json")) as [string, string][]
  expect(links.length).toBeGreaterThanOrEqual(names.length)
  for (const [name, link] of links) {
    expect(writeDocument(readDocumentOrLink(link).document!)).toBe(writeDocument(readDocument(textOf(name)).document!))
  }
})

test("every past format has a document, and so has every upgrade", () => {
  const formats = new Set(names.map((name) => Number(/^format(\d+)-/.exec(name)?.[1])))
  for (const to of upgrades.keys()) expect(formats).toContain(to - 1)
  expect(formats).toContain(FORMAT_VERSION)
})

test("every field that raises the format has a document that uses it, in the format that first knew it", () => {
  const past = names.map((name) => ({ name, document: readDocument(textOf(name)).document! }))
  for (const { format, what, used } of raising) {
    const users = past.filter(({ document }) => used(document)).map(({ name }) => name)
    expect(
      users.some((name) => name.startsWith(`format${format}-`)),
      what,
    ).toBe(true)
    expect(
      users.every((name) => Number(/^format(\d+)-/.exec(name)?.[1]) >= format),
      what,
    ).toBe(true)
  }
})
