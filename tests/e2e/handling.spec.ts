// How the canvas answers a hand: the wheel, the zoom in the corner, the bar at a selection, several nodes at once.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import { boxOf, type Editor, middle, onWire } from "./editor.ts"

async function view(page: Page): Promise<{ readonly x: number; readonly y: number; readonly zoom: number }> {
  return page.locator(".react-flow__viewport").evaluate((one) => {
    const { e, f, a } = new DOMMatrix(getComputedStyle(one).transform)
    return { x: e, y: f, zoom: a }
  })
}

async function wheel({ page, canvas }: Editor, x: number, y: number, key?: string): Promise<void> {
  const at = await middle(canvas)
  await page.mouse.move(at.x, at.y)
  if (key !== undefined) await page.keyboard.down(key)
  await page.mouse.wheel(x, y)
  if (key !== undefined) await page.keyboard.up(key)
}

test("the wheel moves the view, with Ctrl it zooms; a setting exchanges that, also for the next visit", async ({
  editor,
  page,
}) => {
  await editor.open()
  await editor.still()
  const before = await view(page)
  await wheel(editor, 30, 60)
  await expect.poll(async () => (await view(page)).y - before.y).toBeCloseTo(-60, 0)
  const moved = await view(page)
  expect(moved.x - before.x).toBeCloseTo(-30, 0)
  expect(moved.zoom).toBeCloseTo(before.zoom, 5)
  await wheel(editor, 0, -100, "Control")
  await expect.poll(async () => (await view(page)).zoom).toBeGreaterThan(before.zoom * 1.05)
  await page.getByRole("button", { name: /^Zoom: \d+ %$/ }).click()
  await page.getByRole("menuitem", { name: "Let the wheel zoom" }).click()
  await page.reload()
  await editor.still()
  const { zoom } = await view(page)
  await wheel(editor, 0, -100)
  await expect.poll(async () => (await view(page)).zoom).toBeGreaterThan(zoom * 1.05)
})

test("several nodes: a link to them alone, and aligning and grouping", async ({ editor, page }) => {
  await editor.open()
  await editor.node("conv1").click()
  await editor.node("pool1").click({ modifiers: ["ControlOrMeta"] })
  const { inspector } = editor
  for (const name of ["Align left", "Group", "Duplicate"]) {
    await expect(inspector.getByRole("button", { name, exact: false }).first()).toBeEnabled()
  }
  await inspector.getByRole("button", { name: "Share the selection" }).click()
  await expect(page.getByText("Copied a link that opens these 2 nodes as a graph.")).toBeVisible()
  const link = await editor.copied()
  await page.goto("about:blank")
  await page.goto(link)
  await expect(editor.nodes).toHaveCount(2)
  await expect(editor.wires).toHaveCount(1)
})

