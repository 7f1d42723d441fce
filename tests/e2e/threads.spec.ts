// Why a number is what it is, on the canvas: threads from the cells that made it, and windows that follow the pointer.

import { expect, type Locator } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"

const cells = (editor: Editor, place: string, family: "value" | "gradient"): Locator =>
  editor.canvas.locator(`[data-tensor="${place}"] [data-family="${family}"] [data-cells]`)

/** Clicks a picture at a part of its width and height. */
async function clickAt(picture: Locator, u: number, v: number): Promise<void> {
  const { width, height } = (await picture.boundingBox())!
  await picture.click({ position: { x: u * width, y: v * height } })
}

/** The numbers written in a card of threads: its products, the rest, the sum. Where little room is, some are not written. */
async function numbersOf(card: Locator): Promise<{ readonly terms: readonly number[]; readonly sum: number }> {
  const written = (all: Locator): Promise<readonly string[]> => all.filter({ visible: true }).allInnerTexts()
  const rows = await written(card.locator("li strong"))
  const rest = await written(card.getByText(/ more/).locator("xpath=following-sibling::span"))
  const number = (text: string): number => Number(text.replace("−", "-").trim())
  return { terms: [...rows, ...rest].map(number), sum: number(await card.locator("strong").last().innerText()) }
}

test("a cell of X's gradient: its pieces along the wires, then the way they came, thread by thread, and back", async ({
  editor,
}) => {
  await editor.open("?src=batch-norm")
  await editor.press("Backward")
  const picture = cells(editor, "X:value", "gradient")
  await clickAt(picture, 0.15, 0.1)
  const card = editor.canvas.getByRole("region", { name: "Where the chosen number comes from" })
  await expect(card).toBeHidden()
  await clickAt(picture, 0.15, 0.1)
  await expect(card).toContainText("∂L/∂X[0, 0]")
  const { terms, sum } = await numbersOf(card)
  expect(terms).toHaveLength(3)
  expect(terms.reduce((all, x) => all + x, 0)).toBeCloseTo(sum, 2)
  expect(sum).toBe(0.164)
  // A line for each, from its wire's chip.
  await expect(editor.canvas.locator("svg g[data-family=gradient] path:first-child")).toHaveCount(3)
  await card.getByRole("button", { name: /σ²/ }).click()
  await expect(card).toContainText("along the wire to σ²")
  await card.getByRole("button").first().click()
  await expect(card).toContainText("∂L/∂σ²[0, 0]")
  // The same chain as in the inspector.
  await editor.inspector.getByRole("button", { name: "← Back" }).click()
  await expect(card).toContainText("along the wire to σ²")
})

test("a convolution's cell: at most nine threads and what is left adds up; the window slides and is held", async ({
  editor,
}) => {
  await editor.open("?src=conv3-pool2-fc3")
  await editor.ran("Forward")
  const picture = cells(editor, "conv2:output", "value")
  await clickAt(picture, 0.1, 0.2)
  await clickAt(picture, 0.1, 0.2)
  const card = editor.canvas.getByRole("region", { name: "Where the chosen number comes from" })
  await expect(card).toContainText("conv2[0, 0,")
  const { terms, sum } = await numbersOf(card)
  expect(terms.length).toBeLessThanOrEqual(10)
  expect(Math.abs(terms.reduce((all, x) => all + x, 0) - sum)).toBeLessThan(0.02 * Math.max(1, Math.abs(sum)))
  const title = await card.locator("div").first().innerText()
  await card.getByRole("button", { name: "Slide the window over the layer" }).click()
  await expect(card.locator("div").first()).not.toHaveText(title)
  await card.getByRole("button", { name: "Hold the window here" }).click()
  const held = await card.locator("div").first().innerText()
  await editor.page.waitForTimeout(1500)
  await expect(card.locator("div").first()).toHaveText(held)
})

test("what the cell under the pointer sees is marked on every map before it, and goes with the pointer", async ({
  editor,
}) => {
  await editor.open("?src=conv3-pool2-fc3")
  await editor.ran("Forward")
  const seen = cells(editor, "input:value", "value").locator("svg path[class*=seen]:not([class*=unseen])")
  await expect(seen).toHaveCount(0)
  const picture = cells(editor, "pool2:output", "value")
  const { width, height } = (await picture.boundingBox())!
  await picture.hover({ position: { x: width * 0.1, y: height * 0.2 } })
  await expect(seen).toHaveCount(1)
  const before = await seen.getAttribute("d")
  await picture.hover({ position: { x: width * 0.15, y: height * 0.35 } })
  await expect(seen).not.toHaveAttribute("d", before ?? "")
  await editor.page.mouse.move(2, 2)
  await expect(seen).toHaveCount(0)
})
