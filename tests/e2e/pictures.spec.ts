// Pictures as files into an Input: chosen, dropped on the card, dropped on the panel; and files that are none.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import { sparse } from "./dropping.ts"
import type { Editor } from "./editor.ts"

test.describe.configure({ mode: "serial" })
test.use({ standing: "" })

const GRAPH = JSON.stringify({
  gradwire: 1,
  title: "Pictures",
  nodes: [
    { id: "grey", op: "Input", attrs: { shape: [2, 1, 4, 4] }, at: [0, 0] },
    { id: "colour", op: "Input", attrs: { shape: [3, 4, 8] }, at: [0, 160] },
    { id: "rows", op: "Input", attrs: { shape: [4, 3] }, at: [0, 320] },
    { id: "sum", op: "ReLU", inputs: { input: "grey" }, at: [300, 0] },
  ],
})

test.beforeEach(async ({ editor }) => {
  await editor.openFile(GRAPH)
  await expect(editor.node("rows")).toBeVisible()
})

/** A picture file of the browser's own making: its left half in one colour, its right half in another. */
function halves(page: Page, type: string, left: string, right: string): Promise<number[]> {
  return page.evaluate(
    async ([type, left, right]) => {
      const canvas = new OffscreenCanvas(64, 64)
      const pen = canvas.getContext("2d")
      if (pen === null) throw new Error("no pen")
      pen.fillStyle = left ?? ""
      pen.fillRect(0, 0, 32, 64)
      pen.fillStyle = right ?? ""
      pen.fillRect(32, 0, 32, 64)
      const blob = await canvas.convertToBlob({ type: type ?? "" })
      return [...new Uint8Array(await blob.arrayBuffer())]
    },
    [type, left, right],
  )
}

/** Drops a file on an element as the browser would report it. */
async function drop(page: Page, selector: string, bytes: readonly number[], name: string, type: string): Promise<void> {
  await page.evaluate(
    ([selector, bytes, name, type]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([new Uint8Array(bytes as number[])], name as string, { type: type as string }))
      const element = document.querySelector(selector as string)
      element?.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }))
    },
    [selector, bytes, name, type],
  )
}

async function written(editor: Editor, id: string): Promise<unknown> {
  const document = JSON.parse(await editor.saved()) as { nodes: { id: string; values?: { value?: unknown } }[] }
  return document.nodes.find((node) => node.id === id)?.values?.value
}

const said = (editor: Editor, words: RegExp) => expect(editor.page.getByText(words)).toBeVisible()
const ROW = [0, 0, 1, 1]
const BLANK = [0, 0, 0, 0]

test("a PNG that is chosen fills the picture of one sample, in one step", async ({ editor, page }) => {
  const buffer = Buffer.from(await halves(page, "image/png", "#000", "#fff"))
  await editor.node("grey").click()
  await editor.inspector.getByLabel("of sample").fill("1")
  const chooser = page.waitForEvent("filechooser")
  await editor.inspector.getByRole("button", { name: "Load a picture…" }).click()
  await (await chooser).setFiles({ name: "halves.png", mimeType: "image/png", buffer })
  await said(editor, /“halves.png” is in grey: cropped to the middle, 4×4, grey, from 0 to 1\./)
  expect(await written(editor, "grey")).toEqual([[[BLANK, BLANK, BLANK, BLANK]], [[ROW, ROW, ROW, ROW]]])
  await page.keyboard.press("ControlOrMeta+z")
  expect(await written(editor, "grey")).toBeUndefined()
})

test("a JPEG dropped on a card goes into that Input, in three channels, cropped to its sides", async ({
  editor,
  page,
}) => {
  const bytes = await halves(page, "image/jpeg", "#f00", "#00f")
  await drop(page, '.react-flow__node[data-id="colour"]', bytes, "halves.jpg", "image/jpeg")
  await said(editor, /“halves.jpg” is in colour: cropped to the middle, 4×8, three channels/)
  const [red, green, blue] = (await written(editor, "colour")) as number[][][]
  expect(red).toHaveLength(4)
  for (const row of red ?? []) {
    expect(row).toHaveLength(8)
    expect(row[0]).toBeGreaterThan(0.9)
    expect(row[7]).toBeLessThan(0.1)
  }
  expect(green?.flat().every((value) => value < 0.15)).toBe(true)
  expect(blue?.[0]?.[7]).toBeGreaterThan(0.9)
})

