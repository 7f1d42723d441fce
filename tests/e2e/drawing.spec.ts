// The first screen answers a hand: one draws on the Input's card, and maps and scores follow.

import { expect, type Locator, type Page } from "@playwright/test"
import type { At, Editor } from "./editor.ts"
import { test } from "./test.ts"

const padOf = (page: Page): Locator => page.getByRole("application", { name: "Draw on input" })
const scores = async (editor: Editor): Promise<readonly number[]> =>
  editor
    .node("fc1")
    .locator('[data-family="value"] [data-score]')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-score"))))
/** The class that leads. */
const told = (editor: Editor): Locator => editor.node("fc1").locator('[data-family="value"] [data-leads] text').first()

async function spot(pad: Locator): Promise<(x: number, y: number) => At> {
  const box = await pad.boundingBox()
  if (box === null) throw new Error("the pad is not on the screen")
  return (x, y) => ({ x: box.x + x * box.width, y: box.y + y * box.height })
}

async function draw(page: Page, from: At, to: At, lift = true): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 15 })
  if (lift) await page.mouse.up()
}

test("a stroke on the card is told at once; undo takes it whole, and the card stays where it is", async ({
  editor,
  page,
}) => {
  await editor.open()
  await expect(told(editor)).toHaveText("vertical")
  await page.getByRole("button", { name: "Clear input" }).click()
  await expect(told(editor)).toHaveText("none")
  const before = await editor.node("input").boundingBox()
  const at = await spot(padOf(page))
  await draw(page, at(0.15, 0.4), at(0.85, 0.42), false)
  // The pen is still down.
  await expect(told(editor)).toHaveText("horizontal")
  await page.mouse.up()
  await expect(told(editor)).toHaveText("horizontal")
  expect(await editor.node("input").boundingBox()).toEqual(before)
  await page.keyboard.press("ControlOrMeta+z")
  await expect(told(editor)).toHaveText("none")
  await page.keyboard.press("ControlOrMeta+z")
  await expect(told(editor)).toHaveText("vertical")
  await expect(page.getByRole("button", { name: /^Undo/ })).toBeDisabled()
})

test("Escape takes back the stroke under way; outside of its picture the card is dragged as ever", async ({
  editor,
  page,
}) => {
  await editor.open()
  await expect(told(editor)).toHaveText("vertical")
  const first = await scores(editor)
  const at = await spot(padOf(page))
  await draw(page, at(0.1, 0.8), at(0.9, 0.8), false)
  await expect.poll(() => scores(editor)).not.toEqual(first)
  await page.keyboard.press("Escape")
  await expect.poll(() => scores(editor)).toEqual(first)
  await page.mouse.move(at(0.5, 0.2).x, at(0.5, 0.2).y)
  await page.mouse.up()
  expect(await scores(editor)).toEqual(first)
  await expect(page.getByRole("button", { name: /^Undo/ })).toBeDisabled()
  const card = (await editor.node("input").boundingBox())!
  await editor.drag({ x: card.x + 30, y: card.y + 12 }, { x: card.x + 30, y: card.y + 60 })
  await expect.poll(async () => (await editor.node("input").boundingBox())!.y).toBeGreaterThan(card.y + 30)
  expect(await scores(editor)).toEqual(first)
})

test("keys draw: arrows move the pen, Space puts it down and lifts it, Delete clears the pad", async ({
  editor,
  page,
}) => {
  await editor.open()
  await expect(told(editor)).toHaveText("vertical")
  await padOf(page).focus()
  await page.keyboard.press("Delete")
  await expect(told(editor)).toHaveText("none")
  for (let i = 0; i < 2; i++) await page.keyboard.press("Shift+ArrowLeft")
  await page.keyboard.press("Space")
  for (let i = 0; i < 5; i++) await page.keyboard.press("Shift+ArrowRight")
  await page.keyboard.press("Space")
  await expect(told(editor)).toHaveText("horizontal")
  await page.keyboard.press("ControlOrMeta+z")
  await expect(told(editor)).toHaveText("none")
})

test("Backward shows below the picture where a brighter cell raises the score, and a stroke moves both", async ({
  editor,
  page,
}) => {
  await editor.open()
  await editor.press("Backward")
  const gradient = editor.node("input").locator('[data-family="gradient"] canvas')
  await expect(gradient).toBeVisible()
  const look = () => gradient.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  const before = await look()
  const at = await spot(padOf(page))
  await draw(page, at(0.1, 0.8), at(0.9, 0.8))
  await expect.poll(look).not.toBe(before)
})

test("maps are painted with the scores, not a journey to the worker later", async ({ editor, page }) => {
  await editor.open()
  await expect(told(editor)).toHaveText("vertical")
  // A card that is still being placed gets another canvas.
  await editor.still()
  await page.evaluate(() => {
    const canvas = document.querySelector('.react-flow__node[data-id="conv1"] [data-family="value"] canvas')
    const seen = { painted: 0, late: 0, scored: 0 }
    const paint = CanvasRenderingContext2D.prototype.putImageData
    CanvasRenderingContext2D.prototype.putImageData = function (
      this: CanvasRenderingContext2D,
      ...rest: Parameters<typeof paint>
    ) {
      paint.apply(this, rest)
      if (this.canvas === canvas) seen.painted += 1
    } as typeof paint
    const scores = document.querySelector('.react-flow__node[data-id="fc1"]')!
    new MutationObserver(() => {
      if (seen.painted === 0) seen.late += 1
      seen.painted = 0
      seen.scored += 1
    }).observe(scores, { subtree: true, attributes: true, attributeFilter: ["data-score"] })
    Object.assign(window, { seen })
  })
  const at = await spot(padOf(page))
  await draw(page, at(0.1, 0.8), at(0.9, 0.8))
  await expect(told(editor)).not.toHaveText("vertical")
  const seen = await page.evaluate(() => (window as unknown as { seen: { late: number; scored: number } }).seen)
  expect(seen.scored).toBeGreaterThan(0)
  expect(seen.late).toBe(0)
})

test("beside the scores stands in grey what a softmax would make of them, and a stroke is said once it has ended", async ({
  editor,
  page,
}) => {
  // Without panels there is room for them.
  await editor.visit()
  await expect(told(editor)).toHaveText("vertical")
  const grey = editor.node("fc1").locator('[data-family="value"] [data-grey]')
  await expect(grey).toHaveText(["> 99 %", "< 1 %", "< 1 %", /^softmax, (no part of|not in) the graph$/])
  const said = page.getByRole("status", { name: "Scores" })
  await expect(said).toBeEmpty()
  await page.getByRole("button", { name: "Clear input" }).click()
  await expect(said).toHaveText(/^none, score \d/)
  const at = await spot(padOf(page))
  await draw(page, at(0.15, 0.4), at(0.85, 0.42), false)
  await expect(told(editor)).toHaveText("horizontal")
  await expect(said).toBeEmpty()
  await page.mouse.up()
  await expect(said).toHaveText(/^horizontal, score \d/)
  const [, score = ""] = ((await said.textContent()) ?? "").split("score ")
  expect(Math.max(...(await scores(editor)))).toBeCloseTo(Number(score), 1)
})
