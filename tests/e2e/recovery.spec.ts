// The recovery page hands out everything when the editor does not come.

import { readFile } from "node:fs/promises"
import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import { build, documents, downloaded, menu, openAs, rename, saved } from "./keeping.ts"

test("the recovery page lists and hands out documents, earlier states, bin and quarantine, without the editor", async ({
  page,
}) => {
  await openAs(page, "treasure")
  await build(page)
  await rename(page, "in the bin")
  await saved(page)
  await menu(page, "Documents")
  await documents(page).getByRole("button", { name: "Delete in the bin" }).click()
  await expect(documents(page).getByText("Bin (1)")).toBeVisible()
  // The newest snapshot of the first one is damaged, by hand.
  await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open("gradwire")
      request.onsuccess = () => resolve(request.result)
    })
    const store = database.transaction("snapshots", "readwrite").objectStore("snapshots")
    await new Promise<void>((resolve) => {
      store.openCursor(null, "prev").onsuccess = (event) => {
        const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result
        if (cursor === null) return resolve()
        const record = cursor.value
        if (new TextDecoder().decode(record.bytes).includes("treasure") && record.sequence > 1) {
          record.bytes[0] ^= 1
          cursor.update(record)
        }
        cursor.continue()
      }
    })
    database.close()
  })
  const asked: string[] = []
  page.on("request", (request) => asked.push(request.url()))
  await page.goto("./recover.html")
  await expect(page.getByRole("status")).toContainText("1 document, 1 in the bin")
  expect(asked.filter((url) => /\/index-/.test(url))).toEqual([])
  const treasure = await downloaded(page, page.getByRole("button", { name: "Download treasure", exact: true }))
  expect(JSON.parse(treasure)).toMatchObject({ title: "treasure" })
  const zip = page.waitForEvent("download")
  await page.getByRole("button", { name: "Download everything" }).click()
  const packed = await readFile(await (await zip).path())
  expect(packed.subarray(0, 2).toString()).toBe("PK")
  expect(packed.includes("treasure")).toBe(true)
  expect(packed.includes("in-the-bin")).toBe(true)
})

test("the recovery page says that nothing is kept, and makes no storage of its own", async ({ page }) => {
  await page.goto("./recover.html")
  await expect(page.getByRole("status")).toHaveText("Nothing is kept in this browser.")
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([])
})

test("without the editor's script the page points to the recovery page", async ({ page }) => {
  await page.route(/assets\/index-.*\.js/, (route) => route.abort())
  await page.goto("./")
  await expect(page.getByRole("link", { name: "the recovery page" })).toBeVisible()
})