test("a picture dropped on the panel fills the sample that is shown", async ({ editor, page }) => {
  await editor.node("grey").click()
  await expect(editor.inspector.getByRole("button", { name: "Load a picture…" })).toBeVisible()
  const bytes = await halves(page, "image/png", "#000", "#fff")
  await page.evaluate(() => {
    const button = [...document.querySelectorAll("button")].find((one) => one.textContent === "Load a picture…")
    button?.setAttribute("data-here", "")
  })
  await drop(page, "[data-here]", bytes, "panel.png", "image/png")
  await said(editor, /“panel.png” is in grey/)
  expect(await written(editor, "grey")).toEqual([[[ROW, ROW, ROW, ROW]], [[BLANK, BLANK, BLANK, BLANK]]])
})

test("what is no picture, too large, or has no place says so, and changes nothing", async ({ editor, page }, info) => {
  const card = (id: string) => `.react-flow__node[data-id="${id}"]`
  await editor.node("grey").click()
  const before = await editor.saved()
  await drop(page, card("grey"), [1, 2, 3, 4], "broken.png", "image/png")
  await said(editor, /“broken.png” could not be read as a picture\./)
  await drop(page, card("rows"), await halves(page, "image/png", "#000", "#fff"), "good.png", "image/png")
  await said(editor, /rows cannot hold a picture: its shape must be N×C×H×W or C×H×W/)
  await drop(page, card("sum"), await halves(page, "image/png", "#000", "#fff"), "good.png", "image/png")
  await said(editor, /sum cannot hold a picture/)
  const chooser = page.waitForEvent("filechooser")
  await editor.inspector.getByRole("button", { name: "Load a picture…" }).click()
  await (await chooser).setFiles(await sparse(info, "huge.png", 21_000_000))
  await said(editor, /“huge.png” has 21 MB; pictures may have 20\./)
  const text = (await page.evaluate(() => [...new TextEncoder().encode("just words")])) as number[]
  await drop(page, card("grey"), text, "notes.txt", "text/plain")
  await expect(page.getByText(/notes\.txt/)).toBeVisible()
  expect(await editor.saved()).toBe(before)
})

test("the pad shows the sample that the data give; a stroke makes the numbers the Input's own, and undo gives them back", async ({
  editor,
  page,
}) => {
  await editor.example("Edges: a small CNN learns from few pictures")
  await editor.node("images").click()
  const pad = page.getByRole("img", { name: /^Draw on images/ })
  /** The grey of each cell, from 0 to 255. */
  const seen = () =>
    pad.evaluate((canvas: HTMLCanvasElement) =>
      [...canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height).data].filter((_, i) => i % 4 === 0),
    )
  const ink = async () => (await seen()).reduce((sum, grey) => sum + grey, 0)
  const words = editor.inspector.getByText(/Now the numbers are the first 6 examples of/)
  await expect(words).toContainText("What you draw on them makes them the Input’s own.")
  await expect.poll(ink).toBeGreaterThan(1000)
  const first = await seen()
  await editor.inspector.getByLabel("of sample").fill("3")
  await expect.poll(async () => (await seen()).join()).not.toBe(first.join())
  const fourth = await seen()
  await pad.scrollIntoViewIfNeeded()
  const { x, y } = (await pad.boundingBox())!
  await editor.drag({ x: x + 20, y: y + 20 }, { x: x + 60, y: y + 60 })
  await expect(words).toHaveCount(0)
  expect((await seen()).some((grey, i) => grey > fourth[i]! + 100)).toBe(true)
  // Its other samples stay what the data gave.
  await editor.inspector.getByLabel("of sample").fill("0")
  await expect.poll(async () => (await seen()).every((grey, i) => Math.abs(grey - first[i]!) <= 1)).toBe(true)
  expect(await written(editor, "images")).toBeDefined()
  await editor.clickNothing()
  await page.keyboard.press("ControlOrMeta+z")
  await editor.node("images").click()
  await expect(words).toBeVisible()
  await expect.poll(async () => (await seen()).join()).toBe(first.join())
  expect(await written(editor, "images")).toBeUndefined()
})
