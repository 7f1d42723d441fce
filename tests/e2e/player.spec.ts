import { expect, type Locator, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"

const SMALL = { width: 1024, height: 700 }
/** Middle of the wires from X. */
const TO_SIGMA = "X:value>sigma2:input"

function captionOf(editor: Editor): Locator {
  return editor.canvas.getByRole("status", { name: "Step" })
}

function piecesOf(editor: Editor): Locator {
  return editor.drawer.getByRole("list", { name: "Pieces and their sum" }).getByRole("listitem")
}

/** Steps on by key from wherever it stands. */
async function stepTo(editor: Editor, step: number): Promise<void> {
  for (;;) {
    await editor.page.keyboard.press(".")
    const text = await captionOf(editor).textContent()
    if (text?.includes(`, step ${step} of `)) return
  }
}

test("stepping through batch norm: three pieces arrive at X and add up", async ({ editor }) => {
  const { page } = editor
  await editor.open("?src=batch-norm")
  await editor.ran("Forward")
  await page.getByRole("banner").getByRole("button", { name: "Next op", exact: true }).click()
  const caption = captionOf(editor)
  await expect(caption).toHaveText("Forward, step 1 of 17 · X is given")
  for (let i = 0; i < 14; i++) await page.keyboard.press(".")
  await expect(caption).toHaveText("Backward, step 15 of 17 · the gradient reaches X from σ², piece 2 of 3")
  await expect(editor.wire("X:value>mu:input").locator("[data-standing]")).toHaveAttribute("data-standing", "later")
  await expect(editor.wire("X:value>sigma2:input").locator("[data-standing]")).toHaveAttribute(
    "data-standing",
    "gradient",
  )
  const pieces = piecesOf(editor)
  await expect(pieces.nth(2)).toContainText("—")
  await expect(pieces.last()).toContainText("sum of 2")
  await page.keyboard.press(",")
  await expect(caption).toContainText("piece 1 of 3")
  await expect(pieces.nth(1)).toContainText("—")
  await editor.drawer.getByRole("slider", { name: "Step" }).focus()
  await page.keyboard.press("End")
  await expect(caption).toHaveText("Backward, step 17 of 17 · the gradient adds up at X from three pieces")
  // What a card says is what its wire says.
  for (const [i, to] of ["Z:x", "sigma2:input", "mu:input"].entries()) {
    await expect(pieces.nth(i)).toContainText(await editor.chip(`X:value>${to}`).innerText())
  }
  await expect(pieces.last()).toContainText("sum")
  await page.getByRole("button", { name: "Leave the player" }).click()
  await expect(editor.canvas.locator("[data-standing]")).toHaveCount(0)
})

test("charts show a normalisation before and after", async ({ editor }) => {
  await editor.open("?src=b5-distributions")
  await editor.press("Backward")
  await editor.drawer.getByRole("tab", { name: "Charts" }).click()
  await expect(editor.drawer.getByRole("img", { name: /^Histogram, before: mean 1\.5, σ 0\.39/ })).toBeVisible()
  await expect(editor.drawer.getByRole("img", { name: /^Histogram, after: mean 3, σ 1,/ })).toBeVisible()
  await editor.node("bn2").click()
  await expect(editor.drawer.getByRole("img", { name: /^Scatter, before/ })).toBeVisible()
  await expect(editor.drawer.getByRole("img", { name: /^Scatter, after: mean \(0, 0\), σ \(1, 1\)/ })).toBeVisible()
})

test("pieces and their sum are seen whole in a low window", async ({ editor }) => {
  const { page } = editor
  await page.setViewportSize(SMALL)
  await editor.open("?src=batch-norm")
  await editor.ran("Forward")
  await page.keyboard.press(".")
  await expect(captionOf(editor)).toContainText("step 1 of 17")
  await stepTo(editor, 16)
  for (const piece of await piecesOf(editor).all()) {
    const box = await piece.boundingBox()
    expect((box?.y ?? SMALL.height) + (box?.height ?? 0)).toBeLessThanOrEqual(SMALL.height)
    await expect(piece).toBeInViewport({ ratio: 1 })
  }
  // What lies along the upper edge lies on no card.
  const [cards, overlays] = await Promise.all(
    [editor.nodes, editor.canvas.locator("[class*=line] [data-overlay]:visible")].map((all) =>
      all.evaluateAll((boxes) =>
        boxes.map((box) => box.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]),
      ),
    ),
  )
  expect(overlays?.length).toBeGreaterThan(0)
  const lowest = Math.max(...(overlays ?? []).map(([, bottom]) => bottom ?? Infinity))
  expect(lowest).toBeLessThanOrEqual(Math.min(...(cards ?? []).map(([top]) => top ?? 0)))
})

