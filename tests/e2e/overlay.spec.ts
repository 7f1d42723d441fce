// Overlays: a number of every node as heat over cards and closed groups, near by and far out, with its scale.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"
import { faintest, legibility } from "./legible.ts"

const choice = (editor: Editor) => editor.canvas.getByRole("combobox", { name: "Overlay" })
const scale = (editor: Editor) => editor.canvas.getByRole("note", { name: "Scale of the overlay" })
const card = (editor: Editor, id: string) => editor.node(id).locator("[data-heat]")

/** A small network with activations, its first block closed. */
const CNN = JSON.stringify({
  gradwire: 1,
  title: "Closed block",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [2, 1, 12, 12] }, at: [0, 0] },
    {
      id: "conv",
      op: "Conv2d",
      attrs: { out_channels: 4, kernel_size: 3 },
      inputs: { input: "x" },
      group: "block",
      at: [260, 0],
    },
    { id: "relu", op: "ReLU", inputs: { input: "conv" }, group: "block", at: [520, 0] },
    { id: "dark", op: "Clamp", attrs: { min: -5, max: -4 }, inputs: { input: "relu" }, at: [780, 0] },
    { id: "silent", op: "ReLU", inputs: { input: "dark" }, at: [1040, 0] },
    { id: "flat", op: "Flatten", inputs: { input: "relu" }, at: [780, 260] },
    { id: "fc", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "flat" }, at: [1040, 260] },
  ],
  groups: [{ id: "block", label: "Block", collapsed: true }],
  target: "fc",
})

test("each overlay colours cards and a closed group, says its numbers, and goes again", async ({ editor }) => {
  await editor.open()
  await editor.openFile(CNN)
  await expect(editor.node("group:block")).toBeVisible()
  await editor.ran("Forward")
  const bare = await editor.node("fc").evaluate((node) => node.getBoundingClientRect().toJSON())

  await editor.menu("View", "Overlay", "Parameters")
  await expect(choice(editor)).toHaveValue("params")
  await expect(card(editor, "group:block")).toContainText("40 params")
  await expect(card(editor, "fc")).toContainText("1,203 params")
  await expect(scale(editor)).toHaveAccessibleName("Scale of the overlay: from 40 to 1,203 params")
  for (const end of ["0", "40", "1,203 params"])
    await expect(scale(editor).getByText(end, { exact: true })).toBeVisible()
  // The whole number for a tip and for who hears the card, and how much of the graph it is.
  await expect(card(editor, "group:block")).toHaveAttribute("title", "40 params, 3 % of the graph")
  await expect(editor.node("fc")).toHaveAttribute("aria-label", /1,203 params, 97 % of the graph/)
  await expect(card(editor, "group:block")).toHaveAttribute("data-heat", "number")
  expect(await editor.node("fc").evaluate((node) => node.getBoundingClientRect().toJSON())).toEqual(bare)

  await choice(editor).selectOption("macs")
  // 2 examples · 4 filters · 10×10 places · 3×3×1, and 2 · 400 · 3.
  await expect(card(editor, "group:block")).toContainText("7,200 MACs")
  await expect(scale(editor)).toHaveAccessibleName("Scale of the overlay: from 2,400 to 7,200 MACs")
  await choice(editor).selectOption("memory")
  await expect(card(editor, "fc")).toHaveAttribute("title", /^9,648 bytes \(9\.6 kB\), /)

  await choice(editor).selectOption("gradient")
  await expect(scale(editor)).toHaveText("Press Backward to see gradients.")
  await expect(card(editor, "fc")).toHaveAttribute("data-heat", "none")
  await editor.press("Backward")
  await expect(scale(editor)).toContainText("RMS")
  // dY is ones.
  await expect(card(editor, "fc")).toContainText("RMS 1")
  await expect(card(editor, "silent")).toHaveAttribute("data-heat", "none")

  await choice(editor).selectOption("dead")
  await expect(card(editor, "silent")).toContainText("100 %")
  await expect(card(editor, "silent")).toHaveAttribute("title", "4 of 4 units dead (100 %)")
  await expect(card(editor, "group:block")).toHaveAttribute("title", /^\d of 4 units dead \(\d+ %\), in 1 of 2 nodes$/)
  await expect(card(editor, "fc")).toHaveAttribute("title", "Dead units: no number")
  await choice(editor).selectOption("time")
  await expect(scale(editor)).toContainText(/ms/)
  await expect(card(editor, "group:block")).toHaveAttribute(
    "title",
    /ms, \d+ % of the graph|ms, [<>] \d+ % of the graph|^0 ms/,
  )

  await editor.node("fc").click()
  await expect(editor.inspector.getByText("Time of the last run")).toBeVisible()
  await editor.menu("View", "Overlay", "None")
  await expect(editor.canvas.locator("[data-heat]")).toHaveCount(0)
  await expect(scale(editor)).toHaveCount(0)
  await expect(editor.inspector.getByText("Time of the last run")).toHaveCount(0)
  await expect(card(editor, "fc")).toHaveCount(0)
})

