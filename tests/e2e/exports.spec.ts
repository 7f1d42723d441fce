// Export and Load weights: what is written is shown first, what comes in is shown first, and undo brings back what was there.

import { readFile } from "node:fs/promises"
import { expect, type Locator, type Page } from "@playwright/test"
import { readSafetensors } from "../../src/formats/arrays/safetensors.ts"
import { axe } from "./axe.ts"
import { test } from "./desk.ts"
import { drop, onDisk } from "./dropping.ts"
import type { Editor } from "./editor.ts"

async function panelOf(editor: Editor, format: string): Promise<Locator> {
  await editor.menu("Export")
  const panel = editor.page.getByRole("dialog", { name: "Export" })
  await panel.getByRole("button", { name: format, exact: true }).click()
  await expect(panel.getByRole("button", { name: format, exact: true })).toHaveAttribute("aria-pressed", "true")
  return panel
}

async function saveFrom(panel: Locator, name: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const download = panel.page().waitForEvent("download")
  await panel.getByRole("button", { name, exact: true }).click()
  const file = await download
  await expect(panel.getByRole("status")).toHaveText(`Saved “${file.suggestedFilename()}”.`)
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

async function choose(editor: Editor, name: string, buffer: Buffer): Promise<Locator> {
  await editor.page.getByRole("button", { name: "Graph menu" }).click()
  const item = editor.page.getByRole("menuitem", { name: "Load weights" })
  const [chooser] = await Promise.all([editor.page.waitForEvent("filechooser"), item.click()])
  await chooser.setFiles({ name, mimeType: "application/octet-stream", buffer })
  return editor.page.getByRole("dialog", { name: "Load weights" })
}

test.describe("on one page", () => {
  test.describe.configure({ mode: "serial" })
  test.use({ standing: "?src=t1-edges-cnn" })

  test("a figure is shown as it is saved and copied, with its command and its switches", async ({ editor, page }) => {
    const panel = await panelOf(editor, "TikZ")
    const preview = panel.getByRole("region", { name: /^Preview of .*\.tex$/ })
    await expect(preview).toContainText("\\documentclass{article}")
    const { name, bytes } = await saveFrom(panel, "Save .tex")
    expect(name).toBe("edges-a-small-cnn-learns-from-few-pictures.tex")
    expect(bytes.toString()).toBe(await preview.locator("pre").textContent())
    await panel.getByRole("button", { name: "Copy command" }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`pdflatex ${name}`)
    await panel.getByLabel("Without a preamble").check()
    await expect(preview).not.toContainText("documentclass")
    await panel.getByRole("button", { name: "Copy", exact: true }).click()
    await expect(panel.getByRole("status")).toHaveText(`Copied ${name}.`)
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await preview.locator("pre").textContent())
    await panel.getByRole("button", { name: "Mermaid" }).click()
    await expect(panel.getByRole("region", { name: /\.mmd$/ })).toContainText("flowchart LR")
    await panel.getByRole("button", { name: "Close" }).click()
  })

  test("weights go out under PyTorch's names and come in again as one step that can be undone", async ({ editor }) => {
    const panel = await panelOf(editor, "safetensors")
    await expect(panel.getByRole("region", { name: /^Preview of/ })).toContainText("conv1.weight 6×1×5×5")
    await expect(panel).toContainText("6 tensors, 1,083 numbers in float32.")
    const { bytes } = await saveFrom(panel, "Save .safetensors")
    const read = readSafetensors(bytes)
    expect("problem" in read ? read.problem : [...read.tensors.keys()].sort()).toEqual([
      "conv1.bias",
      "conv1.weight",
      "conv2.bias",
      "conv2.weight",
      "fc.bias",
      "fc.weight",
    ])
    await panel.getByRole("button", { name: "Close" }).click()

    const before = JSON.parse(await editor.saved())
    const offer = await choose(editor, "w.safetensors", bytes)
    await expect(offer).toContainText("From “w.safetensors”, tensors (.safetensors): 6 by name.")
    await expect(offer.getByRole("row")).toHaveCount(7)
    // Nothing has changed yet.
    expect(JSON.parse(await editor.saved())).toEqual(before)
    await offer.getByRole("button", { name: "Load 6 tensors" }).click()
    await expect(offer).toBeHidden()
    await expect(editor.page.getByText("6 tensors of “w.safetensors” loaded.")).toBeVisible()
    const after = JSON.parse(await editor.saved())
    const conv1 = after.nodes.find(({ id }: { id: string }) => id === "conv1")
    expect(conv1.values.weight).toMatchObject({ shape: [6, 1, 5, 5], f32: expect.any(String) })
    await editor.page.keyboard.press("ControlOrMeta+z")
    expect(JSON.parse(await editor.saved())).toEqual(before)
  })

  test("what does not fit is told, and a pickle is refused with its cure", async ({ editor, page }) => {
    const entry = (shape: readonly number[], from: number) => {
      const size = 4 * shape.reduce((product, n) => product * n, 1)
      return { dtype: "F32", shape, data_offsets: [from, from + size] }
    }
    const header = JSON.stringify({ "fc.weight": entry([3, 6], 0), "fc.bias": entry([4], 72), other: entry([2], 88) })
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(header.length))
    const offer = await choose(
      editor,
      "part.safetensors",
      Buffer.concat([length, Buffer.from(header), Buffer.alloc(96)]),
    )
    await expect(offer).toContainText("1 by name, 1 wrong shape, 4 missing, 1 left over.")
    await expect(offer.getByRole("row", { name: /fc\.bias 3 wrong shape fc\.bias 4/ })).toBeVisible()
    await page.keyboard.press("Escape")
    await expect(offer).toBeHidden()
    const refused = await choose(editor, "model.pt", Buffer.from([0x80, 2, 0x7d, 0x71]))
    await expect(refused).toBeHidden()
    await expect(
      page.getByText(/“model\.pt” gives no weights: it is a Python pickle.*torch\.load\("model\.pt"/),
    ).toBeVisible()
  })

  test("both panels can be read by everybody, light and dark, also on a narrow screen", async ({ editor, page }) => {
    const panel = await panelOf(editor, "npz")
    const { bytes } = await saveFrom(panel, "Save .npz")
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 740 })
      for (const format of ["TikZ", "npz"]) {
        await panel.getByRole("button", { name: format, exact: true }).click()
        await expect(panel.getByRole("region", { name: /^Preview/ })).toBeVisible()
        await expectReadable(page)
      }
      const save = panel.getByRole("button", { name: "Save .npz" })
      await save.scrollIntoViewIfNeeded()
      await expect(save).toBeInViewport()
    }
    await page.setViewportSize({ width: 1440, height: 740 })
    await panel.getByRole("button", { name: "Close" }).click()
    const offer = await choose(editor, "w.npz", bytes)
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 740 })
      await expectReadable(page)
      await expect(offer.getByRole("button", { name: "Load 6 tensors" })).toBeInViewport()
    }
    await page.keyboard.press("Escape")
    await page.setViewportSize({ width: 1440, height: 900 })
  })
})

