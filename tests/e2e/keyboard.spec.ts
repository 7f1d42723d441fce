// The window by keyboard alone: how far it is to the canvas, lists that are one stop, and F6 from region to region.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"

/** What has the focus: its region, and its own name. */
async function focus({ page }: Editor): Promise<{ readonly region: string; readonly name: string }> {
  return page.evaluate(() => {
    const here = document.activeElement
    const region = here?.closest("[data-region]")?.getAttribute("data-region") ?? ""
    return { region, name: here?.getAttribute("aria-label") ?? here?.textContent ?? "" }
  })
}

test("from loading it takes at most 12 Tabs to the canvas, by the first stop two keys", async ({ editor, page }) => {
  await editor.open()
  const names: string[] = []
  do {
    await page.keyboard.press("Tab")
    names.push((await focus(editor)).name)
  } while ((await focus(editor)).region !== "canvas" && names.length < 40)
  expect(names.length, names.join(" | ")).toBeLessThanOrEqual(12)
  expect(names[0]).toBe("Skip to the canvas")
  await page.reload()
  await expect(page.locator("[aria-busy=false]")).toBeVisible()
  await page.keyboard.press("Tab")
  await expect(page.getByRole("button", { name: "Skip to the canvas" })).toBeInViewport()
  await page.keyboard.press("Enter")
  expect((await focus(editor)).region).toBe("canvas")
  await page.keyboard.press("Tab")
  expect((await focus(editor)).region).toBe("canvas")
  await expect(page.locator(".react-flow")).not.toBeFocused()
})

test("the library is one stop, with arrows, Home, End, Page keys and first letters inside", async ({
  editor,
  page,
}) => {
  await editor.open()
  await editor.library.getByRole("searchbox").focus()
  await page.keyboard.press("ArrowDown")
  await expect(editor.op("Constant")).toBeFocused()
  for (const [key, name] of [
    ["ArrowDown", "Input"],
    ["ArrowUp", "Constant"],
    ["ArrowUp", "Constant"],
    ["p", "Parameter"],
    ["c", "Conv"],
    ["Home", "Constant"],
  ] as const) {
    await page.keyboard.press(key)
    expect((await focus(editor)).name, key).toContain(name)
  }
  await page.keyboard.press("PageDown")
  const shelf = (await focus(editor)).name
  expect(shelf).not.toBe("Constant")
  await page.keyboard.press("PageUp")
  await expect(editor.op("Constant")).toBeFocused()
  await page.keyboard.type("relu")
  await expect(editor.op("ReLU")).toBeFocused()
  await page.keyboard.press("Enter")
  await expect(editor.nodes).toHaveCount(8)
  // Out by one key, and back to where it was.
  await page.keyboard.press("Shift+Tab")
  await page.keyboard.press("Tab")
  await expect(editor.op("ReLU")).toBeFocused()
  await page.keyboard.press("End")
  await page.keyboard.press("Tab")
  expect(await editor.library.getByRole("toolbar").evaluate((list) => list.contains(document.activeElement))).toBe(
    false,
  )
})

test("after a click in the library, letters are the shortcuts that they always are", async ({ editor, page }) => {
  await editor.open()
  await editor.ran("Forward")
  await editor.op("ReLU").click()
  await expect(editor.nodes).toHaveCount(8)
  await page.keyboard.press("o")
  await expect(editor.library.getByRole("tab", { name: "Outline" })).toHaveAttribute("aria-selected", "true")
})

test("F6 goes round the regions and back to where one was, out of a field as well", async ({ editor, page }) => {
  await editor.open()
  await editor.ran("Forward")
  await page.keyboard.press("F6")
  const round = ["canvas", "inspector", "drawer", "status", "header", "side"]
  for (const region of round) {
    expect((await focus(editor)).region).toBe(region)
    await page.keyboard.press("F6")
  }
  for (const region of ["canvas", "side", "header", "status"]) {
    expect((await focus(editor)).region).toBe(region)
    await page.keyboard.press("Shift+F6")
  }
  await editor.library.getByRole("searchbox").fill("conv")
  await page.keyboard.press("F6")
  expect((await focus(editor)).region).toBe("canvas")
  await page.keyboard.press("Shift+F6")
  await expect(editor.library.getByRole("searchbox")).toBeFocused()
  // A region that is closed is passed over.
  await editor.menu("View", "inspector")
  await editor.canvas.locator(".react-flow").focus()
  await page.keyboard.press("F6")
  expect((await focus(editor)).region).toBe("drawer")
})

test("the bar at the top is one stop, and what cannot run is passed over", async ({ editor, page }) => {
  await editor.open()
  const bar = page.getByRole("banner").getByRole("toolbar")
  expect(await bar.locator("button:not([tabindex='-1']):not(:disabled)").count()).toBe(1)
  await page.getByRole("button", { name: "Graph menu" }).focus()
  await page.keyboard.press("Tab")
  await page.keyboard.press("End")
  await expect(bar.getByRole("button").last()).toBeFocused()
  await page.keyboard.press("Home")
  await expect(bar.getByRole("button", { name: /^Train/ })).toBeFocused()
  // Now there is something to undo.
  await editor.add("ReLU")
  await expect(bar.getByRole("button", { name: "Undo" })).toBeEnabled()
  expect(await bar.locator("button:not([tabindex='-1']):not(:disabled)").count()).toBe(1)
})

test("the key sheet says how to move about", async ({ editor, page }) => {
  await editor.open()
  await page.keyboard.press("?")
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" })
  await expect(sheet.getByText("To the next region of the window")).toBeVisible()
  await expect(sheet.getByRole("heading", { name: "Moving the focus" })).toBeVisible()
})
