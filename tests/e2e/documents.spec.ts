// The list of documents in this browser: find, rename, duplicate, open, delete, restore.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import { build, documents, menu, openAs, rename, saved, title, titles } from "./keeping.ts"

test("the list: find, rename, duplicate, open, delete, restore, delete for good", async ({ page }) => {
  await openAs(page, "alpha")
  await build(page)
  await rename(page, "beta")
  await saved(page)
  await menu(page, "Documents")
  const list = documents(page).getByRole("list", { name: "Documents" })
  await expect(list.getByRole("listitem")).toHaveCount(2)
  await expect(list.getByRole("listitem").first()).toContainText("beta")
  await expect(list.getByRole("listitem").first()).toContainText(/open · just now · 7 nodes · \d/)

  await documents(page).getByRole("searchbox").fill("ALPH")
  await expect(list.getByRole("listitem")).toHaveCount(1)
  await documents(page).getByRole("searchbox").fill("")

  await documents(page).getByRole("button", { name: "Rename alpha" }).click()
  await documents(page).getByRole("textbox", { name: "New title" }).fill("gamma")
  await page.keyboard.press("Enter")
  await expect(list.getByRole("listitem").filter({ hasText: "gamma" })).toHaveCount(1)
  await documents(page).getByRole("button", { name: "Duplicate gamma" }).click()
  await expect(list.getByRole("listitem").filter({ hasText: "gamma (copy)" })).toHaveCount(1)

  await documents(page).getByRole("button", { name: "Delete beta" }).click()
  await expect(list.getByRole("listitem")).toHaveCount(2)
  await expect(title(page)).toHaveValue(/gamma/)
  await documents(page).getByText("Bin (1)").click()
  const bin = documents(page).getByRole("list", { name: "Bin" })
  await expect(bin.getByRole("listitem")).toContainText("goes in 30 days")
  await bin.getByRole("button", { name: "Restore beta" }).click()
  await expect(list.getByRole("listitem")).toHaveCount(3)

  await documents(page).getByRole("button", { name: "Delete gamma (copy)" }).click()
  await documents(page).getByText("Bin (1)").click()
  await bin.getByRole("button", { name: "Delete now" }).click()
  await bin.getByRole("button", { name: "Delete for good?" }).click()
  await expect(bin).toBeHidden()
  await documents(page).getByRole("button", { name: "Open beta" }).click()
  await expect(title(page)).toHaveValue("beta")
  await expect(documents(page)).toBeHidden()
  expect(await titles(page)).toEqual(["beta", "gamma"])
})

test("deleting an example that was only looked at is no trouble", async ({ page }) => {
  await openAs(page, "mine")
  await page.goto("./?src=batch-norm")
  await expect(title(page)).not.toHaveValue("mine")
  await saved(page)
  const example = await title(page).inputValue()
  await menu(page, "Documents")
  await documents(page)
    .getByRole("button", { name: `Delete ${example}` })
    .click()
  await expect(title(page)).toHaveValue("mine")
  await expect(page.getByText(`“${example}” was only looked at; nothing of it is kept.`)).toBeVisible()
  expect(await page.getByRole("alert").innerText()).toBe("")
  expect(await titles(page)).toEqual(["mine"])
})
