// Wiring with the pointer and without one: only what fits is offered.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import { boxOf, middle } from "./editor.ts"

test("a wire dropped on the empty canvas offers what fits and connects it there", async ({ editor, page }) => {
  await editor.open()
  const from = await middle(editor.port("fc1:output"))
  await editor.drag(from, { x: from.x + 10, y: from.y + 175 })
  const options = page.getByRole("dialog").getByRole("option")
  await expect(options.filter({ hasText: /^ReLU/ }).first()).toBeVisible()
  await page.keyboard.type("MaxPool2d")
  // 1×3 is no image.
  await expect(options).toHaveCount(0)
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.type("softmax")
  await page.keyboard.press("Enter")
  await expect(editor.wire("fc1:output>softmax1:input")).toHaveCount(1)
  await page.keyboard.press("ControlOrMeta+z")
  await expect(editor.nodes).toHaveCount(7)
})

test.describe("on one page", () => {
  test.describe.configure({ mode: "serial" })
  test.use({ standing: "" })

  test("a port is wired by keyboard alone", async ({ editor, page }) => {
    await editor.add("ReLU")
    await page.keyboard.press("c")
    await page.keyboard.type("conv2")
    await page.keyboard.press("Enter")
    await expect(editor.wires).toHaveCount(7)
  })

  test("an op dropped on a wire stands between", async ({ editor, page }) => {
    const chip = await middle(editor.chip("conv1:output>pool1:input"))
    const canvas = await boxOf(editor.canvas)
    await editor.dragFromLibrary("ReLU", chip.x - canvas.x, chip.y - canvas.y)
    await expect(editor.wire("conv1:output>relu1:input")).toHaveCount(1)
    await expect(editor.wire("relu1:output>pool1:input")).toHaveCount(1)
    await page.keyboard.press("ControlOrMeta+z")
    await expect(editor.wire("conv1:output>pool1:input")).toHaveCount(1)
  })

  test("a node without wires that is dragged onto a wire stands between, in one step", async ({ editor, page }) => {
    const at = await editor.at(120, 420)
    const canvas = await boxOf(editor.canvas)
    const id = await editor.dragFromLibrary("Tanh", at.x - canvas.x, at.y - canvas.y)
    await editor.drag(await middle(editor.node(id)), await middle(editor.chip("pool1:output>conv2:input")))
    await expect(editor.wire(`pool1:output>${id}:input`)).toHaveCount(1)
    await page.keyboard.press("ControlOrMeta+z")
    await expect(editor.wire("pool1:output>conv2:input")).toHaveCount(1)
    await expect(editor.node(id)).toHaveCount(1)
  })

  test("two clicks on the canvas, or Tab after one, ask for a node", async ({ editor, page }) => {
    const { x, y } = await editor.at(760, 420)
    await page.mouse.dblclick(x, y)
    await page.keyboard.type("sigmoid")
    await page.keyboard.press("Enter")
    await expect(editor.node("sigmoid1")).toHaveCount(1)
    await editor.clickNothing()
    await page.keyboard.press("Tab")
    await expect(page.getByRole("combobox", { name: "Add a node" })).toBeFocused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Tab")
    await expect(page.getByRole("dialog")).toHaveCount(0)
  })

  test("Alt and drag copies a node; a lasso takes what it goes round", async ({ editor, page }) => {
    const { x, y } = await middle(editor.node("fc1"))
    await editor.drag({ x, y }, { x, y: y + 80 }, "Alt")
    await expect(editor.node("fc2")).toHaveCount(1)
    await editor.clickNothing()
    const box = await boxOf(editor.node("input"))
    const corners = [
      [-12, -12],
      [box.width + 12, -12],
      [box.width + 12, box.height + 12],
      [-12, box.height + 12],
    ] as const
    await page.keyboard.down("Alt")
    await page.mouse.move(box.x - 12, box.y - 12)
    await page.mouse.down()
    for (const [dx, dy] of corners) await page.mouse.move(box.x + dx, box.y + dy, { steps: 4 })
    await page.mouse.up()
    await page.keyboard.up("Alt")
    await expect(page.locator(".react-flow__node.selected")).toHaveCount(1)
    await expect(editor.node("input")).toHaveClass(/selected/)
  })

  test("nodes are aligned and nudged, each in one step", async ({ editor, page }) => {
    await editor.node("pool2").click()
    await editor.node("fc1").click({ modifiers: ["Shift"] })
    await editor.moveNode("fc1", { x: 0, y: 60 })
    await editor.node("pool2").click()
    await editor.node("conv1").click({ modifiers: ["Shift"] })
    await page.keyboard.press("Alt+a")
    const [a, b] = [await boxOf(editor.node("pool2")), await boxOf(editor.node("conv1"))]
    expect(Math.abs(a.x - b.x)).toBeLessThan(1)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Shift+ArrowDown")
    const moved = await boxOf(editor.node("pool2"))
    // 1 and 10 pixels of the canvas, which is drawn smaller.
    expect(moved.y).toBeGreaterThan(a.y + 5)
    await page.keyboard.press("ControlOrMeta+z")
    await editor.still()
    expect((await boxOf(editor.node("pool2"))).y).toBeCloseTo(a.y, 0)
  })

  test("a wire over a port that cannot take it shows why on the spot, and dropped on a node asks for nothing", async ({
    editor,
    page,
  }) => {
    await editor.still()
    const from = await middle(editor.port("conv2:output", "source"))
    const reason = page.getByText("A wire from conv2 to conv1 would go round in a circle.").first()
    const search = page.getByRole("combobox", { name: /^Add after/ })
    const wires = await editor.wires.count()
    const own = await middle(editor.port("conv1:input", "target"))
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x - 40, from.y + 60, { steps: 3 })
    await expect(reason).toBeHidden()
    await page.mouse.move(own.x, own.y, { steps: 8 })
    await expect(reason).toBeVisible()
    const ring = await editor
      .port("conv1:input", "target")
      .locator("span")
      .first()
      .evaluate((dot) => getComputedStyle(dot).boxShadow)
    expect(ring).not.toBe("none")
    const words = await boxOf(reason)
    expect(Math.hypot(words.x - own.x, words.y - own.y)).toBeLessThan(60)
    await page.mouse.up()
    await expect(reason).toBeVisible()
    await expect(page.getByRole("status").filter({ hasText: "round in a circle" })).toBeAttached()
    await expect(search).toHaveCount(0)

    // Its own input, and the middle of a card.
    for (const to of [
      await middle(editor.port("conv2:input", "target")),
      await middle(editor.node("pool1")),
      await middle(editor.node("conv2")),
    ]) {
      await editor.drag(from, to)
      await expect(search).toHaveCount(0)
    }
    await expect(page.getByText("Drop the wire on an input of pool1.").first()).toBeAttached()
    await expect(editor.wires).toHaveCount(wires)
  })
})
