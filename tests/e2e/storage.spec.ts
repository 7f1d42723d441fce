// A storage that is missing, silent, slow or newer: the editor works, says how it stands, and hands out what is not kept.

import { expect } from "@playwright/test"
import { counted } from "../campaign.ts"
import { test } from "./desk.ts"
import {
  build,
  documents,
  downloadButton,
  downloaded,
  menu,
  nodes,
  open,
  openAs,
  rename,
  saved,
  status,
  title,
} from "./keeping.ts"

test("no storage: the editor works, says so for as long as it lasts, and offers the download", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(IDBFactory.prototype, "open", {
      value: () => {
        throw new DOMException("denied", "SecurityError")
      },
    })
  })
  await open(page)
  await rename(page, "in memory")
  await expect(status(page)).toHaveText("Not saved: this browser gives no storage")
  await build(page)
  await menu(page, "Documents")
  await expect(documents(page)).toContainText("Nothing is kept beyond this visit")
  await documents(page).getByRole("button", { name: "Open in memory" }).click()
  await expect(title(page)).toHaveValue("in memory")
  expect(JSON.parse(await downloaded(page, downloadButton(page)))).toMatchObject({ title: "in memory" })
  counted(1, "visits with blocked storage")
})

test("a storage that never answers: after three seconds the editor works without it", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(IDBFactory.prototype, "open", { value: () => ({}) })
  })
  await open(page)
  await expect(status(page)).toHaveText("Not saved: the storage does not answer")
  await expect(nodes(page)).not.toHaveCount(0)
  counted(1, "visits with blocked storage")
})

test("what is drawn before a slow storage has opened goes on as a document of its own", async ({ page }) => {
  await openAs(page, "the old one")
  await page.addInitScript(() => {
    const open = IDBFactory.prototype.open
    Object.defineProperty(IDBFactory.prototype, "open", {
      value(...given: [string, number]) {
        const late: Record<string, unknown> = {}
        setTimeout(() => {
          const real = open.apply(this, given)
          Object.defineProperty(late, "result", { get: () => real.result })
          real.onsuccess = () => (late.onsuccess as () => void)()
        }, 2000)
        return late
      },
    })
  })
  await page.reload()
  await rename(page, "drawn early")
  await saved(page)
  await expect(title(page)).toHaveValue("drawn early")
  await menu(page, "Documents")
  await expect(documents(page).getByRole("button", { name: "Open the old one" })).toBeVisible()
  await expect(documents(page).getByRole("button", { name: "Open drawn early" })).toBeVisible()
  counted(1, "visits with blocked storage")
})

test("a newer Gradwire in another tab: this one stops writing, says so, and keeps its edits for download", async ({
  page,
  context,
}) => {
  await openAs(page, "old version")
  const other = await context.newPage()
  await other.goto("./recover.html")
  await other.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open("gradwire", 2)
        request.onsuccess = () => {
          request.result.close()
          resolve()
        }
      }),
  )
  await expect(page.getByRole("alert")).toContainText("A newer Gradwire is open in another tab.")
  await rename(page, "kept in the page")
  await expect(status(page)).toHaveText("Not saved: a newer Gradwire is open in another tab")
  expect(JSON.parse(await downloaded(page, downloadButton(page)))).toMatchObject({ title: "kept in the page" })
})
