// Every graph of the gallery: it opens from its card, runs, has nothing to complain about, and breaks no rule of the page's
// policy, whatever kind of node is looked at.

import { readdirSync } from "node:fs"
import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import { violations } from "./violations.ts"

test("each example opens, runs, has no problem and breaks no rule, with every kind of node looked at", async ({
  editor,
  page,
}) => {
  test.slow()
  const broken = await violations(page)
  const seen = new Set<string>()
  await editor.open()
  await editor.menu("Examples")
  const gallery = page.getByRole("dialog", { name: "Examples" })
  const cards = gallery.getByRole("listitem").getByRole("button")
  await expect(cards).toHaveCount(readdirSync("graphs").length)
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
    await page.getByRole("banner").getByRole("button", { name: "Backward", exact: true }).click()
    // By the first of each kind.
    const kinds = await page
      .locator(".react-flow__node[data-id]")
      .evaluateAll((nodes) => nodes.map((node) => (node.getAttribute("aria-label") ?? "").split(",")[0] ?? ""))
    for (const [at, kind] of kinds.entries()) {
      if (seen.has(kind)) continue
      await page.locator(".react-flow__node[data-id]").nth(at).click({ force: true })
      seen.add(kind)
    }
    expect(await broken(), `the ${i + 1}th of the gallery`).toEqual([])
  }
  expect(seen.size).toBeGreaterThan(20)
})