/** The panel, in the dark and then in the light, of which only the colours are another. */
async function expectReadable(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    const found = await axe(page, { within: "[role=dialog]", coloursOnly: colorScheme === "dark" })
    expect(found, colorScheme).toEqual([])
  }
}

test("letters that LaTeX does not have are told before anything is saved, and so are problems", async ({ editor }) => {
  const nodes = [
    { id: "x", op: "Input", attrs: { shape: [2, 3] }, label: "中", at: [0, 0] },
    { id: "y", op: "MatMul", inputs: { a: "x", b: "x" }, at: [300, 0] },
  ]
  await editor.open("?src=batch-norm")
  await editor.openFile(JSON.stringify({ gradwire: 1, nodes }))
  const panel = await panelOf(editor, "TikZ")
  const lost = panel.getByRole("region", { name: "What cannot be said" })
  await expect(lost.getByRole("listitem")).toHaveText(
    "中 pdfLaTeX has no letter U+4E2D without further packages; a ? stands for it.",
  )
  await expect(panel.getByRole("region", { name: "Problems of the graph" })).toContainText("y:")
})

test("a dropped .npz asks before it changes anything", async ({ editor, page }, info) => {
  await editor.open("?src=t1-edges-cnn")
  const panel = await panelOf(editor, "npz")
  const { bytes } = await saveFrom(panel, "Save .npz")
  await panel.getByRole("button", { name: "Close" }).click()
  await drop(editor.canvas, [await onDisk(info, "dropped.npz", bytes)])
  const offer = page.getByRole("dialog", { name: "Load weights" })
  await expect(offer).toContainText("From “dropped.npz”")
  await offer.getByRole("button", { name: "Leave the graph as it is" }).click()
  await expect(offer).toBeHidden()
  await expect(editor.node("conv1")).toBeVisible()
})

test("the figure alone is printed on one page of its size", async ({ editor, page }) => {
  await editor.open("?src=batch-norm")
  const panel = await panelOf(editor, "Picture")
  await page.evaluate(() => {
    globalThis.print = () => {
      document.documentElement.dataset.printed = "yes"
    }
  })
  const size = await panel.getByText(/^\d[\d,]* × \d[\d,]* px/).textContent()
  const [width = 0, height = 0] = (size ?? "").replaceAll(",", "").match(/\d+/g)?.map(Number) ?? []
  await panel.getByRole("button", { name: "Print or save as PDF" }).click()
  await expect(page.locator("html")).toHaveAttribute("data-printed", "yes")
  await expect(page.locator("[data-paper]").getByRole("heading")).toHaveCount(0)
  const text = (await page.pdf({ preferCSSPageSize: true })).toString("latin1")
  expect(text.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  // Points of 1/72 inch, pixels of 1/96.
  const box = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(text)
  expect(Math.abs(Number(box?.[1]) - 0.75 * width)).toBeLessThan(2)
  expect(Math.abs(Number(box?.[2]) - 0.75 * height)).toBeLessThan(2)
})
