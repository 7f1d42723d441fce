// The search field, the sheet of shortcuts and the menus of the canvas.

import { expect } from "@playwright/test"
import { axe } from "./axe.ts"
import { test } from "./test.ts"

test("one field finds commands, ops by course names, nodes by shape and examples", async ({ editor, page }) => {
  await editor.open()
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
  await expect(options.first()).toContainText("Colours")
  await field.fill("batch norm pieces")
  await expect(options.first()).toContainText(/batch norm/i)
  expect(await axe(page, { within: "[role=dialog]" })).toEqual([])
  await page.keyboard.press("Escape")
  await expect(field).toBeHidden()
})

test("the question mark shows every shortcut", async ({ editor, page }) => {
  await editor.open()
  await page.keyboard.press("?")
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" })
  await expect(sheet.getByText("Replace with…")).toBeVisible()
  await expect(sheet.getByText("Backward", { exact: true })).toBeVisible()
  expect(await axe(page, { within: "[role=dialog]" })).toEqual([])
})

test("a right click offers what can be done with a node, the menu key with the canvas", async ({ editor, page }) => {
  await editor.open()
  await editor.node("pool1").click({ button: "right" })
  await page.getByRole("menuitem", { name: "Delete and join the wires" }).click()
  await expect(editor.node("pool1")).toHaveCount(0)
  await expect(editor.wire("conv1:output>conv2:input")).toHaveCount(1)
  await editor.clickNothing()
  await page.keyboard.press("Shift+F10")
  await expect(page.getByRole("menuitem", { name: /^Add a node/ })).toBeVisible()
})

test("an op is replaced with its wires and common attributes", async ({ editor, page }) => {
  await editor.open()
  await editor.node("conv1").click()
  await page.keyboard.press("r")
  await page.keyboard.type("ConvTranspose2d")
  await page.keyboard.press("Enter")
  await expect(editor.node("conv1")).toContainText("ConvTranspose2d")
  await expect(editor.attr("kernel_size")).toHaveValue("3")
  await expect(editor.attr("padding")).toHaveValue("1")
  await expect(editor.wires).toHaveCount(6)
  await page.keyboard.press("ControlOrMeta+z")
  await expect(editor.node("conv1")).not.toContainText("Transpose")
})
