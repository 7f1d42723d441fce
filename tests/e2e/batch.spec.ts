// Batches in the page: totals that are not complete, sizes at which a graph cannot be computed, and a last batch that is too
// small.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"

const train = (page: Page) => page.getByRole("tabpanel").getByRole("button", { name: "Train", exact: true })

const norm = JSON.stringify({
  gradwire: 1,
  title: "norm",
  target: "loss",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 3] } },
    { id: "t", op: "Input", attrs: { shape: [4, 2] } },
    { id: "bn", op: "BatchNorm1d", inputs: { input: "x" } },
    { id: "fc", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "bn" } },
    { id: "lost", op: "Linear", attrs: { out_features: 5 } },
    { id: "loss", op: "MSELoss", inputs: { input: "fc", target: "t" } },
  ],
  data: { source: { kind: "random", count: 17, shape: [3], target_shape: [2] }, feeds: { x: "x", t: "y" } },
  training: { batch_size: 4, epochs: 2 },
})

test("a last batch of one example is named, and dropped with one press that can be undone", async ({
  editor,
  page,
}) => {
  await editor.open()
  await editor.openFile(norm)
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await train(page).click()
  await expect(
    editor.drawer.getByText(/The last batch of each epoch, number 5, has only 1 example/).first(),
  ).toBeVisible()
  await editor.drawer.getByRole("button", { name: "Drop the last batch" }).click()
  await expect(page.getByLabel("drop_last")).toBeChecked()
  await train(page).click()
  await expect(editor.drawer.getByText("Done: 8 steps", { exact: false })).toBeVisible()
})

test("the table says what is not counted, and takes any batch; one it cannot take is named", async ({
  editor,
  page,
}) => {
  await editor.open()
  await editor.openFile(norm)
  await editor.drawer.getByRole("tab", { name: "Layers" }).click()
  await expect(editor.drawer.locator("tfoot")).toContainText("at least 14, 1 layer not counted")
  await editor.drawer.getByRole("button", { name: "Batch as drawn" }).click()
  await page.getByRole("button", { name: "1", exact: true }).click()
  await expect(editor.drawer.getByRole("alert")).toContainText("bn: With a batch of 1 example")
  await page.getByRole("button", { name: "8", exact: true }).click()
  await expect(editor.drawer.getByRole("alert")).toBeHidden()
  await expect(editor.drawer.locator("tbody")).toContainText("8×3")
})
