// Big graphs: opened ready to use, drawn whole from far, handled there as near by, and not slower than a small one by more
// than a machine's mood explains.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"

const WIDE = 40
const COUNT = 1200

/** A grid of ReLUs: each takes the one before it in its row. */
function grid(): { readonly text: string; readonly wires: number } {
  const nodes = Array.from({ length: COUNT }, (_, i) => {
    const at = [(i % WIDE) * 260, Math.floor(i / WIDE) * 110]
    if (i % WIDE === 0) return { id: `n${i}`, op: "Input", attrs: { shape: [1, 2] }, at }
    return { id: `n${i}`, op: "ReLU", inputs: { input: `n${i - 1}` }, at }
  })
  return { text: JSON.stringify({ gradwire: 1, title: "Grid", nodes }), wires: COUNT - COUNT / WIDE }
}

async function dropFile(page: Page, text: string): Promise<void> {
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([text], "grid.json"))
    document.querySelector(".react-flow")?.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer }))
  }, text)
}

/** The median of the frames while the pointer goes to and fro with the left button down, in milliseconds. */
async function panFrame(page: Page, x: number, y: number): Promise<number> {
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.evaluate(() => {
    const frames: number[] = []
    Object.assign(globalThis, { frames })
    const tick = (now: number): void => {
      frames.push(now)
      if (frames.length < 60) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  const over = () => page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames.length >= 60)
  for (let i = 0; !(await over()); i++) await page.mouse.move(x + 60 * Math.sin(i / 8), y)
  await page.mouse.move(x, y)
  await page.mouse.up()
  const frames = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames)
  const gaps = frames.slice(1).map((at, i) => at - (frames[i] ?? at))
  return gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 0
}

test("1,200 nodes are drawn whole, pointed at, dragged, selected by a box, and pan like seven", async ({ editor }) => {
  const { page } = editor
  await editor.open()
  const pane = await page.locator(".react-flow").boundingBox()
  if (pane === null) throw new Error("the canvas has no box")
  const small = await panFrame(page, pane.x + 12, pane.y + pane.height / 2)

  const { text, wires } = grid()
  await dropFile(page, text)
  const far = page.locator("canvas[data-nodes]")
  await expect(far).toHaveAttribute("data-nodes", String(COUNT))
  await expect(far).toHaveAttribute("data-wires", String(wires))
  await expect(page.locator(".react-flow__node")).toHaveCount(0)
  expect(await panFrame(page, pane.x + 12, pane.y + pane.height / 2)).toBeLessThan(2 * Math.max(small, 33))

  // The node under the pointer wakes up: it can be dragged, and undone.
  const matrix = await page.locator(".react-flow__viewport").evaluate((element) => {
    const { a, e, f } = new DOMMatrix(getComputedStyle(element).transform)
    return { zoom: a, dx: e, dy: f }
  })
  const onScreen = (i: number) => ({
    x: pane.x + matrix.dx + ((i % WIDE) * 260 + 88) * matrix.zoom,
    y: pane.y + matrix.dy + (Math.floor(i / WIDE) * 110 + 20) * matrix.zoom,
  })
  const { x, y } = onScreen(425)
  await page.mouse.move(x, y)
  const node = page.locator('.react-flow__node[data-id="n425"]')
  await expect(node).toBeVisible()
  await page.mouse.down()
  for (let step = 1; step <= 6; step++) await page.mouse.move(x + 5 * step, y + 8 * step)
  await page.mouse.up()
  await expect(page.getByRole("button", { name: /^Undo/ })).toBeEnabled()

  // A box takes all that it touches, mounted or not: nine nodes here.
  const [from, to] = [onScreen(2 * WIDE + 2), onScreen(4 * WIDE + 4)]
  await page.keyboard.down("Shift")
  await page.mouse.move(from.x, from.y - 30 * matrix.zoom)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2)
  await page.mouse.move(to.x, to.y)
  await page.mouse.up()
  await page.keyboard.up("Shift")
  await expect(editor.inspector).toContainText("9 nodes")

  // Nearer, where words begin, cards have the pictures of their tensors, painted as they are.
  await expect(far).toHaveAttribute("data-pictures", "0")
  await page.mouse.move(pane.x + pane.width / 2, pane.y + pane.height / 2)
  await page.keyboard.down("Control")
  await page.mouse.wheel(0, -500 * Math.log2(0.25 / matrix.zoom))
  await page.keyboard.up("Control")
  await expect.poll(async () => Number(await far.getAttribute("data-pictures"))).toBeGreaterThan(30)
})

