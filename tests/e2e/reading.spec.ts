// A large tensor stays in the worker: what the inspector shows of it is read a channel at a time, and its cells are the right ones.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"

const SIDE = 40
const CHANNELS = 6
/** Cell [0, c, i, j] of `grid` holds its own place: (c · 40 + i) · 40 + j. */
const GRID = JSON.stringify({
  gradwire: 1,
  seed: 1,
  target: "L",
  nodes: [
    { id: "n", op: "Constant", attrs: { shape: [CHANNELS * SIDE * SIDE], init: "arange" }, at: [0, 0] },
    { id: "grid", op: "Reshape", attrs: { shape: [1, CHANNELS, SIDE, SIDE] }, inputs: { input: "n" }, at: [260, 0] },
    { id: "conv", op: "Conv2d", attrs: { out_channels: 4, kernel_size: 3 }, inputs: { input: "grid" }, at: [520, 0] },
    { id: "L", op: "Sum", inputs: { input: "conv" }, at: [780, 0] },
  ],
})
/** `[0, 3, 10, 20] = 5,220`, the thousands apart or not. */
function said(c: number, i: number, j: number): RegExp {
  const digits = String((c * SIDE + i) * SIDE + j).replace(/\B(?=\d{3}$)/, ",?")
  return new RegExp(`^\\[0, ${c}, ${i}, ${j}\\] = ${digits}$`)
}

interface Posted {
  readonly kind: string
  /** Of all arrays of numbers in the message. */
  readonly bytes: number
}

/** Notes how many numbers come from workers with each run and each answer, alone or along with a run. */
async function watchPosts(page: Page): Promise<() => Promise<readonly Posted[]>> {
  await page.addInitScript(() => {
    const posted: { kind: string; bytes: number }[] = []
    Object.assign(globalThis, { posted })
    const measure = (message: object): number => {
      const [buffers, stack] = [new Set<ArrayBufferLike>(), [message] as unknown[]]
      for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
        if (ArrayBuffer.isView(one)) buffers.add(one.buffer)
        else if (one instanceof Map) stack.push(...one.values())
        else if (typeof one === "object" && one !== null) {
          stack.push(...Object.values(one).filter((held) => typeof held === "object" && held !== null))
        }
      }
      return [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0)
    }
    const Real = globalThis.Worker
    globalThis.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        this.addEventListener("message", ({ data }) => {
          if (data.kind === "answer") posted.push({ kind: "answer", bytes: measure(data) })
          if (data.kind !== "result") return
          posted.push({ kind: "result", bytes: measure(data.report) })
          // What is looked at comes along with a run, in the same message.
          for (const answered of data.along) posted.push({ kind: "answer", bytes: measure(answered) })
        })
      }
    }
  })
  return () =>
    page.evaluate(() => (globalThis as unknown as { posted: { kind: string; bytes: number }[] }).posted.splice(0))
}

test("channels of a large tensor are read one by one, and each cell is its own", async ({ editor, page }) => {
  const posted = await watchPosts(page)
  await editor.open()
  await editor.openFile(GRID)
  await editor.press("Backward")
  await posted()
  await editor.node("grid").click()
  const { inspector } = editor
  await inspector.getByRole("button", { name: "Value", exact: true }).click()
  const map = inspector.getByRole("button", { name: "output, heat map" })
  const channel = inspector.getByRole("slider").first()
  for (const [c, i, j] of [
    [0, 0, 0],
    [3, 10, 20],
    [5, 39, 39],
    [1, 7, 31],
  ] as const) {
    await channel.fill(String(c))
    const box = await map.boundingBox()
    if (box === null) throw new Error("the heat map has no box")
    const cell = box.width / SIDE
    await map.click({ position: { x: (j + 0.5) * cell, y: (i + 0.5) * cell } })
    await expect(inspector.getByText(said(c, i, j))).toBeVisible()
  }
  // What is pointed at is read before what is chosen.
  await page.mouse.move(0, 0)
  await map.press("ArrowLeft")
  await expect(inspector.getByText(said(1, 7, 30))).toBeVisible()
  await inspector.getByRole("button", { name: "Numbers", exact: true }).click()
  await expect(inspector.getByTitle(said(1, 3, 5))).toBeVisible()
  await channel.fill("4")
  await expect(inspector.getByTitle(said(4, 3, 5))).toBeVisible()
})

test("nothing above the bound comes along with a run; a channel that is looked at comes alone", async ({
  editor,
  page,
}) => {
  const posted = await watchPosts(page)
  await editor.open()
  await editor.openFile(GRID)
  await editor.press("Backward")
  const pictures = editor.canvas.locator('[data-tensor="grid:output"] canvas, [data-tensor="conv:output"] canvas')
  await expect(pictures).toHaveCount(4)
  await editor.still()
  const messages = await posted()
  const runs = messages.filter(({ kind }) => kind === "result")
  expect(runs.length).toBeGreaterThan(1)
  // `n`, `grid`, `conv` and their gradients have 5,776 numbers and more; the filters and biases 220.
  expect(runs.every(({ bytes }) => bytes <= 4 * 2 ** 20)).toBe(true)
  expect(runs.at(-1)!.bytes).toBeLessThan(4 * 4096)
  // Of what stays, cards have small pictures: of each channel at most 32 × 32 cells, or all ten of the first graph's 28 × 28.
  const small = messages.filter(({ kind }) => kind !== "result")
  expect(small.length).toBeGreaterThan(0)
  for (const { kind, bytes } of small) {
    expect(kind).toBe("answer")
    expect(bytes).toBeLessThanOrEqual(4 * Math.max(CHANNELS * 32 * 32, 10 * 28 * 28))
  }
  await editor.node("grid").click()
  await editor.inspector.getByRole("button", { name: "Value", exact: true }).click()
  await editor.inspector.getByRole("slider").first().fill("2")
  await expect(editor.inspector.getByText("Point at a cell to read it.")).toBeVisible()
  await expect.poll(async () => (await posted()).length).toBeGreaterThan(0)
  await editor.inspector.getByRole("slider").first().fill("5")
  const answers: Posted[] = []
  await expect
    .poll(async () => {
      answers.push(...(await posted()))
      return answers.length
    })
    .toBeGreaterThan(0)
  for (const answer of answers) expect(answer).toEqual({ kind: "answer", bytes: 4 * SIDE * SIDE })
})

test("a chosen cell of a large tensor is explained as one of a small tensor is", async ({ editor }) => {
  await editor.open()
  await editor.openFile(GRID)
  await editor.press("Backward")
  await editor.node("grid").click()
  await editor.inspector.getByRole("button", { name: "Value", exact: true }).click()
  const map = editor.inspector.getByRole("button", { name: "output, heat map" })
  await map.click({ position: { x: 3, y: 3 } })
  await map.press("ArrowRight")
  await expect(editor.inspector.locator("[aria-live] p > span").first()).toHaveText("grid[0, 0, 0, 1]")
  await editor.inspector.getByRole("button", { name: "n[1]", exact: true }).first().click()
  await expect(editor.inspector.getByRole("heading", { name: "n", exact: true })).toBeVisible()
})
