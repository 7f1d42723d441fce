// The inspector answers first: name, tensor, why, formulas, settings; the rest folded; filters without opening anything; and
// the reason of a number comes into view, in a small window too.

import { expect, type Locator, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"
import { Why } from "./why.ts"

/** The titles of the inspector's sections from top to bottom, with whether they are open. */
async function sections(editor: Editor): Promise<readonly string[]> {
  return editor.inspector
    .locator("h3 > button")
    .evaluateAll((all) =>
      all.map((one) => `${one.getAttribute("aria-expanded") === "true" ? "" : "▸ "}${one.textContent}`),
    )
}

test("a node is its name, its tensor, why, its formulas, its settings, and all else folded", async ({ editor }) => {
  await editor.open()
  await editor.press("Backward")
  await editor.node("conv1").click()
  await editor.inspector.getByRole("button", { name: /, heat map$/ }).click({ position: { x: 40, y: 40 } })
  await new Why(editor).says("∂L/∂conv1[0, 0, 3, 3]", await numberIn(editor))
  expect(await sections(editor)).toEqual([
    "Tensors",
    "Why this number?",
    "Forward",
    "Backward, one rule for each arrow",
    "Settings",
    "Initial values",
    "▸ Upstream gradient",
    "▸ Shape and count",
    "▸ Receptive field",
  ])
  // What is folded says what it comes to.
  await expect(editor.inspector.getByRole("heading", { name: "Shape and count" }).locator("..")).toContainText(
    "100 params",
  )
  await editor.chip("conv1:output>pool1:input").click()
  expect(await sections(editor)).toEqual([
    "Gradient along this wire",
    "Value along this wire",
    "Backward along this wire",
  ])
})

/** The number of the chosen cell, as the panel of reasons writes it. */
async function numberIn(editor: Editor): Promise<number> {
  const text = await editor.inspector.locator("[aria-live] strong").first().innerText()
  return Number(text.replace("−", "-"))
}

test("sections turn by mouse and by keyboard, their triangles with them, and stay so", async ({ editor, page }) => {
  await editor.open()
  await editor.ran("Forward")
  await editor.node("conv1").click()
  const header = editor.inspector.getByRole("button", { name: "Shape and count" })
  const turned = () => header.locator("svg").evaluate((one) => getComputedStyle(one).rotate)
  expect(await turned()).toBe("none")
  await header.focus()
  await page.keyboard.press("Enter")
  await expect(header).toHaveAttribute("aria-expanded", "true")
  await expect.poll(turned).toBe("90deg")
  await expect(editor.inspector.getByText("3×3×1×10 + 10 = 100")).toBeVisible()
  await editor.inspector.getByRole("button", { name: "Forward", exact: true }).click()
  for (const id of ["pool1", "conv2"]) {
    await editor.node(id).click()
    await expect(header).toHaveAttribute("aria-expanded", "true")
    await expect(editor.inspector.getByRole("button", { name: "Forward", exact: true })).toHaveAttribute(
      "aria-expanded",
      "false",
    )
  }
  await page.keyboard.press("Tab")
  await header.focus()
  await page.keyboard.press("Space")
  await expect(header).toHaveAttribute("aria-expanded", "false")
  await editor.node("conv1").click()
  await expect(header).toHaveAttribute("aria-expanded", "false")
})

test("what is selected next is read from its top", async ({ editor, page }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await editor.open()
  await editor.ran("Forward")
  await editor.node("conv1").click()
  await editor.inspector.getByRole("button", { name: "Shape and count" }).scrollIntoViewIfNeeded()
  await expect(editor.inspector.getByRole("heading", { name: "conv1" })).not.toBeInViewport()
  await editor.node("pool1").click()
  await expect(editor.inspector.getByRole("heading", { name: "pool1" })).toBeInViewport()
})

test("filters are seen without opening anything; a press looks at one", async ({ editor, page }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await editor.open("?src=t1-edges-cnn")
  await editor.press("Backward")
  const filters = (place: string) => editor.inspector.getByRole("button", { name: `Look at ${place}` })
  await editor.node("conv1").click()
  await expect(filters("conv1.weight")).toBeInViewport({ ratio: 1 })
  const { filterCount } = await tilesOf(filters("conv1.weight"))
  expect(filterCount).toBeGreaterThan(1)
  await filters("conv1.weight").locator("canvas").nth(1).click()
  await expect(editor.inspector.getByLabel("Tensor", { exact: true })).toHaveValue("conv1.weight")
  await expect(new Why(editor).title).toContainText("conv1.weight[1, 0, 0, 0]")
  // Of a layer without maps before it, the matrix.
  await editor.node("fc").click()
  await expect(filters("fc.weight")).toBeInViewport({ ratio: 1 })
  expect((await tilesOf(filters("fc.weight"))).filterCount).toBe(1)
  await editor.node("pool1").click()
  await expect(editor.inspector.getByRole("button", { name: /^Look at/ })).toHaveCount(0)
})

test("weights behind a Flatten are maps again", async ({ editor }) => {
  await editor.open("?src=t1-edges-mlp")
  await editor.ran("Forward")
  await editor.node("fc1").click()
  const strip = editor.inspector.getByRole("button", { name: "Look at fc1.weight" })
  const { filterCount, width, height } = await tilesOf(strip)
  expect(filterCount).toBeGreaterThan(1)
  expect(width).toBe(height)
  await expect(editor.inspector.getByText(/^weight, \d+ maps of 28×28$/)).toBeVisible()
})

async function tilesOf(strip: Locator) {
  const { width = 0, height = 0 } = (await strip.locator("canvas").first().boundingBox()) ?? {}
  return { filterCount: await strip.locator("canvas").count(), width, height }
}

/** The head and the first lines of the reason lie inside the inspector, and inside the window. */
async function expectInView(editor: Editor): Promise<void> {
  const header = editor.inspector.getByRole("button", { name: "Why this number?" })
  await expect(header).toBeInViewport({ ratio: 1 })
  await expect(new Why(editor).title).toBeInViewport({ ratio: 1 })
  await expect(async () => {
    const [shown, panel] = await header.evaluate((one) => {
      const section = one.closest("section")?.getBoundingClientRect()
      const scroller = one.closest("aside")?.getBoundingClientRect()
      return [
        { top: section?.top ?? 0, bottom: Math.min(section?.bottom ?? 0, (section?.top ?? 0) + 170) },
        { top: scroller?.top ?? 0, bottom: scroller?.bottom ?? 0 },
      ]
    })
    expect(shown.top).toBeGreaterThanOrEqual(panel.top)
    expect(shown.bottom).toBeLessThanOrEqual(panel.bottom + 1)
  }).toPass()
}

const small = { width: 1024, height: 700 }

test("a cell's reason comes into view in a small window, beside its numbers", async ({ editor, page }) => {
  await page.setViewportSize(small)
  await editor.open("?src=batch-norm")
  await editor.press("Backward")
  await editor.node("X").click()
  const cells = editor.inspector.getByRole("table").first().getByRole("cell")
  await cells.nth(4).click()
  await expectInView(editor)
  await expect(cells.first()).toBeInViewport({ ratio: 1 })
  // Arrows walk on, and both stay.
  await page.keyboard.press("ArrowDown")
  await expect(new Why(editor).title).toHaveText("∂L/∂X[2, 1]")
  await expectInView(editor)
  await expect(cells.first()).toBeInViewport({ ratio: 1 })
})

test("maps, layers, losses and wires answer in view as well", async ({ editor, page }) => {
  await page.setViewportSize(small)
  await editor.open("?src=t1-edges-cnn")
  await editor.press("Backward")
  for (const [id, side] of [
    ["conv1", "Value"],
    ["conv2", "Gradient"],
    ["fc", "Value"],
    ["fc", "Gradient"],
    ["loss", "Value"],
  ] as const) {
    // Threads of the cell before may lie over the middle of a card.
    await editor.node(id).click({ position: { x: 8, y: 8 } })
    await editor.inspector.getByRole("button", { name: side, exact: true }).click()
    const map = editor.inspector.getByRole("button", { name: /, heat map$/ })
    if (await map.isVisible()) await map.click({ position: { x: 12, y: 12 } })
    else await editor.inspector.getByRole("table").first().getByRole("cell").first().click()
    await expectInView(editor)
  }
  await editor.chip("relu1:output>pool1:input").click()
  await editor.inspector
    .getByRole("button", { name: /, heat map$/ })
    .first()
    .click({ position: { x: 12, y: 12 } })
  await expectInView(editor)
})

test("by W, the menu and the search the reason opens in view", async ({ editor, page }) => {
  await page.setViewportSize(small)
  await editor.open("?src=t1-edges-cnn")
  await editor.press("Backward")
  const ways: readonly ((id: string) => Promise<void>)[] = [
    () => page.keyboard.press("w"),
    (id) => byMenu(editor, page, id),
    () => bySearch(page),
  ]
  for (const [at, id] of ["conv1", "fc", "loss", "pool2"].entries()) {
    await editor.node(id).click()
    await ways[at % ways.length]?.(id)
    await expectInView(editor)
  }
  // Folded before, it unfolds.
  await editor.inspector.getByRole("button", { name: "Why this number?" }).click()
  await page.keyboard.press("w")
  await expectInView(editor)
})

async function byMenu(editor: Editor, page: Page, id: string): Promise<void> {
  await editor.node(id).click({ button: "right" })
  await page.getByRole("menuitem", { name: /^Why this number/ }).click()
}

async function bySearch(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k")
  await page.getByRole("combobox", { name: "Search everything" }).fill("why this number")
  await page.keyboard.press("Enter")
}
