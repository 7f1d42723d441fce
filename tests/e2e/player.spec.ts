import { expect } from "@playwright/test"
import { test } from "./test.ts"

test("stepping through batch norm: three pieces arrive at X and add up", async ({ editor }) => {
  const { page } = editor
  await editor.open("?src=batch-norm")
  await editor.ran("Forward")
  await page.getByRole("banner").getByRole("button", { name: "Step", exact: true }).click()
  const caption = editor.canvas.getByRole("status").first()
  await expect(caption).toHaveText("Forward, step 1 of 17 · X is given")
  for (let i = 0; i < 14; i++) await page.keyboard.press(".")
  await expect(caption).toHaveText("Backward, step 15 of 17 · piece 2 of 3 arrives at X, from σ²")
  await expect(editor.wire("X:value>mu:input").locator("[data-standing]")).toHaveAttribute("data-standing", "later")
  await expect(editor.wire("X:value>sigma2:input").locator("[data-standing]")).toHaveAttribute(
    "data-standing",
    "gradient",
  )
  const rows = editor.drawer.getByRole("row")
  await expect(rows.filter({ hasText: "Mean" })).toContainText("—")
  await expect(rows.last()).toContainText("2 of 3")
  await page.keyboard.press(",")
  await expect(caption).toContainText("piece 1 of 3")
  await editor.drawer.getByRole("slider", { name: "Step" }).focus()
  await page.keyboard.press("End")
  await expect(caption).toHaveText("Backward, step 17 of 17 · three pieces add up at X")
  await expect(rows.filter({ hasText: "Mean" })).not.toContainText("—")
  await page.getByRole("button", { name: "Leave the player" }).click()
  await expect(editor.canvas.locator("[data-standing]")).toHaveCount(0)
})

test("charts show a normalisation before and after", async ({ editor }) => {
  await editor.open("?src=b5-distributions")
  await editor.press("Backward")
  await editor.drawer.getByRole("tab", { name: "Charts" }).click()
  await expect(editor.drawer.getByRole("img", { name: /^Histogram, before: mean 1\.5, σ 0\.39/ })).toBeVisible()
  await expect(editor.drawer.getByRole("img", { name: /^Histogram, after: mean 3, σ 1,/ })).toBeVisible()
  await editor.node("bn2").click()
  await expect(editor.drawer.getByRole("img", { name: /^Scatter, before/ })).toBeVisible()
  await expect(editor.drawer.getByRole("img", { name: /^Scatter, after: mean \(0, 0\), σ \(1, 1\)/ })).toBeVisible()
})