test("ResNet-152 becomes its own map: closed stages, and far out every layer", async ({ editor }) => {
  const { page } = editor
  await editor.open("?src=resnet-152")
  await choice(editor).selectOption("params")
  await expect(editor.node("group:layer3").locator("[data-heat]")).toContainText("40,613,888 params")
  await expect(scale(editor)).toHaveAccessibleName("Scale of the overlay: from 128 to 40.6 M params, log scale")
  await expect(scale(editor)).toContainText("log scale")
  for (let level = 0; level < 2; level++) {
    await page.keyboard.press("ControlOrMeta+a")
    await page.keyboard.press("Shift+E")
    await editor.still()
  }
  await page.keyboard.press("Escape")
  await page.keyboard.press("1")
  const far = page.locator("canvas[data-nodes]")
  await expect(far).toHaveAttribute("data-nodes", /^5\d\d$/)
  const before = await inks(far)
  expect(before.green).toBeGreaterThan(2000)
  await choice(editor).selectOption("")
  await expect(async () => expect((await inks(far)).green).toBeLessThan(before.green / 20)).toPass()
})

/** Pixels of a canvas in the hue of overlays. */
async function inks(canvas: ReturnType<Editor["canvas"]["locator"]>): Promise<{ readonly green: number }> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext("2d")!.getImageData(0, 0, element.width, element.height)
    let green = 0
    for (let i = 0; i < data.length; i += 4) {
      const [r = 0, g = 0, b = 0, a = 0] = data.slice(i, i + 4)
      if (a > 200 && g > r + 25 && g > b + 12) green++
    }
    return { green }
  })
}

test("what cards say under an overlay can be read, and lies on nothing, in both themes", async ({ editor }) => {
  for (const theme of ["light", "dark"] as const) {
    await editor.page.emulateMedia({ colorScheme: theme })
    for (const graph of ["batch-norm", "conv3-pool2-fc3"]) {
      await editor.open(`?src=${graph}`)
      await editor.press("Backward")
      await editor.page.keyboard.press("Escape")
      for (const overlay of ["params", "memory", "gradient", "dead", "time"]) {
        await choice(editor).selectOption(overlay)
        await expect(card(editor, graph === "batch-norm" ? "X" : "conv1")).toBeVisible()
        await editor.still()
        const { smallest, smallestText, untitled, overlaps, spilt } = await legibility(editor.page)
        expect({ untitled, overlaps, spilt }, `${graph} ${overlay}`).toEqual({ untitled: [], overlaps: [], spilt: [] })
        expect(smallest, smallestText).toBeGreaterThanOrEqual(10.95)
        const { contrast, text } = await faintest(editor.page)
        expect(contrast, `${graph} ${overlay} ${theme}: ${text}`).toBeGreaterThanOrEqual(4.5)
      }
    }
  }
})

test("what a document hides is not offered as an overlay", async ({ editor }) => {
  await editor.open()
  await editor.openFile(CNN.replace('"target"', '"view":{"hide":["gradients","layers"]},"target"'))
  await expect(editor.node("group:block")).toBeVisible()
  await expect(choice(editor).locator("option")).toHaveText(["No overlay", "Dead units", "Time of the last run"])
})
