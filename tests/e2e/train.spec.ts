// Training and sweeping by hand: what is started, paused, gone on with, kept and taken back, and what is read off.

import { readFile } from "node:fs/promises"
import { expect, type Page } from "@playwright/test"
import { digestOf, EDGES_LEARNED } from "../engine/planned/bits.ts"
import { test } from "./desk.ts"

const bar = (page: Page) => page.getByRole("region", { name: "Drawer" }).locator("p[role=status]")
const key = (page: Page, name: string) => page.getByRole("tabpanel").getByRole("button", { name, exact: true })

test("gradient descent from zero: trained, kept and taken back", async ({ editor, page }) => {
  await editor.open("?src=d1-gradient-descent")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await key(page, "Train").click()
  await expect(bar(page)).toHaveText(/^Done: 60 steps in /)
  await expect(editor.drawer.getByRole("region", { name: "Loss" })).toBeVisible()
  await key(page, "Keep what was learned").click()
  const weight = async () =>
    JSON.parse(await editor.saved()).nodes.find(({ id }: { id: string }) => id === "w").values.weight[0]
  // The least-squares answer of least norm: 11·[10, 1]/101. It is written a moment after the click.
  await expect.poll(async () => (await weight())[0]).toBeCloseTo(110 / 101, 3)
  const [, second] = await weight()
  expect(second).toBeCloseTo(11 / 101, 3)
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Undo" }).click()
  const before = JSON.parse(await editor.saved())
  expect(before.nodes.find(({ id }: { id: string }) => id === "w").values.weight).toEqual([[0, 0]])
})

test("one step is explained with the graph's numbers; the next goes on from it", async ({ editor, page }) => {
  await editor.open("?src=d1-gradient-descent")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await key(page, "One update").click()
  await expect(bar(page)).toHaveText(/^Paused after step 1 of 60/)
  // The canvas shows that step: the loss of w = 0 is 11².
  await expect(editor.status).toHaveText(/Step 1 of the training, its batch · L = 121/)
  await page.getByRole("tab", { name: "Update" }).click()
  const update = page.getByRole("region", { name: "Update" })
  // dw = −2·(11 − 0)·10 = −220; w' = 0 − 0.004·(−220) = 0.88
  await expect(update).toContainText("0.88")
  await key(page, "One update").click()
  await expect(bar(page)).toHaveText(/^Paused after step 2 of 60/)
})

test("a run is paused, gone on with, stopped, taken back to the start, and the same seed gives the same curve", async ({
  editor,
  page,
}) => {
  await editor.open("?src=t1-edges-cnn")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await page.getByLabel("epochs").fill("2000")
  await key(page, "Train").click()
  await expect(bar(page)).toHaveText(/steps\/s/)
  await key(page, "Pause training").click()
  await expect(bar(page)).toHaveText(/^Paused after step/)
  const at = await bar(page).textContent()
  await page.waitForTimeout(300)
  expect(await bar(page).textContent()).toBe(at)
  await key(page, "Go on training").click()
  await expect(bar(page)).toHaveText(/steps\/s/)
  await key(page, "Stop training").click()
  await expect(bar(page)).toHaveText(/^Stopped after step/)

  const curve = async () => {
    const download = page.waitForEvent("download")
    await page.getByRole("button", { name: "CSV", exact: true }).click()
    const [, ...rows] = (await readFile(await (await download).path(), "utf8")).trim().split("\n")
    return rows.slice(0, 5).map((row) => row.split(","))
  }
  const first = await curve()
  await key(page, "Reset the training").click()
  await expect(bar(page)).toHaveText(/^Ready: 1,083 numbers to learn/)
  for (let step = 1; step <= 5; step++) {
    await key(page, "One update").click()
    await expect(bar(page)).toHaveText(new RegExp(`^Paused after step ${step} of`))
  }
  // The run of before stands in the first column, this one in the next.
  const second = await curve()
  expect(second.map((row) => row[2])).toEqual(first.map((row) => row[1]))
})

test("a small CNN learns edges: its filters, mistakes and data are shown", async ({ editor, page }) => {
  await editor.open("?src=t1-edges-cnn")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await key(page, "Train").click()
  await expect(bar(page)).toHaveText(/^Done: 60 steps/, { timeout: 30_000 })
  await page.getByRole("tab", { name: "Mistakes" }).click()
  const mistakes = page.getByRole("region", { name: "Mistakes" })
  await expect(mistakes).toContainText(/9\d\.\d % right|100\.0 % right/)
  await expect(mistakes.getByRole("table")).toContainText("vertical")
  await page.getByRole("tab", { name: "Filters" }).click()
  await expect(page.getByRole("region", { name: "Filters of conv1.weight" })).toContainText("6×1×5×5")
  await page.getByRole("tab", { name: "Data", exact: true }).click()
  await expect(page.getByRole("region", { name: "Data" })).toContainText(/30 examples to train on, \d+ for validation/)
  // Every bit is what Node learns.
  await key(page, "Keep what was learned").click()
  await expect.poll(async () => digestOf(JSON.parse(await editor.saved()).nodes)).toBe(EDGES_LEARNED)
})

test("a rate that is too large ends the run with a sentence that names step and tensor; the document is untouched", async ({
  editor,
  page,
}) => {
  await editor.open("?src=d1-gradient-descent")
  const before = await editor.saved()
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await page.getByLabel("lr").fill("1e18")
  await key(page, "Train").click()
  const alert = page.getByRole("tabpanel").getByRole("alert")
  await expect(alert).toHaveText(/step \d+/i)
  await expect(alert).toHaveText(/w|loss/)
  await page.getByRole("button", { name: "Undo" }).click()
  expect(JSON.parse(await editor.saved())).toEqual(JSON.parse(before))
})

