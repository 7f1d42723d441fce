// A shape problem says what is wrong, in numbers, and mends itself in one step.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"

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
  await expect(editor.chip("x:value>sum:b")).toHaveText("4×8×8 ≠ 6×4×4")
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

test("a decoder that comes out a row short is mended at every level in one step", async ({ editor, page }) => {
  const conv = (inputs: object) => ({ op: "Conv2d", attrs: { out_channels: 4, kernel_size: 3, padding: 1 }, inputs })
  const nodes = [
    { id: "x", op: "Input", attrs: { shape: [1, 3, 30, 45] } },
    { id: "d0", ...conv({ input: "x" }) },
    { id: "p0", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "d0" } },
    { id: "d1", ...conv({ input: "p0" }) },
    { id: "p1", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "d1" } },
    { id: "u1", op: "Upsample", attrs: { scale_factor: 2 }, inputs: { input: "p1" } },
    { id: "cat1", op: "Concat", attrs: { dim: 1 }, inputs: { inputs: ["d1", "u1"] } },
    { id: "u0", op: "Upsample", attrs: { scale_factor: 2 }, inputs: { input: "cat1" } },
    { id: "cat0", op: "Concat", attrs: { dim: 1 }, inputs: { inputs: ["d0", "u0"] } },
  ]
  await editor.open()
  await editor.openFile(JSON.stringify({ gradwire: 1, nodes }))
  const problems = await editor.problems()
  await expect(problems.getByRole("button", { name: /^Insert (?:Pad|Slice) before cat1/ })).toHaveCount(2)
  await problems
    .getByRole("button", { name: "Set size of u1 to 15×22 instead of scale_factor, and likewise at 1 more place" })
    .click()
  await expect(problems).toHaveCount(0)
  await expect(editor.wire("u0:output>cat0:inputs[1]")).toHaveCount(1)
  await page.keyboard.press("ControlOrMeta+z")
  await expect(problems).toHaveCount(1)
})

test("a shape that was typed stays, and its repair says what was typed", async ({ editor }) => {
  await editor.open()
  await editor.newGraph()
  const input = await editor.add("Input")
  await editor.setAttr(input, "shape", "28, 28, 1")
  const conv = await editor.add("Conv2d")
  await expect(editor.wire(`${input}:value>${conv}:input`)).toHaveCount(1)
  const repair = "Change the shape of input1 to 1×1×28×28: 28×28×1 is height × width × channels"
  // The fault at the port and the hint about the layout offer the same, once.
  await expect(editor.inspector.getByRole("button", { name: repair })).toHaveCount(1)
  await editor.inspector.getByRole("button", { name: repair }).click()
  await expect(editor.inspector.getByRole("alert")).toHaveCount(0)
  await expect(editor.chip(`${input}:value>${conv}:input`)).toHaveText(/28×28/)
})

test("a variance that divides by n − 1 before a Standardize is hinted at, and set right by one press", async ({
  editor,
}) => {
  const reduce = (op: string) => ({ op, attrs: { dim: [0], keepdim: true }, inputs: { input: "x" } })
  const nodes = [
    { id: "x", op: "Input", attrs: { shape: [4, 3] }, at: [0, 0] },
    { id: "m", ...reduce("Mean"), at: [260, -80] },
    { id: "v", ...reduce("Var"), at: [260, 80] },
    { id: "z", op: "Standardize", inputs: { x: "x", mean: "m", variance: "v" }, at: [520, 0] },
  ]
  await editor.open()
  await editor.openFile(JSON.stringify({ gradwire: 1, nodes }))
  await editor.node("v").click()
  const hint = editor.inspector.getByRole("note").filter({ hasText: "divides by n − 1 (PyTorch's default)" })
  await expect(hint).toBeVisible()
  await hint.getByRole("button", { name: "Set correction of v to 0" }).click()
  await expect(hint).toHaveCount(0)
  await expect(editor.attr("correction")).toHaveValue("0")
})
