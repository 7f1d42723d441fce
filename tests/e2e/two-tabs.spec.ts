// One document in two tabs: one writes, the other looks on; nobody's work is lost when they change places.

import { type BrowserContext, expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import { bar, open, openAs, rename, saved, status, title, titles } from "./keeping.ts"

async function second(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await open(page)
  return page
}

test("two tabs: one writes, the other looks on; take over, and back when the other is closed", async ({
  page,
  context,
}) => {
  await openAs(page, "shared")
  const other = await second(context)
  await expect(bar(other)).toContainText("Another tab is editing this graph")
  await expect(status(other)).toHaveText("Read-only")
  await rename(page, "seen at once")
  await expect(title(other)).toHaveValue("seen at once")
  await title(other).pressSequentially("no")
  await expect(title(other)).toHaveValue("seen at once")

  await other.getByRole("button", { name: "Take over" }).click()
  await expect(bar(other)).toBeHidden()
  await expect(bar(page)).toBeVisible()
  await rename(other, "by the other")
  await expect(title(page)).toHaveValue("by the other")
  await saved(other)
  await other.close()
  await expect(bar(page)).toBeHidden()
  await rename(page, "back")
  await saved(page)
  expect(await titles(page)).toEqual(["back"])
})

test("two tabs: taken over by a double click, the first edit stays; what was typed as the other was reloaded is kept", async ({
  page,
  context,
}) => {
  await openAs(page, "shared")
  const other = await second(context)
  await other.getByRole("button", { name: "Take over" }).dblclick()
  await expect(bar(other)).toBeHidden()
  await rename(other, "by the other")
  await saved(other)
  await expect(title(page)).toHaveValue("by the other")
  // The lock goes to the tab that waits for it, and the last words find it taken.
  await rename(other, "at the last moment")
  await other.reload()
  await expect(title(page)).toHaveValue(/^(by the other|at the last moment)$/)
  await expect.poll(() => titles(page)).toEqual(expect.arrayContaining([expect.stringContaining("at the last moment")]))
})

test("two tabs: a copy is a document of its own", async ({ page, context }) => {
  await openAs(page, "shared")
  const other = await second(context)
  await other.getByRole("button", { name: "Make a copy" }).click()
  await expect(title(other)).toHaveValue("shared (copy)")
  await expect(bar(other)).toBeHidden()
  await saved(other)
  expect(await titles(page)).toEqual(["shared", "shared (copy)"])
})
