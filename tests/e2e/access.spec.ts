// Without a mouse, without sight, and on a phone.

import { expect, type Page } from "@playwright/test"
import { axe } from "./axe.ts"
import { test } from "./desk.ts"

/**
 * What axe finds, in the dark only of colours: a theme changes nothing else. The light stays until the next look; `changed`:
 * what alone is another since the last one.
 */
async function found(page: Page, changed?: string): Promise<readonly string[]> {
  const all: string[] = []
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    // A menu that is open lies outside of every landmark. Panels beside each other have headings of one level each, h3 in the
    // drawer, whatever the inspector shows.
    const findings = await axe(page, {
      coloursOnly: colorScheme === "dark",
      without: ["region", "heading-order"],
      ...(changed && { changed }),
    })
    all.push(...findings.map(({ words }) => `${colorScheme}: ${words}`))
  }
  return all
}

test("the outline says the graph in words, and selects by keyboard alone", async ({ editor, page }) => {
  await editor.open()
  await editor.ran("Forward")
  await page.keyboard.press("o")
  const outline = page.getByRole("list", { name: "Nodes in order" })
  const node = (name: string | RegExp) => outline.getByRole("button", { name })
  await expect(node(/^conv1 Conv2d, 28×28×10/)).toBeVisible()
  await expect(node(/^conv1:output → pool1:input, 28×28×10; value RMS/)).toBeVisible()
  await node(/^input /).focus()
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Enter")
  await expect(editor.node("conv1")).toHaveClass(/selected/)
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Enter")
  await expect(editor.wire("input:value>conv1:input")).toHaveClass(/selected/)
  await editor.node("fc1").click()
  await expect(node(/^fc1 /)).toHaveAttribute("aria-current", "true")
})

test("problems are announced when they come and when they go", async ({ editor, page }) => {
  await editor.open()
  const said = page.getByRole("status", { name: "Problems" })
  await editor.setAttr("fc1", "out_features", "4")
  await expect(said).toContainText("1 problem. fc1: The upstream gradient for")
  await page.keyboard.press("ControlOrMeta+z")
  await expect(said).toHaveText("No problems left.")
})

test("what only warns is announced as a warning", async ({ editor, page }) => {
  await editor.open()
  const nodes = [
    { id: "x", op: "Input", attrs: { shape: [4, 3] } },
    { id: "mu", op: "Mean", attrs: { dim: [0], keepdim: true }, inputs: { input: "x" } },
    { id: "s2", op: "Var", attrs: { dim: [0], keepdim: true }, inputs: { input: "x" } },
    { id: "z", op: "Standardize", inputs: { x: "x", mean: "mu", variance: "s2" } },
  ]
  await editor.openFile(JSON.stringify({ gradwire: 1, nodes }))
  await expect(page.getByRole("status", { name: "Problems" })).toHaveText(/^1 warning\. s2: /)
})

test("axe finds nothing in the panels of the first minutes", async ({ editor, page }) => {
  test.slow()
  await editor.open()
  await page.keyboard.press("o")
  expect(await found(page), "outline").toEqual([])
  await page.keyboard.press("F1")
  await expect(page.getByRole("dialog", { name: "Help" })).toBeVisible()
  expect(await found(page, "[role=dialog]"), "help").toEqual([])
  await page.keyboard.press("F1")
  await editor.menu("Examples")
  await expect(page.getByRole("dialog", { name: "Examples" }).locator("svg")).not.toHaveCount(0)
  expect(await found(page, "[role=dialog]"), "examples").toEqual([])
  await page.keyboard.press("Escape")
  await editor.press("Backward")
  for (const tab of ["Player", "Charts", "Training"]) {
    await editor.drawer.getByRole("tab", { name: tab, exact: true }).click()
    expect(await found(page, tab === "Player" ? undefined : "[data-region=drawer]"), tab).toEqual([])
  }
  await editor.node("input").click({ position: { x: 30, y: 12 } })
  await page.getByLabel("Sample picture").selectOption("Digit 3")
  // The Input that is selected has frames and marks on the canvas as well.
  for (const look of ["Picture", "Histogram"]) {
    await editor.inspector.getByRole("group", { name: "Show as" }).getByRole("button", { name: look }).click()
    expect(await found(page, look === "Picture" ? undefined : "[data-region=inspector]"), look).toEqual([])
  }
})

test("hints come one at a time, and go for good", async ({ editor, page }) => {
  await editor.open()
  const hint = page.getByRole("complementary", { name: "Hint" })
  await expect(hint).toContainText("Draw on the Input")
  await page.getByRole("button", { name: /^Close the hint: Draw on the Input/ }).click()
  await expect(hint).toContainText("Send the gradient back")
  await page.keyboard.press("b")
  await expect(hint).toContainText("A node to see its tensors")
  await page.getByRole("button", { name: /^Close the hint: A node/ }).click()
  await expect(hint).toContainText("From a port")
  await page.reload()
  await expect(hint).toContainText("From a port")
  await page.getByRole("button", { name: /^Close the hint: From a port/ }).click()
  await expect(hint).toHaveCount(0)
  await page.reload()
  await editor.ran("Forward")
  await expect(hint).toHaveCount(0)
})

test("a stroke on an input is one undo step", async ({ editor, page }) => {
  await editor.open()
  // Its picture is a pad as well: the words above it choose the card.
  await editor.node("input").click({ position: { x: 30, y: 12 } })
  const pad = page.getByRole("img", { name: /^Draw on input/ })
  const seen = () => pad.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  const before = await seen()
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (box === null) throw new Error("the pad is not on the screen")
  const at = (x: number, y: number) => ({ x: box.x + x * box.width, y: box.y + y * box.height })
  await editor.drag(at(0.3, 0.2), at(0.7, 0.8))
  await expect.poll(seen).not.toBe(before)
  await editor.clickNothing()
  await page.keyboard.press("ControlOrMeta+z")
  await editor.node("input").click({ position: { x: 30, y: 12 } })
  await expect.poll(seen).toBe(before)
  await expect(page.getByRole("button", { name: /^Undo/ })).toBeDisabled()
})

test("at 360 px nothing sticks out, panels open and close, a graph runs and is shared", async ({ editor, page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await editor.open()
  const wide = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.querySelector("header")?.scrollWidth,
  ])
  expect(wide).toEqual([360, 360])
  await editor.press("Backward")
  // Its name is in view; below, the page ends.
  await editor.node("conv1").click({ position: { x: 60, y: 18 } })
  await expect(editor.attr("out_channels")).toHaveValue("10")
  await page.getByRole("button", { name: "Close Inspector" }).click()
  await expect(editor.inspector).toBeHidden()
  await expect(editor.drawer).toBeHidden()
  await page.getByRole("button", { name: "Table" }).click()
  await expect(editor.drawer).toBeVisible()
  expect(await found(page)).toEqual([])
  await page.getByRole("button", { name: "Share" }).click()
  await expect(page.getByRole("textbox", { name: "Link" })).toHaveValue(/#/)
})
