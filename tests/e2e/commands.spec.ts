// The search field, the sheet of shortcuts and the menus of the canvas.

import { expect } from "@playwright/test"
import { axe } from "./axe.ts"
import { test } from "./desk.ts"
import { typeInList } from "./typing.ts"

test.describe.configure({ mode: "serial" })
test.use({ standing: "" })

test("one field finds commands, ops by course names, nodes by shape and examples", async ({ editor, page }) => {
  await page.keyboard.press("ControlOrMeta+k")
  const field = page.getByRole("combobox", { name: "Search everything" })
  await expect(field).toBeFocused()

  await field.fill("10x28x28")
  const options = page.getByRole("dialog").getByRole("option")
  await expect(options).toHaveText([/^conv1/])
  await page.keyboard.press("Enter")
  await expect(editor.node("conv1")).toHaveClass(/selected/)

  await page.keyboard.press("ControlOrMeta+k")
  await field.fill("dense")
  await expect(options.first()).toContainText("Linear")
  await field.fill("theme")
  await expect(options.filter({ hasText: /theme/i })).toHaveText([/^Dark theme/, /^Light theme/, /^System theme/])
  await field.fill("batch norm pieces")
  await expect(options.first()).toContainText(/batch norm/i)
  expect(await axe(page, { within: "[role=dialog]" })).toEqual([])
  await page.keyboard.press("Escape")
  await expect(field).toBeHidden()
})

test("the question mark shows every shortcut", async ({ editor: { page } }) => {
  await page.keyboard.press("?")
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" })
  await expect(sheet.getByText("Replace with…")).toBeVisible()
  await expect(sheet.getByText("Backward", { exact: true })).toBeVisible()
  expect(await axe(page, { within: "[role=dialog]" })).toEqual([])
})

test("a right click offers what can be done with a node, the menu key with the canvas", async ({ editor, page }) => {
  await editor.node("pool1").click({ button: "right" })
  await page.getByRole("menuitem", { name: "Delete and join the wires" }).click()
  await expect(editor.node("pool1")).toHaveCount(0)
  await expect(editor.wire("conv1:output>conv2:input")).toHaveCount(1)
  await editor.clickNothing()
  await page.keyboard.press("Shift+F10")
  await expect(page.getByRole("menuitem", { name: /^Add a node/ })).toBeVisible()
})

test("an op is replaced with its wires and common attributes", async ({ editor, page }) => {
  await editor.node("conv1").click()
  await page.keyboard.press("r")
  await typeInList(page, "ConvTranspose2d")
  await page.keyboard.press("Enter")
  await expect(editor.node("conv1")).toContainText("ConvTranspose2d")
  await expect(editor.attr("kernel_size")).toHaveValue("3")
  await expect(editor.attr("padding")).toHaveValue("1")
  await expect(editor.wires).toHaveCount(6)
  await page.keyboard.press("ControlOrMeta+z")
  await expect(editor.node("conv1")).not.toContainText("Transpose")
})

test("the menu of a node says why something cannot be done, and does what can", async ({ editor, page }) => {
  await editor.node("conv1").click({ button: "right" })
  const item = (name: RegExp | string) => page.getByRole("menuitem", { name })
  await expect(item(/^Derive the gradient/)).toContainText("Run Backward first.")
  await expect(item(/^Open into parts/)).toContainText("Conv2d does not open: it is one op, without parts.")
  expect(await axe(page, { within: "[role=menu]" })).toEqual([])
  expect(await page.getByRole("menuitem").count()).toBeLessThan(20)
  await item("Run from here").click()
  await item(/^Sweep this/).click()
  await expect(editor.drawer.getByRole("button", { name: "Leave conv1.out_channels as it is" })).toBeVisible()
  await page.keyboard.press("ControlOrMeta+z")
  await expect(editor.drawer.getByRole("button", { name: "Leave conv1.out_channels as it is" })).toHaveCount(0)

  await editor.node("pool1").click({ button: "right" })
  await item("Run from here").click()
  await item("Pause here").click()
  await editor.drawer.getByRole("button", { name: "Play op by op" }).click()
  await expect(editor.drawer.getByRole("alert")).toHaveText("Paused at pool1, as you asked.")
})

test("a letter that means nothing here says why", async ({ editor, page }) => {
  await editor.node("conv1").click()
  await page.keyboard.press("p")
  await expect(page.getByText("Conv2d does not open: it is one op, without parts.")).toBeVisible()
})

test("names beat descriptions, and every action of the inspector is found and done", async ({ editor, page }) => {
  const field = page.getByRole("combobox", { name: "Search everything" })
  const find = async (query: string): Promise<void> => {
    await page.keyboard.press("ControlOrMeta+k")
    await field.fill(query)
    await page.keyboard.press("Enter")
    await expect(field).toBeHidden()
  }
  // Nothing is selected: it says what it waits for.
  await find("why")
  await expect(page.getByText("Select one node or one wire first.")).toBeVisible()
  await editor.node("conv1").click()
  await find("why")
  await expect(editor.inspector.getByRole("button", { name: "Why this number?" })).toBeInViewport()
  await find("compare")
  await expect(editor.inspector.getByRole("textbox", { name: "My array" })).toBeFocused()
  await editor.press("Backward")
  await find("derive")
  const sheet = page.getByRole("region", { name: "Derivation", exact: true })
  await expect(sheet.getByRole("button", { name: /^Copy/ })).toBeInViewport({ ratio: 1 })
  await expect(sheet.getByRole("listitem").first()).toBeInViewport({ ratio: 1 })
  await find("rename")
  await expect(editor.inspector.getByLabel("id", { exact: true })).toBeFocused()
  await find("memory")
  await expect(editor.drawer.getByRole("tab", { name: "Memory" })).toHaveAttribute("aria-selected", "true")
  await find("chart")
  await expect(editor.drawer.getByRole("tab", { name: "Charts" })).toHaveAttribute("aria-selected", "true")
  await page.keyboard.press("ControlOrMeta+k")
  await field.fill("onnx")
  await expect(page.getByRole("dialog").getByRole("option").first()).toContainText("not written or read")
  await page.keyboard.press("Escape")
  await find("new graph")
  await expect(editor.nodes).toHaveCount(0)
})
