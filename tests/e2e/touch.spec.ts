// A telephone: 360 pixels wide, one or two fingers.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import { boxOf, type Editor, middle, onWire } from "./editor.ts"
import { Fingers } from "./fingers.ts"

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })

const GRAPH = JSON.stringify({
  gradwire: 1,
  title: "Touch",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [2, 3] }, at: [0, 0] },
    { id: "relu", op: "ReLU", at: [0, 140] },
    { id: "tanh", op: "Tanh", inputs: { input: "x" }, at: [0, 280] },
  ],
})

test.beforeEach(async ({ editor }) => {
  await editor.open()
  await editor.openFile(GRAPH)
  await expect(editor.node("tanh")).toBeVisible()
  await editor.still()
})

async function view(editor: Editor): Promise<{ zoom: number; x: number; y: number }> {
  await editor.still()
  return editor.page.locator(".react-flow__viewport").evaluate((one) => {
    const { a, e, f } = new DOMMatrix(getComputedStyle(one).transform)
    return { zoom: a, x: e, y: f }
  })
}

test("two fingers that part zoom in, that close zoom out, that go together pan", async ({ editor, page }) => {
  const fingers = new Fingers(page)
  const { x, y } = await editor.at(300, 90)
  const start = await view(editor)
  await fingers.drag(
    [
      { x, y },
      { x, y: y - 40 },
    ],
    [
      { x, y: y + 30 },
      { x, y: y + 130 },
    ],
  )
  const near = await view(editor)
  expect(near.zoom).toBeGreaterThan(start.zoom * 1.5)
  await fingers.drag(
    [
      { x, y: y - 40 },
      { x, y },
    ],
    [
      { x, y: y + 130 },
      { x, y: y + 30 },
    ],
  )
  expect((await view(editor)).zoom).toBeLessThan(near.zoom * 0.7)
  const before = await view(editor)
  await fingers.drag(
    [
      { x, y },
      { x: x - 60, y: y + 50 },
    ],
    [
      { x, y: y + 80 },
      { x: x - 60, y: y + 130 },
    ],
  )
  const after = await view(editor)
  expect(after.x - before.x).toBeCloseTo(-60, -1.2)
  expect(after.y - before.y).toBeCloseTo(50, -1.2)
  expect(after.zoom).toBeCloseTo(before.zoom, 1)
})

test("two fingers on cards zoom, and move no card", async ({ editor, page }) => {
  const before = await editor.saved()
  const start = await view(editor)
  const [above, below] = [await middle(editor.node("x")), await middle(editor.node("tanh"))]
  await new Fingers(page).drag([above, { x: above.x, y: above.y + 40 }], [below, { x: below.x, y: below.y - 40 }])
  expect((await view(editor)).zoom).toBeLessThan(start.zoom * 0.9)
  expect(await editor.saved()).toBe(before)
})

test("one finger pans on the canvas and on a wire, and moves a node", async ({ editor, page }) => {
  const fingers = new Fingers(page)
  const from = await editor.at(320, 60)
  const before = await view(editor)
  await fingers.drag([from, { x: from.x - 50, y: from.y + 20 }])
  const panned = await view(editor)
  expect(panned.x).toBeLessThan(before.x - 30)
  const wire = await onWire(editor.wires)
  await fingers.drag([wire, { x: wire.x + 50, y: wire.y + 20 }])
  expect((await view(editor)).x).toBeGreaterThan(panned.x + 30)
  const place = await middle(editor.node("relu"))
  await fingers.drag([place, { x: place.x + 40, y: place.y + 20 }])
  const now = await middle(editor.node("relu"))
  expect(now.x - place.x).toBeGreaterThan(20)
  await expect(editor.wires).toHaveCount(1)
})

