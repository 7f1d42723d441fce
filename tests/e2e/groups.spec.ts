// Groups: made, moved by their frame, closed into one card with the right ports, opened again.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import { boxOf, middle } from "./editor.ts"

test("a group moves by its title and collapses into a card that keeps its wires", async ({ editor, page }) => {
  await editor.open()
  await editor.node("conv1").click()
  await editor.node("pool1").click({ modifiers: ["Shift"] })
  await page.keyboard.press("ControlOrMeta+g")
  const title = editor.canvas.getByText("Group 1", { exact: true })
  await expect(title).toBeVisible()

  const before = await boxOf(editor.node("pool1"))
  const grip = await middle(title)
  await editor.drag(grip, { x: grip.x, y: grip.y + 40 })
  expect((await boxOf(editor.node("pool1"))).y).toBeCloseTo(before.y + 40, -1)
  expect((await boxOf(editor.node("conv2"))).y).toBeCloseTo(before.y, -1)

  await page.getByRole("button", { name: "Collapse Group 1" }).click()
  await expect(editor.node("conv1")).toHaveCount(0)
  const card = editor.node("group:group1")
  await expect(card).toContainText("→")
  await expect(card).toHaveAttribute("aria-label", /, 2 nodes$/)
  await expect(card).toContainText("100 params")
  await expect(card.getByRole("button", { name: "Input conv1:input of " })).toHaveCount(1)
  await expect(card.getByRole("button", { name: "Output pool1:output of " })).toHaveCount(1)
  await expect(editor.wires).toHaveCount(5)
  await expect(editor.chip("pool1:output>conv2:input")).toBeVisible()

  await card.dblclick()
  await expect(editor.node("conv1")).toHaveCount(1)
  await expect(editor.wires).toHaveCount(6)
  await page.keyboard.press("ControlOrMeta+Shift+g")
  await expect(title).toHaveCount(0)
  for (let n = 0; n < 5; n++) await page.keyboard.press("ControlOrMeta+z")
  await expect(editor.nodes).toHaveCount(7)
  expect((await boxOf(editor.node("pool1"))).y).toBeCloseTo(before.y, -1)
})

test("groups nest, are renamed, and a card moves with all that is inside", async ({ editor, page }) => {
  await editor.open()
  await editor.node("conv1").click()
  await editor.node("pool1").click({ modifiers: ["Shift"] })
  await page.keyboard.press("ControlOrMeta+g")
  await editor.canvas.getByText("Group 1", { exact: true }).dblclick()
  await page.getByRole("textbox", { name: "Name of Group 1" }).fill("Stem")
  await page.keyboard.press("Enter")
  await page.getByRole("button", { name: "Collapse Stem" }).click()
  await editor.clickNothing()
  await editor.node("group:group1").click()
  await editor.node("conv2").click({ modifiers: ["Shift"] })
  await page.keyboard.press("ControlOrMeta+g")
  await expect(editor.canvas.getByText("Group 2", { exact: true })).toBeVisible()

  const at = await middle(editor.node("group:group1"))
  await editor.clickNothing()
  await editor.drag(at, { x: at.x, y: at.y - 50 })
  await editor.node("group:group1").dblclick()
  const [conv1, conv2] = [await boxOf(editor.node("conv1")), await boxOf(editor.node("conv2"))]
  expect(conv2.y - conv1.y).toBeGreaterThan(20)
})

test("a node of a closed group is shown from the outline, its group opened in one step", async ({ editor, page }) => {
  await editor.open("?src=resnet-152")
  await expect(editor.nodes).toHaveCount(12)
  await editor.library.getByRole("tab", { name: "Outline" }).click()
  await page.locator('[data-node="layer1.1.conv2"]').getByRole("button").first().click()
  await expect(editor.node("layer1.1.conv2")).toBeVisible()
  await expect(editor.node("layer1.1.conv2")).toHaveClass(/selected/)
  await page.keyboard.press("ControlOrMeta+z")
  await expect(editor.nodes).toHaveCount(12)
})

test("a stage that opens covers nothing, nor does a block in it; closed, all is as it was", async ({
  editor,
  page,
}) => {
  await editor.open("?src=resnet-152")
  await expect(editor.nodes).toHaveCount(12)
  // Laid out for this window: what opens and closes in an automatic layout is laid out anew each time.
  await page.keyboard.press("Shift+l")
  await editor.still()
  const places = async (): Promise<unknown> =>
    JSON.parse(await editor.saved()).nodes.filter(({ group }: { group?: string }) => group === undefined)
  const before = await places()
  const whole = await editor.saved()
  const names = async () =>
    page.evaluate(() => {
      const boxes = [...document.querySelectorAll(".react-flow__node")].map((one) => ({
        id: one.getAttribute("data-id") ?? "",
        box: one.getBoundingClientRect(),
      }))
      const over = (a: DOMRect, b: DOMRect) =>
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
      return boxes.flatMap((a, i) =>
        boxes.slice(i + 1).flatMap((b) => (over(a.box, b.box) ? [`${a.id} over ${b.id}`] : [])),
      )
    })
  const open = async (id: string) => {
    const { x, y } = await boxOf(editor.node(id))
    await page.mouse.dblclick(x + 20, y + 6)
    await expect(editor.node(id)).toHaveCount(0)
    await editor.still()
  }
  await open("group:layer1")
  expect(await names()).toEqual([])
  await open("group:layer1.0")
  expect(await names()).toEqual([])
  await page.keyboard.press("1")
  await editor.still()
  await page.getByRole("button", { name: "Collapse layer1.0" }).click()
  await page.getByRole("button", { name: "Collapse layer1: 3 blocks, 256 channels" }).click()
  await expect(editor.nodes).toHaveCount(12)
  expect(await places()).toEqual(before)
  await page.keyboard.press("ControlOrMeta+z")
  await expect(editor.node("group:layer1")).toHaveCount(0)
  for (let n = 0; n < 3; n++) await page.keyboard.press("ControlOrMeta+z")
  expect(await editor.saved()).toBe(whole)
})
