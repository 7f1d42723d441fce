// The course's shorthand, typed: it becomes the homework's network, and what cannot be read is named.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"

test.beforeEach(async ({ editor }) => {
  await editor.open()
  await editor.menu("Type a network")
})

test("the homework's line builds the homework's network", async ({ editor, page }) => {
  const panel = page.getByRole("dialog", { name: "Type a network" })
  await panel.getByLabel("Layers").fill("INPUT 28x28x1, CONV3-10, POOL2, CONV3-10, POOL2, FLATTEN, FC-3")
  await panel.getByRole("button", { name: "Build" }).click()
  await expect(panel).toBeHidden()
  await editor.ran("Forward")
  await expect(editor.nodes).toHaveCount(7)
  await expect(editor.wires).toHaveCount(6)
  const rows = await editor.tableRows()
  expect(rows.slice(1).map((row) => row.slice(0, 2))).toEqual([
    ["Input", "0"],
    ["CONV3-10", "3×3×1×10 + 10 = 100"],
    ["POOL2", "0"],
    ["CONV3-10", "3×3×10×10 + 10 = 910"],
    ["POOL2", "0"],
    ["FLATTEN", "0"],
    ["FC-3", "490×3 + 3 = 1473"],
    ["Total", "2,483"],
  ])
})

test("Enter builds; another network opens with its own numbers, and no problem", async ({ editor, page }) => {
  const layers = page.getByRole("dialog").getByLabel("Layers")
  await layers.fill("INPUT 8x8x3, CONV3-4, RELU, POOL2, FLATTEN, FC-2")
  await layers.press("Enter")
  await editor.ran("Forward")
  await expect(editor.nodes).toHaveCount(6)
  const rows = await editor.tableRows()
  expect(rows.map((row) => row[1])).toContain("3×3×3×4 + 4 = 112")
  expect(rows.map((row) => row[1])).toContain("64×2 + 2 = 130")
  await expect(await editor.problems()).toHaveCount(0)
})

test("a piece that is no layer is named, and nothing can be built of it", async ({ editor, page }) => {
  const panel = page.getByRole("dialog", { name: "Type a network" })
  await panel.getByLabel("Layers").fill("INPUT 28x28x1, CONW3-10, POOL2")
  await expect(panel.getByRole("alert")).toContainText("CONW3-10")
  await expect(panel.getByRole("button", { name: "Build" })).toBeDisabled()
  await panel.getByLabel("Layers").press("Enter")
  await expect(panel).toBeVisible()
  await panel.getByRole("button", { name: "Close" }).click()
  await expect(editor.nodes).toHaveCount(7)
})