test("a finger draws a wire from port to port, and from a port into the open asks for an op", async ({
  editor,
  page,
}) => {
  const fingers = new Fingers(page)
  await fingers.drag([await middle(editor.port("x:value")), await middle(editor.port("relu:input"))])
  await expect(editor.wires).toHaveCount(2)
  const from = await middle(editor.port("relu:output"))
  await fingers.drag([from, { x: from.x + 30, y: from.y - 40 }])
  const search = page.getByRole("dialog")
  await expect(search).toBeVisible()
  await search.getByRole("combobox").fill("sigmoid")
  await page.keyboard.press("Enter")
  await expect(editor.nodes).toHaveCount(4)
  await expect(editor.wires).toHaveCount(3)
})

test("a long press opens the menu of a node, of a wire and of the canvas; a tap selects", async ({ editor, page }) => {
  const fingers = new Fingers(page)
  await fingers.press(await middle(editor.node("relu")), 900)
  const menu = page.getByRole("menu")
  await expect(menu.getByRole("menuitem", { name: /^Duplicate(?! with)/ })).toBeVisible()
  await expect(menu).toHaveCount(1)
  const box = await boxOf(menu)
  expect(box.x).toBeGreaterThanOrEqual(0)
  expect(box.x + box.width).toBeLessThanOrEqual(360)
  await menu.getByRole("menuitem", { name: /^Duplicate(?! with)/ }).tap()
  await expect(editor.nodes).toHaveCount(4)
  await expect(menu).toHaveCount(0)
  await fingers.press(await middle(editor.chip("x:value>tanh:input")), 900)
  await expect(menu.getByRole("menuitem", { name: /Insert/ }).first()).toBeVisible()
  await page.keyboard.press("Escape")
  await expect(menu).toHaveCount(0)
  await fingers.press(await editor.at(330, 60), 900)
  await expect(menu.getByRole("menuitem", { name: /Select all/ })).toBeVisible()
  await page.keyboard.press("Escape")
  await editor.node("tanh").tap()
  await expect(editor.node("tanh")).toHaveClass(/selected/)
})

test("a tap on a node or a wire brings its numbers up under the graph, which stays in sight", async ({
  editor,
  page,
}) => {
  await expect(editor.inspector).toBeHidden()
  await expect(editor.drawer).toBeHidden()
  const fitted = await view(editor)
  for (const id of ["tanh", "x", "relu"]) {
    await editor.node(id).tap()
    await expect(editor.inspector.getByRole("heading", { name: id })).toBeVisible()
    await editor.still()
    const [node, sheet, canvas] = [
      await boxOf(editor.node(id)),
      await boxOf(editor.inspector),
      await boxOf(editor.canvas),
    ]
    expect(node.y, `${id} under the bar`).toBeGreaterThanOrEqual(canvas.y)
    expect(node.y + node.height, `${id} in sight`).toBeLessThanOrEqual(sheet.y)
    expect([sheet.width, sheet.y + sheet.height]).toEqual([360, 740])
    expect(sheet.height).toBeGreaterThan(300)
    await page.keyboard.press("Escape")
    await expect(editor.inspector).toBeHidden()
    expect(await view(editor), "as it stood before").toEqual(fitted)
  }
  await editor.chip("x:value>tanh:input").tap()
  await expect(editor.inspector.getByRole("heading", { name: /tanh/ })).toBeVisible()
})

test("the sheet goes by Escape, its button, a finger that draws it down, and a tap on nothing; drawn up it grows", async ({
  editor,
  page,
}) => {
  const fingers = new Fingers(page)
  const ways = [
    () => page.keyboard.press("Escape"),
    () => page.getByRole("button", { name: "Close Inspector" }).tap(),
    () => drawn(60),
    () => page.touchscreen.tap(340, 210),
  ]
  async function drawn(by: number): Promise<void> {
    const { x, y } = await boxOf(editor.inspector)
    await fingers.drag([
      { x: x + 60, y: y + 22 },
      { x: x + 60, y: y + 22 + by },
    ])
  }
  for (const leave of ways) {
    await editor.node("x").tap()
    await expect(editor.inspector).toBeVisible()
    await editor.still()
    await leave()
    await expect(editor.inspector).toBeHidden()
    await editor.still()
  }
  await editor.node("x").tap()
  const low = await boxOf(editor.inspector)
  await drawn(-80)
  await expect.poll(async () => (await boxOf(editor.inspector)).height).toBeGreaterThan(low.height * 1.5)
  await drawn(80)
  await expect.poll(async () => (await boxOf(editor.inspector)).height).toBe(low.height)
  await editor.still()
  await page.getByRole("button", { name: "Raise Inspector" }).click()
  await expect(page.getByRole("button", { name: "Lower Inspector" })).toHaveAttribute("aria-expanded", "true")
})

