// Every graph of the gallery: it opens from its card, runs, and has nothing to complain about.

import { expect } from "@playwright/test"
import { test } from "./test.ts"

test("each example opens, runs, and has no problem", async ({ editor, page }) => {
  test.slow()
  await editor.open()
  await editor.menu("Examples")
  const gallery = page.getByRole("dialog", { name: "Examples" })
  const cards = gallery.getByRole("listitem").getByRole("button")
  await expect(cards.first()).toBeVisible()
  const count = await cards.count()
  expect(count).toBeGreaterThan(15)
  for (let i = 0; i < count; i++) {
    if (i > 0) await editor.menu("Examples")
    await cards.nth(i).click()
    await expect(gallery).toBeHidden()
    await expect(editor.nodes.first()).toBeVisible()
    // What would take long is not run unasked, and says so.
    await expect(editor.canvas.getByText(/^Forward in (?:under )?\d+ ms|^Not run: [\d.]+ GMACs/)).toBeVisible()
    await expect(editor.canvas.getByText(/\d+ problems?$/)).toHaveCount(0)
    await expect(page.getByRole("alert").filter({ hasText: /./ })).toHaveCount(0)
  }
})
