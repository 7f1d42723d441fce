// A file of the page that is gone, as after an update on the server: the part that needs it says so, the rest goes on.

import { expect, type Page, test } from "@playwright/test"
import { nodes, open } from "./keeping.ts"

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