test("a graph of a wide window stands upright, is saved as it was laid out, and lies again when the telephone is turned", async ({
  editor,
  page,
}) => {
  const row = (id: string, i: number) => ({ id, op: "ReLU", inputs: { input: i === 1 ? "x" : `r${i - 1}` } })
  const nodes = [
    { id: "x", op: "Input", attrs: { shape: [2, 3] }, at: [0, 0] },
    ...[1, 2, 3, 4].map((i) => ({ ...row(`r${i}`, i), at: [i * 260, 0] })),
  ]
  await editor.openFile(JSON.stringify({ gradwire: 1, title: "Row", nodes }))
  await expect(editor.node("r4")).toBeVisible()
  await editor.still()
  const boxes = await Promise.all(nodes.map(({ id }) => boxOf(editor.node(id))))
  for (const [i, { x, y, width }] of boxes.entries()) {
    expect(x).toBeGreaterThanOrEqual(0)
    expect(x + width).toBeLessThanOrEqual(360)
    expect(y).toBeGreaterThan(boxes[i - 1]?.y ?? 0)
  }
  const saved = async () => (JSON.parse(await editor.saved()) as { nodes: { at: readonly number[] }[] }).nodes
  expect((await saved()).map(({ at }) => at)).toEqual(nodes.map(({ at }) => at))
  await page.setViewportSize({ width: 740, height: 360 })
  await editor.still()
  const lying = await Promise.all(nodes.map(({ id }) => boxOf(editor.node(id))))
  expect(new Set(lying.map(({ y }) => Math.round(y))).size).toBe(1)
  await page.setViewportSize({ width: 360, height: 740 })
  await editor.still()
  const last = await middle(editor.node("r1"))
  await new Fingers(page).drag([last, { x: last.x, y: last.y + 30 }])
  await editor.still()
  expect((await saved())[4]?.at[1]).toBeGreaterThan(200)
})

test("a finger puts the frames of a story in order, and wipes over a sentence to turn them", async ({
  editor,
  page,
}) => {
  const fingers = new Fingers(page)
  const frames = ["First.", "Second.", "Third."].map((text, i) => ({ id: `f${i}`, text }))
  await editor.openFile(JSON.stringify({ ...JSON.parse(GRAPH), title: "Told", story: { version: 1, frames } }))
  await page.getByRole("button", { name: "Table" }).click()
  await page.getByRole("tab", { name: "Story" }).click()
  const sentences = page.getByRole("list", { name: "Frames of the story" }).getByRole("textbox")
  await expect(sentences).toHaveCount(3)
  const grip = (frame: number) => middle(page.getByRole("button", { name: `Frame ${frame}`, exact: true }))
  await fingers.drag([await grip(1), await grip(2)])
  await expect
    .poll(() => sentences.evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value)))
    .toEqual(["Second.", "First.", "Third."])
  await page.getByRole("button", { name: "Present", exact: true }).click()
  const sentence = page.getByRole("status", { name: /^Frame \d of 3$/ })
  await expect(sentence).toHaveText("Second.")
  const { x, y } = await middle(sentence)
  await fingers.drag([
    { x: x + 60, y },
    { x: x - 60, y },
  ])
  await expect(sentence).toHaveText("First.")
  await fingers.drag([
    { x: x - 60, y },
    { x: x + 60, y },
  ])
  await expect(sentence).toHaveText("Second.")
  await page.getByRole("button", { name: "End the presentation" }).click()
  await expect(sentence).toBeHidden()
})