test.describe("on one page", () => {
  test.describe.configure({ mode: "serial" })
  test.use({ standing: "" })

  test("the zoom in the corner says how much it is, and goes where it is told", async ({ editor, page }) => {
    await editor.still()
    const zoom = page.getByRole("toolbar", { name: "Zoom" })
    const percent = async () => Number.parseInt(await zoom.innerText(), 10)
    const fitted = (await view(page)).zoom
    expect(await percent()).toBe(Math.round(fitted * 100))
    // All is in view: there is nothing to map.
    await expect(page.locator(".react-flow__minimap")).toHaveCount(0)
    await zoom.getByRole("button", { name: "Zoom in" }).click()
    await editor.still()
    expect((await view(page)).zoom).toBeCloseTo(fitted * 1.25, 2)
    for (const [name, wanted] of [
      ["Zoom to 200 %", 2],
      ["Zoom to 100 %", 1],
      ["Zoom to 50 %", 0.5],
    ] as const) {
      await zoom.getByRole("button", { name: /^Zoom: / }).click()
      await page.getByRole("menuitem", { name }).click()
      await editor.still()
      expect((await view(page)).zoom).toBeCloseTo(wanted, 2)
      if (wanted === 2) await expect(page.locator(".react-flow__minimap")).toHaveCount(1)
    }
    await page.keyboard.press("Shift+Digit1")
    await editor.still()
    expect((await view(page)).zoom).toBeCloseTo(fitted, 2)
    await editor.node("conv1").click()
    await page.keyboard.press("Shift+Digit2")
    await editor.still()
    expect((await view(page)).zoom).toBeGreaterThan(fitted)
    const [bar, canvas] = [await boxOf(zoom), await boxOf(editor.canvas)]
    expect(bar.y + bar.height).toBeLessThanOrEqual(canvas.y + canvas.height)
  })

  test("a drag that begins on a wire moves the view, and a click there still means the wire", async ({
    editor,
    page,
  }) => {
    await page.keyboard.press("Shift+Digit1")
    await editor.still()
    const before = await view(page)
    const at = await onWire(editor.wires)
    await page.mouse.move(at.x, at.y)
    await page.mouse.down()
    await page.mouse.move(at.x - 60, at.y + 30, { steps: 4 })
    await page.mouse.up()
    const after = await view(page)
    expect([after.x - before.x, after.y - before.y].map(Math.round)).toEqual([-60, 30])
    await expect(page.locator(".react-flow__edge.selected")).toHaveCount(0)
    await page.mouse.click(at.x - 60, at.y + 30)
    await expect(page.locator(".react-flow__edge.selected")).toHaveCount(1)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Shift+Digit1")
  })

  test("the bar at a selection lies beside it, is away while something moves, and does what it says", async ({
    editor,
    page,
  }) => {
    await editor.still()
    const bar = page.getByRole("toolbar", { name: "Selection" })
    await expect(bar).toHaveCount(0)
    await editor.node("conv1").click()
    await expect(bar).toBeVisible()
    const [box, card] = [await boxOf(bar), await boxOf(editor.node("conv1"))]
    const apart = box.y + box.height <= card.y || card.y + card.height <= box.y
    expect(apart || box.x + box.width <= card.x || card.x + card.width <= box.x).toBe(true)
    const at = await middle(editor.node("conv1"))
    await page.mouse.move(at.x, at.y)
    await page.mouse.down()
    await page.mouse.move(at.x + 20, at.y + 40, { steps: 4 })
    await expect(bar).toHaveCount(0)
    await page.mouse.up()
    await expect(bar).toBeVisible()
    await bar.getByRole("button", { name: "Duplicate" }).click()
    await expect(editor.nodes).toHaveCount(8)
    await page.keyboard.press("ControlOrMeta+z")
    await expect(editor.nodes).toHaveCount(7)
  })

  test("several nodes: what they share is set at once, by one step of undo", async ({ editor, page }) => {
    // A click on the picture of a card that is still selected asks why, and the answer lies over its neighbours.
    await editor.clickNothing()
    await page.keyboard.press("Shift+Digit1")
    await editor.still()
    await editor.node("conv1").click()
    await editor.node("conv2").click({ modifiers: ["ControlOrMeta"] })
    const { inspector } = editor
    await expect(inspector.getByRole("heading", { name: "2 nodes" })).toBeVisible()
    const total = (word: string) => inspector.locator("dl > div").filter({ hasText: word })
    await expect(total("params")).toContainText("1,01041 %")
    await expect(total("MACs")).toContainText("246,960> 99 %")
    await expect(total("memory")).toContainText(/B\d+ %/)
    await editor.attr("out_channels").fill("4")
    await editor.attr("out_channels").press("Tab")
    await expect(editor.chip("conv1:output>pool1:input")).toHaveText(/28×28×4/)
    await expect(editor.chip("conv2:output>pool2:input")).toHaveText(/14×14×4/)
    await page.keyboard.press("Escape")
    await editor.canvas.locator(".react-flow").focus()
    await page.keyboard.press("ControlOrMeta+z")
    await expect(editor.chip("conv1:output>pool1:input")).toHaveText(/28×28×10/)
    await expect(editor.chip("conv2:output>pool2:input")).toHaveText(/14×14×10/)
  })

  test("a group has a name to change in the inspector, open or closed", async ({ editor, page }) => {
    // A click on the picture of a card that is still selected asks why, and the answer lies over its neighbours.
    await editor.clickNothing()
    await page.keyboard.press("Shift+Digit1")
    await editor.still()
    await editor.node("conv1").click()
    await editor.node("pool1").click({ modifiers: ["ControlOrMeta"] })
    await editor.inspector.getByRole("button", { name: "Group", exact: true }).click()
    const name = editor.inspector.getByLabel("name", { exact: true })
    await name.fill("first block")
    await name.press("Enter")
    await expect(editor.inspector.getByRole("heading", { name: "first block" })).toBeVisible()
    await editor.inspector.getByRole("button", { name: "Collapse the group" }).click()
    await expect(editor.nodes).toHaveCount(6)
    await expect(editor.inspector.getByRole("heading", { name: "first block" })).toBeVisible()
    await page.keyboard.press("ControlOrMeta+z")
    await expect(editor.nodes).toHaveCount(7)
  })

  test("a row of the layer table answers to a click anywhere", async ({ editor }) => {
    const row = editor.drawer.getByRole("row", { name: /CONV3-10 conv2/ })
    await row.getByRole("cell").last().click()
    await expect(editor.node("conv2")).toHaveClass(/selected/)
  })
})