test("play, pause, speed, first, last, scrub and jump, by key and by mouse", async ({ editor }) => {
  const { page, drawer } = editor
  const caption = captionOf(editor)
  await editor.open("?src=batch-norm")
  await editor.press("Backward")
  await drawer.getByRole("tab", { name: "Player" }).click()
  const slider = drawer.getByRole("slider", { name: "Step" })
  await slider.focus()
  await page.keyboard.press("ArrowRight")
  await expect(caption).toHaveText("Forward, step 1 of 17 · X is given")
  await page.keyboard.press("ArrowRight")
  await expect(caption).toContainText("step 2 of 17")
  for (const speed of ["3×"]) {
    await page.keyboard.press(">")
    await expect(drawer.getByLabel("Speed").locator("option:checked")).toHaveText(speed)
  }
  for (const speed of ["1×", "0.5×"]) {
    await page.keyboard.press("<")
    await expect(drawer.getByLabel("Speed").locator("option:checked")).toHaveText(speed)
  }
  await page.keyboard.press(">")
  // Slow enough to be met on its way, whichever step that is.
  await page.keyboard.press("k")
  await expect(drawer.getByRole("button", { name: "Pause", exact: true })).toBeVisible()
  await expect(caption).toHaveText(/step (?:[4-9]|1\d) of 17/)
  await page.keyboard.press("k")
  await expect(drawer.getByRole("button", { name: "Play op by op" })).toBeVisible()
  await page.keyboard.press("Shift+End")
  await expect(caption).toContainText("step 17 of 17")
  await page.keyboard.press("Shift+Home")
  await expect(caption).toContainText("step 1 of 17")
  await drawer.getByTitle("Backward: σ²").click()
  await expect(caption).toContainText("step 10 of 17")
  for (const [name, step] of [
    ["Previous op", 9],
    ["Next op", 10],
    ["Last op", 17],
    ["First op", 1],
  ] as const) {
    await drawer.getByRole("button", { name, exact: true }).click()
    await expect(caption).toContainText(`step ${step} of 17`)
  }
  const box = await slider.boundingBox()
  if (box === null) throw new Error("the scrubber is not on screen")
  await page.mouse.move(box.x + 8, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 })
  await expect(caption).toContainText("step 9 of 17")
  await page.mouse.up()
  await drawer.getByLabel("Speed").selectOption("3×")
  await drawer.getByRole("button", { name: "Play op by op" }).click()
  // It stops by itself at the end.
  await expect(caption).toContainText("step 17 of 17")
  await expect(drawer.getByRole("button", { name: "Play op by op" })).toBeVisible()
  await page.keyboard.press("Shift+Escape")
  await expect(caption).toHaveCount(0)
})

test("a wire that is pointed at tells what it carries, as far as the player has come", async ({ editor }) => {
  const { page } = editor
  const tip = editor.canvas.getByRole("tooltip")
  await editor.open("?src=batch-norm")
  await editor.ran("Forward")
  await editor.chip(TO_SIGMA).hover()
  await expect(tip).toContainText("X:value → sigma2:input4×3")
  await expect(tip.getByRole("columnheader")).toHaveText(["Value"])
  await expect(tip.locator("canvas")).toHaveCount(1)
  await editor.press("Backward")
  await editor.chip(TO_SIGMA).hover()
  await expect(tip.locator("canvas")).toHaveCount(2)
  await expect(tip.getByRole("row", { name: "RMS" })).toHaveText("RMS4.890.304")
  await expect(tip.getByRole("row", { name: "max" })).toHaveText("max90.627")
  await page.mouse.move(2, 2)
  await page.keyboard.press(".")
  await stepTo(editor, 14)
  await editor.chip(TO_SIGMA).hover()
  await expect(tip).toContainText("Gradient: not yet at this step.")
  await expect(tip.locator("canvas")).toHaveCount(1)
  await page.keyboard.press(".")
  await expect(tip.locator("canvas")).toHaveCount(2)
  const [box, whole] = [await tip.boundingBox(), await editor.canvas.boundingBox()]
  expect(box?.y).toBeGreaterThanOrEqual(whole?.y ?? 0)
})

test("dots travel with a pass, and not where less motion is asked for", async ({ editor }) => {
  const { page } = editor
  await page.emulateMedia({ reducedMotion: "no-preference" })
  await editor.open("?src=batch-norm")
  await editor.press("Backward")
  await expect.poll(() => dotted(page)).toBe(true)
  await page.emulateMedia({ reducedMotion: "reduce" })
  await expect.poll(() => dotted(page)).toBe(false)
  // To the end of the playback, and out of it.
  await page.keyboard.press("Escape")
  await page.keyboard.press("Escape")
  await page.keyboard.press(".")
  await stepTo(editor, 10)
  for (const _ of [1, 2, 3]) expect(await dotted(page)).toBe(false)
  await expect(editor.chip("Z:output>Y:x")).toHaveText("RMS 1.53")
  const widths = await Promise.all([TO_SIGMA, "Z:output>Y:x"].map((id) => widthOf(editor.wire(id))))
  expect(widths[1]).toBeGreaterThan(widths[0] ?? 0)
})

test("a run that needs too much memory is said to be refused, on the canvas and in the player", async ({ editor }) => {
  await editor.open("?src=batch-norm")
  const chain = Array.from({ length: 9 }, (_, i) => ({
    id: `r${i + 1}`,
    op: "ReLU",
    inputs: { input: i === 0 ? "x" : `r${i}` },
  }))
  const input = { id: "x", op: "Input", attrs: { shape: [4000, 4000] } }
  const text = JSON.stringify({ gradwire: 1, nodes: [input, ...chain] })
  await editor.openFile(text)
  await expect(editor.node("r9")).toBeVisible()
  await editor.page.keyboard.press("f")
  await expect(editor.canvas.getByText(/^Not run: needs [\d.]+ MiB; the limit is 512.0 MiB/)).toBeVisible()
  await editor.page.keyboard.press(".")
  await expect(editor.drawer.getByText(/^There is no step: nothing was run\. The run would need/)).toBeVisible()
})

/** Whether anything is drawn on the canvas over the graph. */
function dotted(page: Page): Promise<boolean> {
  return page.locator("canvas[class*=overlay]").evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error("no canvas")
    const pen = canvas.getContext("2d")
    return pen?.getImageData(0, 0, canvas.width, canvas.height).data.some((x) => x !== 0) === true
  })
}

function widthOf(wire: Locator): Promise<number> {
  return wire
    .locator(".react-flow__edge-path")
    .evaluate((path) => Number.parseFloat(getComputedStyle(path).strokeWidth))
}
