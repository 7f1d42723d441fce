// A small convolutional network drawn from nothing, as a student would: by clicking and by dragging, setting attributes
// by typing, changing one's mind.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import { type Editor, middle } from "./editor.ts"

test.describe.configure({ mode: "serial" })
test.use({ standing: "" })

const OPS = ["Input", "Conv2d", "MaxPool2d", "Flatten", "Linear"]

test.beforeEach(async ({ editor }) => {
  await editor.newGraph()
})

/** One click for each op: every node is joined to the one before, which is selected. */
async function clickNetwork(editor: Editor): Promise<readonly string[]> {
  const ids: string[] = []
  for (const title of OPS) ids.push(await editor.add(title))
  return ids
}

/** Four numbers that are not what a new node starts with. */
async function setNumbers(editor: Editor, [input = "", conv = "", , , linear = ""]: readonly string[]): Promise<void> {
  await editor.page.keyboard.press("1")
  await editor.setAttr(input, "shape", "1, 1, 28, 28")
  await editor.setAttr(conv, "out_channels", "10")
  await editor.setAttr(conv, "padding", "1")
  await editor.setAttr(linear, "out_features", "3")
}

async function expectNetwork(editor: Editor, ids: readonly string[]): Promise<void> {
  const [input, conv, pool, flatten, linear] = ids
  await expect(editor.wires).toHaveCount(4)
  await expect(editor.chip(`${input}:value>${conv}:input`)).toHaveText("1×28×28")
  await expect(editor.chip(`${conv}:output>${pool}:input`)).toHaveText("10×28×28")
  await expect(editor.chip(`${pool}:output>${flatten}:input`)).toHaveText("10×14×14")
  await expect(editor.chip(`${flatten}:output>${linear}:input`)).toHaveText("1960")
  const rows = await editor.tableRows()
  expect(rows.slice(1).map((row) => row[1])).toEqual([
    "0",
    "3×3×1×10 + 10 = 100",
    "0",
    "0",
    "1960×3 + 3 = 5883",
    "5,983",
  ])
}

test("by clicking: each op is joined to the one before", async ({ editor }) => {
  const ids = await clickNetwork(editor)
  await setNumbers(editor, ids)
  await expectNetwork(editor, ids)
  await editor.press("Backward")
  await expect(editor.chip(`${ids[0]}:value>${ids[1]}:input`)).toHaveAttribute("title", /gradient/)
})

test("by dragging ops onto the canvas and wires from port to port", async ({ editor }) => {
  const ids: string[] = []
  const places = [
    [120, 120],
    [430, 180],
    [690, 120],
    [220, 400],
    [600, 430],
  ] as const
  for (const [i, [x, y]] of places.entries()) ids.push(await editor.dragFromLibrary(OPS[i]!, x, y))
  await expect(editor.wires).toHaveCount(0)
  await setNumbers(editor, ids)
  for (let i = 1; i < ids.length; i++) {
    await editor.connect(`${ids[i - 1]}:${i === 1 ? "value" : "output"}`, `${ids[i]}:input`)
    await expect(editor.wires).toHaveCount(i)
    // Cards grow with the shapes that they get.
    await editor.page.keyboard.press("Shift+Digit1")
  }
  await expectNetwork(editor, ids)
})

test("while a wire is dragged only ports that can take it are lit", async ({ editor, page }) => {
  const [input, conv, , , linear] = await clickNetwork(editor)
  await page.keyboard.press("1")
  await editor.still()
  const { x, y } = await middle(editor.port(`${conv}:output`))
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 40, y + 90, { steps: 4 })
  await expect(editor.port(`${linear}:input`)).toHaveAttribute("data-fit", /yes|misfit/)
  await expect(editor.port(`${conv}:input`)).toHaveAttribute("data-fit", "no")
  await expect(editor.port(`${input}:value`)).toHaveAttribute("data-fit", "no")
  await page.mouse.up()
  await expect(editor.wires).toHaveCount(4)
})

test("a wire that would close a circle is refused, and says why", async ({ editor, page }) => {
  const relu = await editor.dragFromLibrary("ReLU", 200, 200)
  const tanh = await editor.dragFromLibrary("Tanh", 500, 300)
  await editor.connect(`${relu}:output`, `${tanh}:input`)
  await expect(editor.wires).toHaveCount(1)
  await editor.connect(`${tanh}:output`, `${relu}:input`)
  // Beside the port, and said to a screen reader.
  await expect(page.locator("p", { hasText: /round in a circle/ })).toBeVisible()
  await expect(editor.canvas.getByText(/round in a circle/)).not.toHaveCount(0)
  await expect(editor.wires).toHaveCount(1)
})

