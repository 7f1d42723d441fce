// No formula is cut off where the inspector is narrow: every formula of every op example, with the op's letters and with
// numbers, and every "why" of its values and gradients, is drawn by the editor's components and measured glyph by glyph: at
// each push each example in one of the widths in turn, in a long campaign in both.

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { expect, test } from "@playwright/test"
import react from "@vitejs/plugin-react"
import { build, type Plugin, preview } from "vite"
import { counted, inTurn, seed } from "../campaign.ts"

let folder = ""
let served: Awaited<ReturnType<typeof preview>>

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gradwire-maths-"))
  const root = resolve("tests/e2e/maths")
  await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [react(), seedOnly()],
    build: { outDir: folder, emptyOutDir: true, target: "es2022", minify: false },
  })
  served = await preview({
    root,
    configFile: false,
    logLevel: "error",
    build: { outDir: folder },
    preview: { host: "localhost", port: 0 },
  })
})
test.afterAll(async () => {
  await served.close()
  await rm(folder, { recursive: true, force: true })
})

/** The seed of the campaigns without what writes files. */
function seedOnly(): Plugin {
  return {
    name: "seed-only",
    load: (id) => (id.endsWith("/tests/campaign.ts") ? `export const seed = ${seed}` : null),
  }
}

// 247 px is the sheet at 500 % zoom, where the panel is narrowest; 320 its size at first.
const WIDTHS = [247, 320] as const

test(`every formula and every reason of every op example in an inspector of ${WIDTHS.join(" and ")} px`, async ({
  page,
}) => {
  test.setTimeout(600_000)
  await page.goto(served.resolvedUrls?.local[0] ?? "")
  expect(await page.evaluate(() => subjects)).toBeGreaterThan(300)
  const tried = WIDTHS.map((width, column) => ({
    width,
    turns: WIDTHS.flatMap((_, row) => (inTurn(row, column, WIDTHS.length) ? [row] : [])),
  }))
  const found = await page.evaluate(async (widths) => measureAll(widths), tried)
  for (const [i, width] of WIDTHS.entries()) {
    const { formulas, outside, scrolling } = found[i] ?? {
      formulas: 0,
      outside: ["nothing was measured"],
      scrolling: [],
    }
    counted(formulas, `formulas measured in ${width} px`, `${new Set(scrolling).size} scroll`)
    expect(outside).toEqual([])
  }
})
