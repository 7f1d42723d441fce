// Examples of one's own: a pasted table with names as data sets have them, and files as MNIST is handed out.

import { gzipSync } from "node:zlib"
import { expect, type Locator, type Page } from "@playwright/test"
import { idxFile } from "../formats/files/makers.ts"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"

const key = (page: Page, name: string) => page.getByRole("tabpanel").getByRole("button", { name, exact: true })
const own = (page: Page): Locator => page.getByRole("group", { name: "Examples of your own" })

function network(example: readonly number[], classes: number): string {
  const nodes = [
    { id: "x", op: "Input", attrs: { shape: [8, ...example] } },
    { id: "t", op: "Input", attrs: { shape: [8] } },
    { id: "flat", op: "Flatten", inputs: { input: "x" } },
    { id: "fc", op: "Linear", attrs: { out_features: classes }, inputs: { input: "flat" } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  ]
  const training = { optimizer: { kind: "Adam", lr: 0.1 }, epochs: 60 }
  const data = { source: { kind: "values" }, feeds: {}, validation: 0.25 }
  return JSON.stringify({ gradwire: 1, title: "own", seed: 1, target: "loss", nodes, data, training })
}

async function openTraining(editor: Editor, text: string): Promise<void> {
  await editor.open()
  await editor.openFile(text)
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
}

/** Three kinds of flowers, forty of each, that four numbers tell apart as well as they do in nature. */
function flowers(): string {
  const means = [
    [5.0, 3.4, 1.5, 0.2],
    [5.9, 2.8, 4.3, 1.3],
    [6.6, 3.0, 5.6, 2.0],
  ]
  const names = ["setosa", "versicolor", "virginica"]
  const rows = Array.from({ length: 120 }, (_, i) => {
    const row = (means[i % 3] ?? []).map((mean, j) => (mean + 0.25 * Math.sin(7 * i + 3 * j)).toFixed(1))
    return [...row, names[i % 3]].join(",")
  })
  return ["sepal_length,sepal_width,petal_length,petal_width,species", ...rows].join("\n")
}

test("a pasted table of named columns feeds the Input, and trains on what it says", async ({ editor, page }) => {
  test.slow()
  await openTraining(editor, network([4], 3))
  await page.getByLabel("Examples: one a line").fill(flowers())
  await own(page).getByRole("button", { name: "Use these examples" }).click()
  await expect(editor.drawer.getByRole("combobox", { name: "x 4 →" })).toHaveValue("x")
  await expect(editor.drawer.getByRole("combobox", { name: "labels →" })).toHaveValue("t")
  await expect(own(page)).toContainText('are the field "x". The class is "species".')
  await expect(editor.drawer).not.toContainText("keeps drawn numbers")

  // Otherwise joined, nothing feeds x, and that is said where it can be mended and before the first step.
  await own(page).getByLabel("columns", { exact: true }).selectOption({ label: "separately" })
  await expect(
    editor.drawer.getByText('The Input "x" 8×4 keeps drawn numbers while the data feed t').first(),
  ).toBeVisible()
  await page.getByRole("button", { name: "Undo" }).click()
  await expect(editor.drawer).not.toContainText("keeps drawn numbers")
  await own(page).getByLabel("columns", { exact: true }).selectOption({ label: "as one field" })

  await key(page, "Train").click()
  await expect(editor.drawer.locator("p[role=status]").first()).toHaveText(/^Done: /, { timeout: 60_000 })
  await page.getByRole("tab", { name: "Mistakes" }).click()
  const mistakes = editor.drawer.getByRole("region", { name: "Mistakes" })
  await expect(mistakes).toContainText(/(?:9\d\.\d|100\.0) % right/)
  await expect(mistakes).toContainText("versicolor")
})

test("a missing value is named with its line, and the line can be left out", async ({ editor, page }) => {
  await openTraining(editor, network([4], 3))
  await page.getByLabel("Examples: one a line").fill(`${flowers()}\n5.1,,1.4,0.2,setosa`)
  await own(page).getByRole("button", { name: "Use these examples" }).click()
  await expect(own(page).getByRole("alert")).toContainText(
    'Line 122, column "sepal_width", is empty: a value is missing',
  )
  await own(page).getByRole("button", { name: "Leave out that line" }).click()
  await expect(own(page)).toContainText("1 line with a missing value is left out.")
  await expect(editor.drawer.getByRole("combobox", { name: "x 4 →" })).toHaveValue("x")
})

test("pictures and labels as MNIST is handed out, packed, in one go", async ({ editor, page }) => {
  test.slow()
  const pixels = Array.from({ length: 48 * 16 }, (_, at) => {
    const [row, cell] = [Math.floor(at / 16), at % 16]
    return cell % 3 === row % 3 ? 255 : (at * 31) % 90
  })
  const labels = Array.from({ length: 48 }, (_, row) => row % 3)
  await openTraining(editor, network([1, 4, 4], 3))
  await page.getByLabel("Files with examples").setInputFiles([
    { name: "train-labels-idx1-ubyte.gz", mimeType: "", buffer: gzipSync(idxFile(8, [48], labels)) },
    { name: "train-images-idx3-ubyte.gz", mimeType: "", buffer: gzipSync(idxFile(8, [48, 4, 4], pixels)) },
  ])
  await expect(editor.drawer.getByRole("combobox", { name: "train-images 1×4×4 →" })).toHaveValue("x")
  await expect(editor.drawer.getByRole("combobox", { name: "labels →" })).toHaveValue("t")
  await expect(own(page)).toContainText("0 to 255 are scaled to 0 to 1.")
  await key(page, "Train").click()
  await expect(editor.drawer.locator("p[role=status]").first()).toHaveText(/^Done: /, { timeout: 60_000 })
  await page.getByRole("tab", { name: "Mistakes" }).click()
  await expect(editor.drawer.getByRole("region", { name: "Mistakes" })).toContainText(/(?:9\d\.\d|100\.0) % right/)
})

test("what holds no examples is said in its own words, and changes nothing", async ({ editor, page }) => {
  await openTraining(editor, network([4], 3))
  const give = (name: string, bytes: readonly number[]) =>
    page.getByLabel("Files with examples").setInputFiles([{ name, mimeType: "", buffer: Buffer.from(bytes) }])
  const problem = own(page).getByRole("alert")
  await give("model.pkl", [0x80, 4, 0x95, 1])
  await expect(problem).toContainText("“model.pkl” holds no examples: it is a Python pickle")
  await give("images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 255, 255, 0, 0, 0, 28, 0, 0, 0, 28])
  await expect(problem).toContainText("the IDX file claims 65535×28×28, 51,379,440 bytes, and holds 0")
})
