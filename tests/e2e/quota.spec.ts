// A full disk: the page goes on, says so, hands out what is in memory, and saves when there is room again. The last saved
// state stays whole.

import { expect, test } from "@playwright/test"
import { cases, counted } from "../campaign.ts"
import { downloadButton, downloaded, openFile, status, title } from "./keeping.ts"

/** A small disk and a larger one; the largest as well, and more of each, in a long campaign. */
const RUNS = cases(2)
const MIB = 2 ** 20

/** A document of so many bytes, incompressible. */
function document(title: string, bytes: number): string {
  const count = Math.floor((bytes * 3) / 16)
  const numbers = Buffer.from(Float32Array.from({ length: count }, () => Math.random()).buffer).toString("base64")
  const values = { value: { shape: [count], f32: numbers } }
  return JSON.stringify({ gradwire: 1, title, nodes: [{ id: "c", op: "Constant", at: [0, 0], values }] })
}

for (let run = 0; run < RUNS; run++) {
  const room = [0.1 * MIB, MIB, 5 * MIB][run % 3] ?? MIB
  test(`a quota of ${(room / MIB).toFixed(1)} MiB, run ${run + 1}`, async ({ page, context, baseURL }) => {
    let reloads = -1
    page.on("load", () => {
      reloads += 1
    })
    // Before anything is written: Chromium asks for the room once and remembers the answer for a while.
    const session = await context.newCDPSession(page)
    const origin = new URL(baseURL ?? "").origin
    await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: Math.round(room) })
    await page.goto("./")
    await expect(status(page)).toHaveText(/^Saved/)
    await openFile(page, document("kept", 0.2 * room))
    await expect(title(page)).toHaveValue("kept")
    await expect(status(page)).toHaveText(/^Saved/)

    await openFile(page, document("too large", room * 1.5))
    await expect(title(page)).toHaveValue("too large")
    await expect(status(page)).toHaveText("Not saved: storage full")
    await title(page).fill("edited while full")
    expect(JSON.parse(await downloaded(page, downloadButton(page)))).toMatchObject({
      title: "edited while full",
      nodes: [{ id: "c" }],
    })
    // What was saved before opens as it was.
    const other = await context.newPage()
    await other.goto("./recover.html")
    const kept = await downloaded(other, other.getByRole("button", { name: "Download kept", exact: true }))
    expect(JSON.parse(kept)).toMatchObject({ title: "kept" })

    await session.send("Storage.overrideQuotaForOrigin", { origin })
    await expect(status(page)).toHaveText(/^Saved/, { timeout: 30_000 })
    expect(reloads).toBe(0)
    await page.reload()
    await expect(title(page)).toHaveValue("edited while full")
    counted(1, "quota runs")
  })
}
