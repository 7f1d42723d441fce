// Every graph of the gallery by both engines: the target's value and the gradients of all that is learned, within 1e-4.

import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import { placeName } from "../../../src/graph/wire.ts"
import { ops } from "../../../src/ops/registry.ts"
import { counted } from "../../campaign.ts"
import { alone, twins } from "./twins.ts"

const folder = new URL("../../../graphs/", import.meta.url)
/** Too large for a comparison at every push. */
const LARGE = new Set(["resnet-152.json"])
const names = readdirSync(folder).filter((name) => name.endsWith(".json") && !LARGE.has(name))

test.for(names)("%s", (name) => {
  const { document } = readDocument(readFileSync(new URL(name, folder)))
  if (document === null) throw new Error(`${name} cannot be read`)
  for (const mode of ["train", "eval"] as const) {
    const { target } = analyze(document, ops, mode)
    if (target === null) continue
    const { apart, together } = twins(document, mode)
    const place = placeName(target)
    expect(apart.get(place), `${mode} ${place}`).toBeLessThanOrEqual(1e-4)
    expect(together, `${mode}, gradients`).toBeLessThanOrEqual(1e-4)
    if (mode === "eval") expect(alone(document, mode), `${place} alone`).toBeLessThanOrEqual(1e-4)
  }
  expect(document.nodes.length).toBeGreaterThan(0)
})

test("there are many", () => {
  expect(names.length).toBeGreaterThan(30)
  counted(names.length, "gallery graphs by both engines")
})
