// Pictures from the page: of what is open and selected, as the settings want it.

import { readFileSync } from "node:fs"
import { beforeEach, describe, expect, test } from "vitest"
import { currentPicture } from "../../src/commands/file/picturing/picturing.ts"
import { pngProblem } from "../../src/commands/file/picturing/rasterizing.ts"
import { commandNamed } from "../../src/commands/registry.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { open, useDocument } from "../../src/state/document.ts"
import { type PictureSettings, usePicture } from "../../src/state/picture.ts"
import { useSession } from "../../src/state/session.ts"

const IDS = ["file.exportTo", "file.exportPictureSvg", "file.exportPicturePng", "file.exportPictureCopy"]

function settings(change: Partial<PictureSettings> = {}): PictureSettings {
  return { ...usePicture.getState(), ...change }
}

beforeEach(() => {
  const { document } = readDocument(readFileSync("graphs/batch-norm.json", "utf8"))
  open(document!)
})

describe("the picture of this moment", () => {
  test("is of the whole graph, or of what is selected", () => {
    expect(currentPicture(settings()).nodes).toBe(7)
    useSession.getState().select({ nodes: ["mu", "Z"], wires: [] })
    expect(currentPicture(settings()).nodes).toBe(7)
    expect(currentPicture(settings({ part: "selection" }))).toMatchObject({ nodes: 2, wires: 1 })
    useSession.getState().select({ nodes: [], wires: [] })
    expect(currentPicture(settings({ part: "selection" })).nodes).toBe(7)
  })
  test("changes nothing and leaves nothing to undo", () => {
    const before = useDocument.getState()
    currentPicture(settings({ table: "below", formulas: true }))
    expect(useDocument.getState()).toBe(before)
  })
  test("is there for every graph but an empty one", () => {
    expect(IDS.map((id) => commandNamed(id).enabled())).toEqual([true, true, true, true])
    open({ gradwire: 1, nodes: [] })
    expect(IDS.map((id) => commandNamed(id).enabled())).toEqual([false, false, false, false])
  })
})

test("a PNG is refused beyond what browsers draw: one side, or the area", () => {
  expect(pngProblem(8192, 100)).toBeNull()
  expect(pngProblem(8193, 100)).toContain("16,386 × 200 pixels")
  expect(pngProblem(4096, 4096)).toBeNull()
  expect(pngProblem(4097, 4096)).toContain("Save it as SVG")
})
