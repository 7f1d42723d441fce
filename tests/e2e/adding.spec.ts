// However a node comes to the canvas, it stands where nothing else does and is seen: not under the map, the hints or the
// zoom, and the view pans where there is no room.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import { type Editor, middle } from "./editor.ts"
import { typeInList } from "./typing.ts"

/** What lies wrong of some nodes: over another, under something that lies over the canvas, out of the window. */
async function wrongOf(page: Page, ids: readonly string[]): Promise<readonly string[]> {
  return page.evaluate((wanted) => {
    const found: string[] = []
    const canvas = document.querySelector("main")?.getBoundingClientRect() ?? new DOMRect()
    const meets = (a: DOMRect, b: DOMRect) =>
      a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
    const nodes = [...document.querySelectorAll(".react-flow__node")]
    const boxes = nodes.flatMap((one) =>
      [one, ...one.querySelectorAll("[data-floats]")].map(
        (part) => [one.getAttribute("data-id") ?? "", part.getBoundingClientRect()] as const,
      ),
    )
    const over = [...document.querySelectorAll(".react-flow__minimap, main [data-overlay]")].filter(
      (one) => one.getBoundingClientRect().width > 0,
    )
    for (const [id, box] of boxes) {
      if (!wanted.includes(id)) continue
      if (box.left < canvas.left || box.right > canvas.right || box.top < canvas.top || box.bottom > canvas.bottom)
        found.push(`${id} is not wholly in view`)
      for (const one of over)
        if (meets(box, one.getBoundingClientRect())) found.push(`${id} lies under ${one.className}`)
      for (const [other, there] of boxes)
        if (other !== id && !wanted.includes(other) && meets(box, there)) found.push(`${id} lies on ${other}`)
    }
    return found
  }, ids)
}

type Way = (editor: Editor, page: Page) => Promise<unknown>

async function search(page: Page, text: string): Promise<void> {
  await typeInList(page, text)
  await expect(page.getByRole("listbox").getByRole("option").first()).toBeVisible()
  await page.keyboard.press("Enter")
}

const WAYS: Readonly<Record<string, Way>> = {
  "a click in the library": (editor) => editor.op("ReLU").click(),
  "a click behind the selected node": async (editor) => {
    await editor.node("mu").click()
    await editor.op("Square root").click()
  },
  "a block behind the selected node": async (editor) => {
    await editor.node("Y").click()
    await editor.op("MLP").click()
  },
  "a drop from the library onto a card": async (editor) => {
    await editor.op("Parameter").dragTo(editor.node("Z"))
  },
  "a search where the pointer is": async (editor, page) => {
    const { x, y } = await middle(editor.node("sigma2"))
    await page.mouse.move(x, y)
    await page.keyboard.press("a")
    await search(page, "Tanh")
  },
  "layers that are typed": async (editor, page) => {
    await editor.node("Y").click()
    await page.keyboard.press("ControlOrMeta+k")
    await search(page, "FC-10, RELU, FC-3")
  },
  "a wire into the open": async (editor, page) => {
    const { x, y } = await middle(editor.port("X:value", "source"))
    await editor.drag({ x, y }, { x: x - 40, y: y + 190 })
    await search(page, "Exp")
  },
  "a node put on a wire": async (editor, page) => {
    await editor.chip("Z:output>Y:x").click()
    await page.keyboard.press("Shift+A")
    await search(page, "Sigmoid")
  },
  "a second one": async (editor, page) => {
    await editor.node("X").click()
    await page.keyboard.press("ControlOrMeta+d")
  },
  "a copy that is pasted": async (editor, page) => {
    await editor.node("mu").click()
    await page.keyboard.press("ControlOrMeta+c")
    await page.keyboard.press("ControlOrMeta+v")
  },
}

for (const [width, height] of [
  [1440, 900],
  [1024, 700],
] as const)
  test(`in a window of ${width} by ${height}`, async ({ editor, page }) => {
    test.slow()
    await page.setViewportSize({ width, height })
    await editor.open()
    await editor.example("Batch normalisation")
    const start = await editor.ids()
    for (const [what, way] of Object.entries(WAYS)) {
      await editor.still()
      await way(editor, page)
      await expect.poll(async () => (await editor.ids()).length, { message: what }).toBeGreaterThan(start.length)
      await editor.still()
      const fresh = (await editor.ids()).filter((id) => !start.includes(id))
      expect(await wrongOf(page, fresh), what).toEqual([])
      await page.keyboard.press("ControlOrMeta+z")
      await expect(editor.nodes, what).toHaveCount(start.length)
      await page.keyboard.press("Escape")
      await page.keyboard.press("Shift+Digit1")
    }
  })

test("a chain goes on to the right, and the view goes with it by no more than it must", async ({ editor, page }) => {
  await editor.open()
  await editor.newGraph()
  const ids: string[] = []
  for (const title of ["Input", "Linear", "ReLU", "Linear", "ReLU", "Linear"]) {
    ids.push(await editor.add(title))
    await editor.still()
    expect(await wrongOf(page, ids.slice(-1))).toEqual([])
  }
  // The node before is still in view.
  expect(await wrongOf(page, ids.slice(-2))).toEqual([])
  await expect(editor.wires).toHaveCount(5)
})
