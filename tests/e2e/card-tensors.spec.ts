// Cards carry their tensor: numbers as numbers, maps as maps, the gradient below the value where its place was kept.

import { expect, type Locator } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"

const tile = (editor: Editor, place: string): Locator => editor.canvas.locator(`[data-tensor="${place}"]`)
const half = (editor: Editor, place: string, family: "value" | "gradient"): Locator =>
  tile(editor, place).locator(`[data-family="${family}"]`)

async function sizesOf(editor: Editor): Promise<readonly string[]> {
  return editor.nodes.evaluateAll((nodes) =>
    nodes.map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect()
      return [node.getAttribute("data-id"), ...[x, y, width, height].map(Math.round)].join(" ")
    }),
  )
}

/** How many colours the maps of a card are drawn in. */
async function coloursIn(maps: Locator): Promise<number> {
  return maps.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height)
    return new Set(new Uint32Array(data.buffer)).size
  })
}

test("a matrix is written on its card, its gradient below it, and nothing moves; in words alone cards keep their size", async ({
  editor,
}) => {
  await editor.open("?src=batch-norm")
  await editor.ran("Forward")
  await expect(half(editor, "X:value", "value").locator("span span, span").filter({ hasText: /^\d$/ })).toHaveCount(12)
  await expect(half(editor, "X:value", "value")).toContainText("123456789101±9")
  const before = await sizesOf(editor)
  await editor.press("Backward")
  const gradient = half(editor, "X:value", "gradient")
  // The first row of ∂L/∂X is 0.164, −0.126, 0.416: as many digits as have room.
  await expect(gradient).toContainText(/0\.16\d?−0\.1\d*0\.4\d*/)
  await expect(gradient).toContainText("∂ ±1.08")
  expect(await sizesOf(editor)).toEqual(before)
  const [above, below] = await Promise.all([half(editor, "X:value", "value"), gradient].map((one) => one.boundingBox()))
  expect(below?.y ?? 0).toBeGreaterThan((above?.y ?? 0) + (above?.height ?? 0) - 1)
  await editor.menu("View", "Show words alone on cards")
  await expect(editor.canvas.locator("[data-tensor]")).toHaveCount(0)
  expect(await sizesOf(editor)).toEqual(before)
  expect(await editor.saved()).toContain('"cards": "plain"')
  await editor.page.keyboard.press("ControlOrMeta+z")
  await expect(gradient).toContainText("∂ ±1.08")
})

test("maps of a convolution lie side by side, and an Input that is cleared is seen in them", async ({ editor }) => {
  await editor.visit()
  await editor.ran("Forward")
  const maps = half(editor, "conv1:output", "value")
  expect(await coloursIn(maps)).toBeGreaterThan(50)
  await expect(half(editor, "conv1:output", "gradient").locator("canvas")).toHaveCount(0)
  const scale = await maps.innerText()
  await editor.press("Backward")
  expect(await coloursIn(half(editor, "conv1:output", "gradient"))).toBeGreaterThan(20)
  await editor.page.getByRole("button", { name: "Clear input" }).click()
  await expect(maps).not.toHaveText(scale)
})

test("while the player steps, a card shows its tensor when its turn has come", async ({ editor }) => {
  await editor.open("?src=batch-norm")
  await editor.ran("Forward")
  await editor.page.getByRole("banner").getByRole("button", { name: "Next op", exact: true }).click()
  await expect(half(editor, "X:value", "value")).toContainText("±9")
  await expect(half(editor, "Y:output", "value")).not.toContainText("±")
  await editor.page.keyboard.press("End")
  for (let i = 0; i < 17; i++) await editor.page.keyboard.press(".")
  await expect(half(editor, "Y:output", "value")).toContainText("±3.47")
  await expect(half(editor, "X:value", "gradient")).toContainText("±1.08")
})

