// A small network drawn from nothing, given data, trained, kept and swept, as a student would; and what may go wrong.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"

const key = (page: Page, name: string) => page.getByRole("tabpanel").getByRole("button", { name, exact: true })
const bar = (editor: Editor) => editor.drawer.locator("p[role=status]")
const combobox = (editor: Editor, name: string) => editor.drawer.getByRole("combobox", { name, exact: true })

async function drawNetwork(editor: Editor): Promise<void> {
  await editor.open()
  await editor.newGraph()
  const ids: string[] = []
  for (const title of ["Input", "Linear", "Tanh", "Linear", "Cross-entropy"]) ids.push(await editor.add(title))
  await editor.page.keyboard.press("1")
  const [input = "", first = "", , second = "", loss = ""] = ids
  await editor.setAttr(input, "shape", "4, 2")
  await editor.setAttr(first, "out_features", "16")
  await editor.setAttr(second, "out_features", "2")
  await editor.clickNothing()
  const labels = await editor.add("Input")
  await editor.setAttr(labels, "shape", "4")
  await editor.page.keyboard.press("1")
  await editor.connect(`${labels}:value`, `${loss}:target`)
  if ((await editor.wires.count()) < 5) await editor.connect(`${second}:output`, `${loss}:input`)
  await expect(editor.wires).toHaveCount(5)
}

test("two moons: drawn, fed, trained, kept, and its rate swept over three seeds", async ({ editor, page }) => {
  test.slow()
  await drawNetwork(editor)
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await combobox(editor, "Data").selectOption({ label: "Two moons" })
  // Fields went to the Inputs that take them, in the same step.
  await expect(combobox(editor, "points 2 →")).toHaveValue("input1")
  await expect(combobox(editor, "labels →")).toHaveValue("input2")
  await page.getByRole("button", { name: "Undo" }).click()
  await expect(combobox(editor, "Data")).toHaveValue("none")
  await page.getByRole("button", { name: "Redo" }).click()
  await editor.drawer.getByLabel("lr", { exact: true }).fill("0.5")
  await editor.drawer.getByLabel("epochs", { exact: true }).fill("60")
  await editor.drawer.getByLabel("batch_size", { exact: true }).fill("20")
  await key(page, "Train").click()
  await expect(bar(editor)).toHaveText(/^Done: 600 steps in /, { timeout: 30_000 })
  await page.getByRole("tab", { name: "Mistakes" }).click()
  await expect(editor.drawer.getByRole("region", { name: "Mistakes" })).toContainText(/(?:9\d\.\d|100\.0) % right/)
  await key(page, "Keep what was learned").click()
  await expect(bar(editor)).toHaveText(/^Done/)

  await editor.drawer.getByRole("tab", { name: "Sweep" }).click()
  await key(page, "Leave seed as it is").click()
  await page.getByLabel("Set one more number").selectOption("training.optimizer.lr")
  await editor.drawer.getByLabel("from", { exact: true }).fill("0.01")
  await editor.drawer.getByLabel("to", { exact: true }).fill("1")
  await editor.drawer.getByLabel("count", { exact: true }).fill("3")
  await editor.drawer.getByLabel("seeds", { exact: true }).fill("3")
  await editor.drawer.getByLabel("run", { exact: true }).selectOption("train")
  await key(page, "Sweep").click()
  await expect(bar(editor)).toHaveText(/^Done: 9 runs/, { timeout: 60_000 })
  await expect(editor.drawer.getByText("mean and standard deviation over 3 seeds")).toBeVisible()
})

test("what cannot be trained says why at its field, until it is mended", async ({ editor, page }) => {
  await editor.open("?src=spirals")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await editor.drawer.getByLabel("batch_size", { exact: true }).fill("999")
  await key(page, "Train").click()
  const words = editor.drawer.getByText(/^A batch takes 999 examples, but there are 150/)
  await expect(words).toHaveCount(2)
  await editor.drawer.getByLabel("batch_size", { exact: true }).fill("25")
  await expect(words).toHaveCount(0)
  await editor.drawer.getByLabel("validation", { exact: true }).fill("0.001")
  await expect(editor.drawer.getByText(/leaves none to validate on/)).toBeVisible()
})

test("a graph with data runs on its first examples before it is trained", async ({ editor, page }) => {
  await editor.open("?src=spirals")
  await editor.nodes.filter({ hasText: "labels" }).click()
  await expect(editor.inspector.getByText("scalar, N = 25 · the first 25 examples of Spirals")).toBeVisible()
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await editor.drawer.getByLabel("count", { exact: true }).fill("10")
  // 15 are left to train on, too few for an Input of 25.
  await expect(editor.inspector.getByText("scalar, N = 25 · normal, mean 0, std 1, seed 4")).toBeVisible()
  await page.getByRole("button", { name: "Undo" }).click()
  await expect(editor.inspector.getByText("scalar, N = 25 · the first 25 examples of Spirals")).toBeVisible()
})

test("a rate typed with a pause is one undo step, the next visit another", async ({ editor, page }) => {
  await editor.open("?src=spirals")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  const rate = editor.drawer.getByLabel("lr", { exact: true })
  await rate.click()
  await rate.press("Control+a")
  await rate.pressSequentially("0.5", { delay: 1200 })
  await rate.press("Tab")
  await rate.fill("0.25")
  await rate.press("Tab")
  const undo = page.getByRole("button", { name: "Undo" })
  await undo.click()
  await expect(rate).toHaveValue("0.5")
  await undo.click()
  await expect(rate).toHaveValue("0.12")
})

test("a page closed in the middle of a training loses no document", async ({ editor, page }) => {
  await editor.open("?src=spirals")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await editor.drawer.getByLabel("epochs", { exact: true }).fill("50000")
  await editor.drawer.getByLabel("epochs", { exact: true }).press("Tab")
  await key(page, "Train").click()
  await expect(bar(editor)).toHaveText(/steps\/s/)
  await page.reload()
  await expect(editor.nodes).toHaveCount(8)
  expect(JSON.parse(await editor.saved()).training.epochs).toBe(50000)
})

test("another document ends the training; 100,000 points do not stop the page", async ({ editor, page }) => {
  await editor.open("?src=spirals")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await page.getByRole("tab", { name: "Data", exact: true }).click()
  await editor.drawer.getByLabel("count", { exact: true }).fill("50000")
  await expect(editor.drawer.getByText("2,000 of 100,000 are drawn")).toBeVisible()
  await key(page, "Train").click()
  await expect(bar(editor)).toHaveText(/steps\/s/)
  await editor.example("The same ramp with padding 1, then stride 2")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await expect(bar(editor)).toHaveText(/^Train the parameters of this graph/)
})