test("a graph with nothing to train says why", async ({ editor, page }) => {
  await editor.open()
  const x = { id: "x", op: "Input", attrs: { shape: [2, 3] } }
  await editor.openFile(JSON.stringify({ gradwire: 1, nodes: [x, { id: "y", op: "Sum", inputs: { input: "x" } }] }))
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await key(page, "Train").click()
  await expect(page.getByRole("tabpanel").getByRole("alert")).toContainText("There is nothing to learn")
})

test("a sweep over the size of a picture finds slope 1; a new one is put together by hand", async ({
  editor,
  page,
}) => {
  await editor.open("?src=g2-gradient-grows-with-n")
  await editor.drawer.getByRole("tab", { name: "Sweep" }).click()
  await key(page, "Sweep").click()
  await expect(bar(page)).toHaveText(/^Done: \d+ runs/, { timeout: 30_000 })
  const plot = page.getByRole("region", { name: "std of gradient y_circular.weight" })
  const slope = Number((await plot.textContent())?.match(/slope ([\d.]+)/)?.[1])
  expect(slope).toBeGreaterThan(0.95)
  expect(slope).toBeLessThan(1.05)
  const download = page.waitForEvent("download")
  await page.getByRole("button", { name: "CSV", exact: true }).click()
  const rows = (await readFile(await (await download).path(), "utf8")).trim().split("\n")
  expect(rows[0]).toContain("seed")
  expect(rows.length).toBeGreaterThan(20)

  await page.getByLabel("Values with commas between").fill("4, 6, x")
  await expect(page.getByText("Expected numbers with commas between.")).toBeVisible()
  await page.getByLabel("Values with commas between").fill("4, 6, 8")
  await expect(bar(page)).toContainText("The graph has changed since.")
  await key(page, "Sweep").click()
  await expect(bar(page)).toHaveText(/^Done: \d+ runs/, { timeout: 30_000 })
})

test("a decision surface is drawn below the points, and numbers of one's own can be trained on", async ({
  editor,
  page,
}) => {
  await editor.open("?src=spirals")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await page.getByRole("tab", { name: "Surface" }).click()
  await key(page, "Train").click()
  await expect(bar(page)).toHaveText(/^Done: 720 steps/, { timeout: 30_000 })
  await expect(editor.drawer.getByText("after step 720")).toBeVisible()
  await expect(editor.drawer.getByRole("img", { name: /What scores:output answers over the plane/ })).toBeVisible()

  await editor.drawer
    .getByRole("combobox", { name: "Data", exact: true })
    .selectOption({ label: "Numbers of your own" })
  await page.getByLabel("Examples: one a line").fill("x1,x2,label\n0.2,1,cat\n1,cat,3")
  await key(page, "Use these examples").click()
  await expect(editor.drawer.getByText(/is not a number/)).toBeVisible()
  await page.getByLabel("Examples: one a line").fill("x1,x2,label\n-1,-1,cat\n-2,-1,cat\n1,1,dog\n2,1,dog")
  await key(page, "Use these examples").click()
  await page.getByRole("tab", { name: "Data", exact: true }).click()
  await expect(editor.drawer.getByText(/3 examples to train on, 1 for validation/)).toBeVisible()
  await expect(editor.drawer.getByText("dog", { exact: true })).toBeVisible()
})

test("views that have nothing to show are not offered; where the chosen one stops applying, curves are shown", async ({
  editor,
  page,
}) => {
  await editor.open("?src=spirals")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  const views = page.getByRole("tablist", { name: "Views of the training" })
  await expect(views.getByRole("tab")).toHaveText([
    "Curves",
    "Data",
    "Sizes",
    "Weights",
    "Mistakes",
    "Surface",
    "Update",
    "Memory",
  ])
  await views.getByRole("tab", { name: "Surface" }).click()
  await editor.example("Batch normalisation")
  await expect(views.getByRole("tab")).toHaveText(["Curves", "Data", "Sizes", "Weights", "Update", "Memory"])
  await expect(views.getByRole("tab", { name: "Curves" })).toHaveAttribute("aria-selected", "true")
  await expect(editor.drawer.getByRole("region", { name: "Curves" })).toBeVisible()
  // A convolution brings its filters with it.
  await editor.example("Edges: a small CNN learns from few pictures")
  await expect(views.getByRole("tab")).toHaveText([
    "Curves",
    "Data",
    "Sizes",
    "Weights",
    "Filters",
    "Mistakes",
    "Update",
    "Memory",
  ])
})

test("a larger network trains on the threads of the machine, workers of the engine's worker", async ({
  editor,
  page,
}) => {
  const picture = { out_channels: 16, kernel_size: 3, padding: 1 }
  const nodes = [
    { id: "x", op: "Input", attrs: { shape: [4, 8, 32, 32] }, at: [0, 0] },
    { id: "conv", op: "Conv2d", attrs: picture, inputs: { input: "x" }, at: [250, 0] },
    { id: "loss", op: "Mean", inputs: { input: "conv" }, at: [500, 0] },
  ]
  await editor.open()
  await editor.openFile(JSON.stringify({ gradwire: 2, nodes, training: { epochs: 300 } }))
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await key(page, "Train").click()
  const threads = await page.evaluate(() => (crossOriginIsolated ? Math.min(8, navigator.hardwareConcurrency) : 0))
  expect(threads).toBeGreaterThan(0)
  const on = threads === 1 ? "" : ` on ${threads} threads`
  await expect(bar(page)).toHaveText(new RegExp(`^Done: 300 steps in .*, by fast kernels${on}\\.$`))
})