test("what was placed for cards without pictures is moved apart, which is nothing to undo", async ({ editor }) => {
  const node = (id: string, input: string | null, y: number) => ({
    id,
    op: input === null ? "Input" : "ReLU",
    ...(input === null ? { attrs: { shape: [4, 3] } } : { inputs: { input } }),
    at: [0, y],
  })
  const nodes = [node("a", null, 0), node("b", "a", 100), node("c", "b", 200)]
  await editor.open()
  await editor.openFile(JSON.stringify({ gradwire: 1, title: "close", nodes }))
  await expect(editor.nodes).toHaveCount(3)
  await editor.ran("Forward")
  const boxes = await Promise.all(["a", "b", "c"].map((id) => editor.node(id).boundingBox()))
  for (const [i, box] of boxes.entries()) {
    const next = boxes[i + 1]
    if (next) expect(next.y).toBeGreaterThan((box?.y ?? 0) + (box?.height ?? 0))
  }
  await expect(editor.page.getByRole("button", { name: "Undo" })).toBeDisabled()
})

test("a click on the picture selects its card, the next one asks why of the cell, and marks what it sees on the cards before", async ({
  editor,
}) => {
  await editor.open()
  await editor.ran("Forward")
  const maps = half(editor, "conv2:output", "value").locator("canvas")
  const box = await maps.boundingBox()
  if (box === null) throw new Error("conv2 has no maps")
  // Near the middle of the first of five maps beside each other.
  const cell = [box.x + 0.09 * box.width, box.y + 0.24 * box.height] as const
  await editor.page.mouse.click(...cell)
  await expect(editor.node("conv2")).toHaveClass(/selected/)
  await expect(editor.inspector.getByRole("heading", { name: /Why this number/ })).toBeHidden()
  await editor.page.mouse.click(...cell)
  await expect(editor.inspector.getByRole("heading", { name: /Why this number/ })).toBeVisible()
  await expect(half(editor, "conv2:output", "value").locator("svg path")).toHaveCount(1)
  for (const place of ["input:value", "conv1:output", "pool1:output"]) {
    await expect(half(editor, place, "value").locator("svg path")).toHaveCount(2)
  }
  await expect(half(editor, "fc1:output", "value").locator("svg path")).toHaveCount(0)
  await editor.page.keyboard.press("Escape")
})

test("what dropout drops is a hole, and the card says how much is kept; in evaluation it does nothing", async ({
  editor,
}) => {
  await editor.open("?src=d3-dropout")
  await editor.ran("Forward")
  await editor.press("Backward")
  const value = half(editor, "drop:output", "value")
  const gradient = half(editor, "drop:output", "gradient")
  await expect(value).toContainText("kept 14 of 24, ×2")
  await expect(half(editor, "course:output", "value")).toContainText("kept 13 of 24")
  await expect(value.locator("[data-dropped]")).toHaveText(Array(10).fill(""))
  // What comes back to a hole is said, and goes no further.
  await expect(gradient.locator("[data-dropped]")).toHaveText([
    /^1$/,
    /^2$/,
    /^3$/,
    /^1$/,
    /^−1$/,
    /^−2$/,
    /^1$/,
    /^2$/,
    /^−2$/,
    /^3$/,
  ])
  await editor.page.getByRole("button", { name: "Evaluation mode" }).click()
  await expect(value).toContainText("does nothing")
  await expect(editor.canvas.locator("[data-dropped]")).toHaveCount(0)
})

test("what a Linear behind a Flatten has learned lies beside its words, a row of maps for each output", async ({
  editor,
}) => {
  await editor.open()
  await editor.ran("Forward")
  const weights = editor.canvas.locator('[data-weights="fc1.weight"]')
  await expect(weights.locator("canvas")).toHaveAttribute("width", "79")
  await expect(weights.locator("canvas")).toHaveAttribute("height", "23")
  expect(await coloursIn(weights)).toBeGreaterThan(50)
  await editor.menu("View", "Show words alone on cards")
  await expect(weights).toHaveCount(0)
})
