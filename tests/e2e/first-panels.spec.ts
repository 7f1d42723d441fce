// How the window stands at a first visit: the graph has it to itself, its whole table is below, and two captions, one after
// the other, say what to do. Afterwards it is as it was left.

import { expect } from "@playwright/test"
import { test } from "./test.ts"

for (const [width, height] of [
  [1440, 900],
  [1024, 700],
] as const) {
  test(`at ${width}×${height} graph and table are whole, panels closed; what is opened stays open`, async ({
    editor,
    page,
  }) => {
    await page.setViewportSize({ width, height })
    await editor.visit()
    await editor.ran("Forward")
    await expect(editor.library).toHaveCount(0)
    await expect(editor.inspector).toHaveCount(0)
    const drawer = (await editor.drawer.boundingBox())!
    for (const row of await editor.drawer.getByRole("row").all()) {
      const { y, height: tall } = (await row.boundingBox())!
      expect(y).toBeGreaterThanOrEqual(drawer.y)
      expect(y + tall).toBeLessThanOrEqual(drawer.y + drawer.height + 1)
    }
    const canvas = (await editor.canvas.boundingBox())!
    for (const node of await editor.nodes.all()) {
      const box = (await node.boundingBox())!
      expect(box.x).toBeGreaterThanOrEqual(canvas.x)
      expect(box.y).toBeGreaterThanOrEqual(canvas.y)
      expect(box.x + box.width).toBeLessThanOrEqual(canvas.x + canvas.width)
      expect(box.y + box.height).toBeLessThanOrEqual(canvas.y + canvas.height)
    }
    await page.getByRole("button", { name: "Inspector", exact: true }).click()
    await expect(editor.inspector).toBeVisible()
    await page.reload()
    await expect(editor.inspector).toBeVisible()
    await expect(editor.library).toHaveCount(0)
  })
}

test("captions: draw, then send the gradient back; each goes once it is done, and for good", async ({
  editor,
  page,
}) => {
  await editor.visit()
  await editor.ran("Forward")
  const caption = page.getByRole("complementary", { name: "Hint" })
  await expect(caption.getByRole("status")).toContainText("Draw an edge")
  const { x, y, width, height } = (await page.getByRole("application", { name: "Draw on input" }).boundingBox())!
  await editor.drag({ x: x + 0.1 * width, y: y + 0.8 * height }, { x: x + 0.9 * width, y: y + 0.8 * height })
  await expect(caption.getByRole("status")).toContainText("Send the gradient back (B)")
  await expect(caption).toContainText("where a brighter cell raises the score")
  await page.keyboard.press("b")
  await expect(caption.getByText("Send the gradient back")).toHaveCount(0)
  await page.reload()
  await editor.ran("Forward")
  await expect(page.getByText("Draw an edge")).toHaveCount(0)
  await expect(page.getByText("Send the gradient back")).toHaveCount(0)
})

test("the caption says what the network is made for", async ({ editor, page }) => {
  // A first visit closes the panels, and there is room for it.
  await editor.visit()
  await editor.visit("?src=ten-digits")
  await expect(page.getByRole("complementary", { name: "Hint" })).toContainText("Draw a digit")
})