test("a big graph that is opened from near by is fitted into the view without mounting its nodes on the way", async ({
  editor,
}) => {
  const { page } = editor
  await editor.open()
  await page.evaluate(() => {
    const mounted = { nodes: 0 }
    Object.assign(globalThis, { mounted })
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node instanceof Element && node.matches(".react-flow__node")) mounted.nodes += 1
    }).observe(document.querySelector(".react-flow") ?? document.body, { childList: true, subtree: true })
  })
  await dropFile(page, grid().text)
  await expect(page.locator("canvas[data-nodes]")).toHaveAttribute("data-nodes", String(COUNT))
  const mounted = await page.evaluate(() => (globalThis as unknown as { mounted: { nodes: number } }).mounted.nodes)
  expect(mounted).toBeLessThan(150)
})

test("a big graph without places is laid out off the page's thread when it is opened, which is no edit", async ({
  editor,
}) => {
  const { page } = editor
  await editor.open()
  const worker = page.waitForEvent("worker")
  // The layout may be done before anybody asks: what was written on the page meanwhile is kept.
  await page.evaluate(() => {
    const said = { words: "" }
    Object.assign(globalThis, { said })
    new MutationObserver(() => {
      said.words += document.body.textContent?.match(/Laying out [\d,]+ nodes…/)?.[0] ?? ""
    }).observe(document.body, { childList: true, characterData: true, subtree: true })
  })
  await dropFile(page, grid().text.replaceAll(/,"at":\[\d+,\d+\]/g, ""))
  await worker
  const far = page.locator("canvas[data-nodes]")
  await expect(far).toHaveAttribute("data-nodes", String(COUNT))
  await expect(page.getByText("Laying out")).toHaveCount(0)
  const said = await page.evaluate(() => (globalThis as unknown as { said: { words: string } }).said.words)
  expect(said).toContain("Laying out 1,200 nodes…")
  await expect(page.getByRole("button", { name: /^Undo/ })).toBeDisabled()
  // Where they stand now they stay: opened again, nothing is laid out.
  await expect(page.getByRole("banner").getByRole("status").first()).toHaveText(/^Saved/)
  await page.reload()
  await expect(far).toHaveAttribute("data-nodes", String(COUNT))
})

test("ResNet-152 opens closed by stage, laid out and not run", async ({ editor }) => {
  const { page } = editor
  await editor.open("?src=resnet-152")
  await expect(page.locator(".react-flow__node")).toHaveCount(12)
  await expect(page.getByText("Not run: 11.5 GMACs; press Forward.")).toBeVisible()
  await expect(editor.drawer).toContainText("60,192,808")
})

test("a big graph is laid out off the page's thread, in one step that can be undone", async ({ editor }) => {
  const { page } = editor
  await editor.open()
  await dropFile(page, grid().text)
  const far = page.locator("canvas[data-nodes]")
  await expect(far).toHaveAttribute("data-nodes", String(COUNT))
  const worker = page.waitForEvent("worker")
  await page.keyboard.press("Shift+L")
  await worker
  const undo = page.getByRole("button", { name: /^Undo/ })
  await expect(undo).toBeEnabled()
  await expect(far).toHaveAttribute("data-nodes", String(COUNT))
  await undo.click()
  await expect(undo).toBeDisabled()
})
