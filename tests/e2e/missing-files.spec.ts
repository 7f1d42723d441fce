// A file of the page that is gone, as after an update on the server: the part that needs it says so, the rest goes on.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import { documents, menu, nodes, open, rename, status, title } from "./keeping.ts"

async function without(page: Page, file: string): Promise<void> {
  await page.route(new RegExp(`/assets/${file}-[^/]*\\.js$`), (route) => route.fulfill({ status: 404, body: "gone" }))
}

test("without what explains, a cell says that its reason cannot be shown; tensors and canvas stay", async ({
  page,
}) => {
  await without(page, "Reasons")
  await open(page, "./?src=batch-norm")
  await page.keyboard.press("b")
  await page.locator('.react-flow__node[data-id="X"]').click()
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  await inspector
    .getByTitle(/^\[0, 0\] = /)
    .first()
    .click()
  await expect(inspector.getByRole("alert")).toContainText(
    "a file of the page could not be fetched. Your work is kept.",
  )
  await expect(inspector.getByRole("heading", { name: "Tensors" })).toBeVisible()
  await expect(nodes(page)).toHaveCount(7)
  await page.unrouteAll()
  await inspector.getByRole("button", { name: "Reload the page" }).click()
  await page.locator('.react-flow__node[data-id="X"]').click()
  await inspector
    .getByTitle(/^\[0, 0\] = /)
    .first()
    .click()
  await expect(inspector.getByRole("alert")).toHaveCount(0)
  await expect(inspector.getByText(/^A source: this number is written/)).toBeVisible()
})

test("without the training tab, the other tabs and the graph go on", async ({ page }) => {
  await without(page, "Training")
  await open(page, "./?src=batch-norm")
  const drawer = page.getByRole("region", { name: "Drawer" })
  await drawer.getByRole("tab", { name: "Training" }).click()
  await expect(drawer.getByRole("alert")).toContainText("“Training” cannot be shown")
  await drawer.getByRole("tab", { name: "Layers" }).click()
  await expect(drawer.getByRole("table")).toBeVisible()
  await expect(nodes(page)).toHaveCount(7)
})

test("without what keys and hands do, the graph and its panels are seen, and it is said what does nothing", async ({
  page,
}) => {
  await without(page, "(?:Hands|Listening)")
  await open(page, "./?src=batch-norm")
  await expect(page.getByText("Gestures do nothing: a file of the page could not be fetched.")).toBeVisible()
  await expect(page.getByText("The keys do nothing: a file of the page could not be fetched.")).toBeVisible()
  await nodes(page).first().click()
  await expect(page.getByRole("complementary", { name: "Inspector" }).getByRole("heading").first()).toBeVisible()
})

test("a graph of ops that cannot be fetched is not opened, and it is said why; it stays in the list", async ({
  page,
}) => {
  await open(page, "./?src=batch-norm")
  await rename(page, "Mine")
  await expect(status(page)).toHaveText(/^Saved/)
  await without(page, "registry")
  await page.goto("./")
  const sentence = "“Mine” needs a file of the page that could not be fetched. It stays in the list."
  await expect(page.getByText(sentence)).toBeVisible()
  await page.unrouteAll()
  await page.reload()
  await menu(page, "Documents")
  await documents(page).getByRole("button", { name: "Mine", exact: true }).click()
  await expect(title(page)).toHaveValue("Mine")
  await expect(nodes(page)).toHaveCount(7)
})

/** Keeps a file back; answers how to let it come. */
async function later(page: Page, file: string): Promise<() => void> {
  let come = (): void => {}
  const comes = new Promise<void>((resolve) => {
    come = resolve
  })
  await page.route(new RegExp(`/assets/${file}-[^/]*\\.js$`), async (route) => {
    await comes
    await route.continue()
  })
  return come
}

test("a step of the player that is asked for before the player has come is taken then", async ({ page }) => {
  const come = await later(page, "hands")
  await page.goto("./?src=conv3-pool2-fc3")
  await expect(nodes(page)).toHaveCount(7)
  await page.getByRole("banner").getByRole("button", { name: "Next op", exact: true }).click()
  await expect(page.getByText(/, step 1 of /)).toHaveCount(0)
  come()
  await expect(page.getByText(/, step 1 of /).first()).toBeVisible()
})

test("keys that are pressed before what they do has come wait for it, in their order", async ({ page }) => {
  const come = await later(page, "Listening")
  await page.goto("./")
  await expect(nodes(page)).toHaveCount(7)
  await page.keyboard.press("b")
  await page.keyboard.press("Control+k")
  const field = page.getByRole("dialog").getByRole("combobox")
  await expect(field).toHaveCount(0)
  come()
  await expect(field).toBeVisible()
  await page.keyboard.press("Escape")
  await expect(page.getByText(/^Forward and backward in/)).toBeVisible()
})

test("the first picture needs no file but those of the start: every op of the first graph is known", async ({
  page,
}) => {
  await without(page, "(?:hands|panels)")
  // As on any visit but the first, with its panels open.
  await page.addInitScript(() => localStorage.setItem("gradwire.panels", "{}"))
  await page.goto("./")
  await expect(nodes(page)).toHaveCount(7)
  await expect(page.locator(".react-flow__node [data-problem]")).toHaveCount(0)
  // How much of it the card has room for depends on what has been found missing by then.
  await expect(nodes(page).filter({ hasText: "Linear" })).toHaveAttribute("aria-label", /, 1,473 params$/)
  // What is missing says so where it belongs, once each, and the graph stays.
  for (const what of ["The library", "The inspector", "The menu of the graph"])
    await expect(page.getByRole("alert").filter({ hasText: what })).toHaveCount(1)
  await expect(page.getByText("Gestures do nothing: a file of the page could not be fetched.")).toBeVisible()
  await expect(nodes(page).getByRole("alert")).toHaveCount(0)
  await expect(nodes(page)).toHaveCount(7)
})
