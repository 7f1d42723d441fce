// An upstream gradient by rule: chosen beside typed numbers, drawn in the shape of its output, undone in one step, trained.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"

const GRAPH = {
  gradwire: 1,
  title: "De-meaning",
  seed: 3,
  target: "y",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [3, 1] }, at: [0, 0] },
    { id: "mu", op: "Mean", attrs: { dim: [0], keepdim: true }, inputs: { input: "x" }, at: [250, 80] },
    { id: "d", op: "Sub", inputs: { a: "x", b: "mu" }, at: [500, 0] },
    { id: "g", op: "Parameter", attrs: { shape: [1], init: "ones" }, at: [500, 100] },
    { id: "y", op: "Mul", inputs: { a: "d", b: "g" }, at: [750, 0] },
  ],
}

test("an upstream gradient by rule: drawn, set, undone, written down, trained", async ({ editor, page }) => {
  await editor.open()
  await editor.newGraph()
  await editor.openFile(JSON.stringify(GRAPH))
  await editor.ran("Forward")
  await editor.node("y").click()
  const panel = editor.inspector
  const upstream = async () => JSON.parse(await editor.saved()).upstream?.["y:output"]
  await panel.getByRole("button", { name: "By rule" }).click()
  await expect(panel.getByText("Numbers drawn from the document’s seed in the shape of the output, 3×1.")).toBeVisible()
  const first = panel.getByLabel("upstream y:output [0, 0]")
  await expect(first).toBeDisabled()
  const drawn = await first.inputValue()
  expect(await upstream()).toEqual({ distribution: "normal" })

  await panel.getByLabel("std", { exact: true }).fill("0")
  await expect(first).toHaveValue("0")
  await panel.getByLabel("std", { exact: true }).fill("-1")
  await expect(panel.getByRole("alert")).toContainText("expected a number of at least 0")
  await page.keyboard.press("Escape")
  expect(await upstream()).toEqual({ distribution: "normal", std: 0 })
  await page.getByRole("button", { name: "Undo" }).click()
  expect(await upstream()).toEqual({ distribution: "normal" })
  await expect(first).toHaveValue(drawn)

  await panel.getByLabel("drawn from").selectOption("uniform")
  await expect(panel.getByLabel("high", { exact: true })).toBeVisible()
  expect(JSON.parse(await editor.saved()).gradwire).toBe(2)

  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await page.getByRole("tabpanel").getByRole("button", { name: "Train", exact: true }).click()
  await expect(page.getByRole("region", { name: "Drawer" }).locator("p[role=status]")).toHaveText(/^Done: /)
  await expect(editor.drawer.getByRole("region", { name: "Σ dY·y" })).toBeVisible()

  await panel.getByRole("button", { name: "Write down" }).click()
  await expect(first).toBeEnabled()
  expect(await upstream()).toHaveLength(3)
})
