// Matrix readouts in the inspector, and the memory of a training step in the drawer.

import { readFileSync } from "node:fs"
import { expect } from "@playwright/test"
import { test } from "./desk.ts"

const diagonal = (n: number): string =>
  JSON.stringify({
    gradwire: 1,
    title: "matrices",
    target: "L",
    nodes: [
      {
        id: "W",
        op: "Parameter",
        attrs: { shape: [2, 2] },
        values: {
          value: [
            [3, 0],
            [4, 5],
          ],
        },
        at: [40, 40],
      },
      { id: "R", op: "Input", attrs: { shape: [n, n] }, at: [40, 200] },
      { id: "s", op: "Sum", inputs: { input: "R" }, at: [320, 200] },
      { id: "q", op: "Sum", inputs: { input: "W" }, at: [320, 40] },
      { id: "L", op: "Add", inputs: { a: "q", b: "s" }, at: [600, 100] },
    ],
  })

test("singular values, norms and ranks of a matrix stand under its numbers, for values and gradients", async ({
  editor,
}) => {
  await editor.open()
  await editor.openFile(diagonal(3))
  await editor.press("Backward")
  await editor.ran("Forward and backward")
  await editor.node("W").click()
  const { inspector } = editor
  await inspector.getByRole("button", { name: "Value", exact: true }).click()
  await inspector.getByRole("button", { name: "Singular values" }).click()
  // 3√5 and √5.
  await expect(inspector.getByRole("img", { name: /singular values: 2 from 6\.71 to 2\.24/ })).toBeVisible()
  await expect(inspector.getByText("6.7082", { exact: true })).toBeVisible()
  await expect(inspector.getByText("2 of 2", { exact: true })).toBeVisible()
  // Every cell of the gradient is 1: rank 1, norm 2.
  await inspector.getByRole("button", { name: "Gradient", exact: true }).click()
  await expect(inspector.getByText("1 of 2", { exact: true })).toBeVisible()
})

test("a large matrix is read off the page, while the page stays awake", async ({ editor, page }) => {
  await editor.open()
  await editor.openFile(diagonal(400))
  await editor.press("Forward")
  await editor.ran("Forward")
  await editor.node("R").click()
  await editor.inspector.getByRole("button", { name: "Singular values" }).click()
  await expect(editor.inspector.getByRole("img", { name: /singular values: 400 from/ })).toBeVisible()
  await expect(editor.inspector.getByText("400 of 400", { exact: true })).toBeVisible()
  // It is remembered as open.
  await page.reload()
  await editor.node("R").click()
  await expect(editor.inspector.getByRole("button", { name: "Singular values" })).toHaveAttribute(
    "aria-expanded",
    "true",
  )
})

test("memory of ResNet-152: 240.8 MB of weights, and the largest batch in a memory", async ({ editor }) => {
  await editor.open()
  await editor.openFile(readFileSync("graphs/resnet-152.json", "utf8"))
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await editor.drawer.getByRole("tab", { name: "Memory" }).click()
  const table = editor.drawer.getByRole("table", { name: /One step with a batch of 1/ })
  await expect(table.getByRole("row", { name: /Weights/ })).toContainText("240.8 MB")
  await expect(table.getByRole("row", { name: /Weights/ })).toContainText("229.6 MiB")
  const answer = editor.drawer.locator("output").filter({ hasText: /^\d+$/ }).first()
  await expect(answer).toHaveText("87")
  await editor.drawer.getByRole("spinbutton", { name: "Memory" }).fill("32")
  await expect(answer).toHaveText("177")
  await editor.drawer.getByRole("spinbutton", { name: "Memory" }).fill("0.1")
  await expect(editor.drawer.getByText(/none: it takes 660\.2 MB/)).toBeVisible()
})