test("wrong text shows what is wrong, stays where it was typed, and the graph keeps its number", async ({ editor }) => {
  const ids = await clickNetwork(editor)
  const [input = "", conv = "", pool] = ids
  await setNumbers(editor, ids)
  const field = editor.attr("out_channels")
  await editor.node(conv).click()
  await field.fill("ten")
  await expect(editor.inspector.getByRole("alert")).toHaveText(/out_channels|number|"ten"/)
  await expect(editor.chip(`${conv}:output>${pool}:input`)).toHaveText("10×28×28")
  await editor.node(input).click()
  await editor.node(conv).click()
  await expect(field).toHaveValue("ten")
  await field.fill("0")
  await expect(editor.inspector.getByRole("alert")).toHaveText(/at least 1|1 or more|from 1|positive/)
  await field.fill("6")
  await expect(editor.inspector.getByRole("alert")).toHaveCount(0)
  await expect(editor.chip(`${conv}:output>${pool}:input`)).toHaveText("6×28×28")
})

test("undo to the start and redo to the end give every text back", async ({ editor, page }) => {
  const texts = [await editor.saved()]
  const ids: string[] = []
  for (const title of OPS) {
    ids.push(await editor.add(title))
    texts.push(await editor.saved())
  }
  await setNumbers(editor, ids)
  await editor.moveNode(ids[2]!, { x: 40, y: 60 })
  await editor.node(ids[3]!).click()
  await page.keyboard.press("Delete")
  await expect(editor.nodes).toHaveCount(4)
  const end = await editor.saved()
  const undo = page.getByRole("banner").getByRole("button", { name: /^Undo/ })
  const redo = page.getByRole("banner").getByRole("button", { name: /^Redo/ })
  // Four numbers, one move, one removal, each an entry of its own; then the five nodes.
  for (let i = 0; i < 6; i++) await undo.click()
  for (let i = OPS.length; i > 0; i--) {
    expect(await editor.saved()).toBe(texts[i])
    await page.keyboard.press("ControlOrMeta+z")
  }
  expect(await editor.saved()).toBe(texts[0])
  await expect(undo).toBeDisabled()
  for (let i = 0; i < 11; i++) await redo.click()
  await expect(redo).toBeDisabled()
  expect(await editor.saved()).toBe(end)
})

test("a box selects, the selection moves together, and Delete takes it; each is one step back", async ({
  editor,
  page,
}) => {
  const relu = await editor.dragFromLibrary("ReLU", 200, 200)
  const tanh = await editor.dragFromLibrary("Tanh", 200, 320)
  const far = await editor.dragFromLibrary("Sigmoid", 600, 420)
  await editor.clickNothing()
  const before = await editor.saved()
  await editor.drag(await editor.at(60, 130), await editor.at(420, 380), "Shift")
  await expect(editor.inspector.getByRole("heading", { name: "2 nodes" })).toBeVisible()
  await editor.moveNode(relu, { x: 120, y: -30 })
  const moved = await editor.saved()
  const places = (text: string) =>
    new Map((JSON.parse(text) as { nodes: { id: string; at: [number, number] }[] }).nodes.map(({ id, at }) => [id, at]))
  const shift = (id: string) =>
    places(moved)
      .get(id)!
      .map((to, i) => to - places(before).get(id)![i]!)
  expect(shift(relu)).toEqual(shift(tanh))
  expect(shift(relu)[0]).toBeGreaterThan(40)
  expect(shift(far)).toEqual([0, 0])
  await page.keyboard.press("Delete")
  await expect(editor.nodes).toHaveCount(1)
  await page.keyboard.press("ControlOrMeta+z")
  expect(await editor.saved()).toBe(moved)
  await page.keyboard.press("ControlOrMeta+z")
  expect(await editor.saved()).toBe(before)
})

test("moving by arrow keys is one step back, however long it took", async ({ editor, page }) => {
  const relu = await editor.dragFromLibrary("ReLU", 300, 300)
  const before = await editor.saved()
  await editor.node(relu).click()
  await editor.node(relu).focus()
  for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowRight")
  expect(await editor.saved()).not.toBe(before)
  await page.keyboard.press("ControlOrMeta+z")
  expect(await editor.saved()).toBe(before)
})

test("copy and paste make a second network with its own wires; undo removes it whole", async ({ editor, page }) => {
  await clickNetwork(editor)
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.press("ControlOrMeta+c")
  expect(JSON.parse(await editor.copied())).toMatchObject({ gradwire: 1 })
  await page.keyboard.press("ControlOrMeta+v")
  await expect(editor.nodes).toHaveCount(10)
  await expect(editor.wires).toHaveCount(8)
  await page.keyboard.press("ControlOrMeta+z")
  await expect(editor.nodes).toHaveCount(5)
})
