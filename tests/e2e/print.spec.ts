// What goes on paper: graph, table and the open derivation, on white, whatever is on the screen.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"

/** Prints as Ctrl P does, but into a picture of the page instead of the browser's window. */
async function onPaper(page: Page): Promise<void> {
  await page.evaluate(() => {
    globalThis.print = () => {
      dispatchEvent(new Event("beforeprint"))
    }
  })
  await page.keyboard.press("ControlOrMeta+p")
  await page.emulateMedia({ media: "print" })
}

test("Ctrl P puts graph and table on white paper, also from dark, and nothing else of the window", async ({
  editor,
  page,
}) => {
  await page.emulateMedia({ colorScheme: "dark" })
  await editor.open()
  await editor.ran("Forward")
  await onPaper(page)
  const paper = page.locator("[data-paper]")
  await expect(paper).toBeVisible()
  await expect(editor.canvas).toBeHidden()
  await expect(page.getByRole("banner")).toBeHidden()
  await expect(paper.getByRole("heading", { level: 1 })).not.toBeEmpty()
  const picture = paper.getByRole("img", { name: "The graph" })
  expect(await picture.evaluate((one: HTMLImageElement) => one.complete && one.naturalWidth > 100)).toBe(true)
  const { width = 0 } = (await picture.boundingBox()) ?? {}
  expect(width).toBeLessThanOrEqual(await paper.evaluate((one) => one.clientWidth))
  await expect(paper.getByRole("row")).toHaveCount(9)
  await expect(paper.getByRole("row").last()).toContainText("2,483")
  const [ink, ground] = await paper.evaluate((one) => [
    getComputedStyle(one).color,
    getComputedStyle(document.body).backgroundColor,
  ])
  expect(ink).toBe("rgb(28, 32, 36)")
  expect(ground).toBe("rgb(255, 255, 255)")
  await page.evaluate(() => dispatchEvent(new Event("afterprint")))
  await page.emulateMedia({ media: "screen" })
  await expect(paper).toHaveCount(0)
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
})

test("an open derivation is printed under the table, and every row of a long table", async ({ editor, page }) => {
  await editor.open("?src=batch-norm")
  await editor.press("Backward")
  await editor.node("X").click()
  await editor.inspector.getByRole("button", { name: /^Derive/ }).click()
  await expect(page.locator("[data-derivation] li").first()).toBeVisible()
  await onPaper(page)
  const paper = page.locator("[data-paper]")
  await expect(paper.getByRole("heading", { name: "Derivation" })).toBeVisible()
  const screen = page.locator("[data-derivation]").first()
  const drawn = await screen.locator(".katex-html").count()
  expect(await paper.locator("section").getByRole("listitem").count()).toBe(await screen.locator("li").count())
  expect(drawn).toBeGreaterThan(30)
  expect(
    await paper
      .locator(".katex-html")
      .evaluateAll((all) => all.filter((one) => one.getClientRects().length > 0).length),
  ).toBe(drawn)
  const [wide] = await paper.evaluate((one) => [one.scrollWidth - one.clientWidth])
  expect(wide).toBeLessThanOrEqual(0)
})

test("the browser's own menu prints the same sheet", async ({ editor, page }) => {
  await editor.open("?src=resnet-152")
  const pdf = await page.pdf({ format: "A4" })
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-")
  // Every row of the table: several pages.
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []
  expect(pages.length).toBeGreaterThan(3)
})

test("the beats of a playback are printed as a numbered list, with the numbers of the cell that is followed", async ({
  editor,
  page,
}) => {
  await editor.open("?src=batch-norm")
  await editor.press("Backward")
  await expect(editor.canvas.getByRole("region", { name: "Playback of the backward pass" })).toBeVisible()
  await onPaper(page)
  const paper = page.locator("[data-paper]")
  await expect(paper.getByRole("heading", { name: "Backward" })).toBeVisible()
  await expect(paper.getByRole("listitem")).toHaveCount(10)
  await expect(paper.getByRole("listitem").last()).toHaveText(
    "The gradient adds up at X from three pieces: ∂L/∂X[0, 0] = 0.201 + 0.0891 − 0.126 = 0.164.",
  )
})
