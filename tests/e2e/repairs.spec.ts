// A shape problem says what is wrong, in numbers, and mends itself in one step.

import { expect } from "@playwright/test"
import { test } from "./test.ts"

const BROKEN = JSON.stringify({
  gradwire: 1,
  title: "A shortcut that does not fit",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [1, 4, 8, 8] }, at: [0, 60] },
    {
      id: "conv",
      op: "Conv2d",
      attrs: { out_channels: 6, kernel_size: 3, padding: 1, stride: 2 },
      inputs: { input: "x" },
      at: [260, 0],
    },
    { id: "sum", op: "Add", inputs: { a: "conv", b: "x" }, at: [620, 60] },
  ],
})

test("a shortcut of other channels is matched by a 1×1 convolution", async ({ editor, page }) => {
  await editor.open()
  await editor.openFile(BROKEN)
  await expect(editor.chip("x:value>sum:b")).toHaveText("1×4×8×8 ≠ 1×6×4×4")
  const problems = await editor.problems()
  await expect(problems).toContainText("axis −1 a has 4 and b has 8")
  await problems.getByRole("button", { name: /^Match channels before sum:b with a 1×1 convolution: 4 → 6/ }).click()
  await expect(problems).toHaveCount(0)
  await expect(editor.wire("x:value>conv1:input")).toHaveCount(1)
  await expect(editor.wire("conv1:output>sum:b")).toHaveCount(1)
  await page.keyboard.press("ControlOrMeta+z")
  await expect(problems).toHaveCount(1)
})

test("a kernel that is too large offers its repairs on the card and in the panel", async ({ editor }) => {
  await editor.open()
  await editor.setAttr("conv1", "kernel_size", "31")
  await expect(editor.node("conv1").getByRole("button", { name: "Reduce kernel_size of conv1 to 30×30" })).toBeVisible()
  await editor.inspector.getByRole("button", { name: "Set padding of conv1 to 2" }).click()
  await expect(editor.inspector.getByRole("alert")).toHaveCount(0)
  await expect(editor.attr("padding")).toHaveValue("2")
})
