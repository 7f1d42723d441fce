// "Why is this number?" followed from number to number, each held against plain arithmetic: batch norm's closed form, a
// convolution written out, the four copies of a transposed convolution.

import { expect, type Locator } from "@playwright/test"
import { backThrough, DY, GAMMA, openGradients, sum, X } from "./batchNorm.ts"
import { test } from "./desk.ts"
import { choose, expectNear, Why } from "./why.ts"

test("batch norm: from dX to its piece through σ², to ∂L/∂σ², to the sum over the batch, and back", async ({
  editor,
}) => {
  await openGradients(editor)
  await editor.node("X").click()
  await choose(editor, "Gradient", 1, 1)

  // Feature 1, by the rules of the graph: Z, μ and σ² each send a piece back.
  const x = X.map((row) => row[1]!)
  const dz = DY.map((row) => row[1]! * GAMMA[1]!)
  const { mean, v, dMean, dVariance } = backThrough(x, dz)
  const pieces = { Z: dz[1]! / Math.sqrt(v), mu: dMean / 4, sigma2: (2 / 4) * (5 - mean) * dVariance }

  const why = new Why(editor)
  await why.says("∂L/∂X[1, 1]", pieces.Z + pieces.mu + pieces.sigma2)
  await expect(why.rows).toHaveCount(3)
  expectNear((await why.row("along the wire to Z"))[1]!, pieces.Z)
  expectNear((await why.row("along the wire to μ"))[1]!, pieces.mu)
  expectNear((await why.row("along the wire to σ²"))[1]!, pieces.sigma2)
  await why.total(pieces.Z + pieces.mu + pieces.sigma2)

  await why.go("along the wire to σ²")
  await why.says("∂L/∂X[1, 1] along the wire to σ²", pieces.sigma2)
  // ∂L/∂σ² times 2(x − μ)/n = 2 · 1.25 / 4.
  const [factors, product] = await why.row("∂L/∂σ²[0, 1]")
  expect(factors).toContain("0.625")
  expectNear(product!, pieces.sigma2)

  await why.go("∂L/∂σ²[0, 1]")
  await why.says("∂L/∂σ²[0, 1]", dVariance)
  await why.go("along the wire to Z")
  await why.says("∂L/∂σ²[0, 1] along the wire to Z", dVariance)
  await expect(why.rows).toHaveCount(4)
  for (const [k, one] of dz.entries()) {
    const [, term] = await why.row(`∂L/∂Z[${k}, 1]`)
    expectNear(term!, -0.5 * one * (x[k]! - mean) * v ** -1.5)
  }
  await why.total(dVariance)
  await why.go("∂L/∂Z[2, 1]")
  await why.says("∂L/∂Z[2, 1]", dz[2]!)

  for (const title of [
    "∂L/∂σ²[0, 1] along the wire to Z",
    "∂L/∂σ²[0, 1]",
    "∂L/∂X[1, 1] along the wire to σ²",
    "∂L/∂X[1, 1]",
  ]) {
    await editor.inspector.getByRole("button", { name: "← Back" }).click()
    await expect(why.title).toHaveText(title)
  }
})

const PICTURE = [
  [1, 2, 0, -1],
  [3, -2, 1, 4],
  [0, 1, 2, -3],
  [2, 0, -1, 1],
]
const KERNEL = [
  [1, 0, -1],
  [2, 1, 0],
  [-1, 3, 1],
]
const UPSTREAM = [
  [1, -2],
  [0.5, 3],
]
const CONVOLUTION = {
  gradwire: 1,
  target: "y",
  upstream: { "y:output": [[UPSTREAM]] },
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [1, 1, 4, 4] }, values: { value: [[PICTURE]] } },
    {
      id: "y",
      op: "Conv2d",
      attrs: { out_channels: 1, kernel_size: 3, bias: false },
      inputs: { input: "x" },
      values: { weight: [[KERNEL]] },
    },
  ],
}

test("a convolution: from y to an input cell, to its gradient, to what came back, to the upstream gradient", async ({
  editor,
}) => {
  await editor.open()
  await editor.newGraph()
  await editor.openFile(JSON.stringify(CONVOLUTION))
  await editor.ran("Forward")
  await editor.press("Backward")
  await editor.node("y").click()
  await choose(editor, "Value", 1, 0)
  const why = new Why(editor)
  const y = sum(KERNEL.flatMap((row, u) => row.map((w, v) => w * PICTURE[1 + u]![v]!)))
  await why.says("y[0, 0, 1, 0]", y)
  await expect(why.rows).toHaveCount(9)
  for (const [u, v] of [
    [0, 0],
    [1, 0],
    [2, 1],
  ] as const) {
    const [factors, product] = await why.row(`x[0, 0, ${1 + u}, ${v}]`)
    expect(factors).toContain(`y.weight[0, 0, ${u}, ${v}]`)
    expectNear(product!, KERNEL[u]![v]! * PICTURE[1 + u]![v]!)
  }
  await why.total(y)

  await why.go("x[0, 0, 1, 1]")
  await why.says("x[0, 0, 1, 1]", PICTURE[1]![1]!)
  await editor.inspector.getByRole("button", { name: "Gradient", exact: true }).click()
  // Every output cell whose window holds (1, 1), times the weight it was met with.
  const parts = UPSTREAM.flatMap((row, h) => row.map((g, l) => ({ h, l, g, w: KERNEL[1 - h]![1 - l]! })))
  const gradient = sum(parts.map(({ g, w }) => g * w))
  await why.says("∂L/∂x[0, 0, 1, 1]", gradient)
  await why.go("along the wire to y")
  await why.says("∂L/∂x[0, 0, 1, 1] along the wire to y", gradient)
  for (const { h, l, g, w } of parts) {
    const [factors, product] = await why.row(`∂L/∂y[0, 0, ${h}, ${l}]`)
    expect(factors).toContain(`y.weight[0, 0, ${1 - h}, ${1 - l}]`)
    expectNear(product!, g * w)
  }
  await why.go("∂L/∂y[0, 0, 1, 1]")
  await why.says("∂L/∂y[0, 0, 1, 1]", 3)
  await expect(why.rows).toContainText(["upstream gradient given here"])
})

test("the keyboard follows a chain: the next number is on top, and holds the focus", async ({ editor }) => {
  await editor.open("?src=batch-norm")
  await editor.ran("Forward")
  await editor.press("Backward")
  await editor.node("X").click()
  await choose(editor, "Gradient", 1, 1)
  const why = new Why(editor)
  for (const [link, title] of [
    ["along the wire to σ²", "∂L/∂X[1, 1] along the wire to σ²"],
    ["2(x − μ)/n", "X[1, 1]"],
  ] as const) {
    await why.terms.getByRole("button", { name: link, exact: true }).focus()
    await editor.page.keyboard.press("Enter")
    await expect(why.title).toHaveText(title)
    await expect(editor.inspector.locator("[aria-live] p").first()).toBeFocused()
    await expect(why.title).toBeInViewport()
  }
})

const SCORES = [1, 3, -2]
const SHARES = {
  gradwire: 1,
  target: "p",
  upstream: { "p:output": [[1, 0, 2]] },
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [1, 3] }, values: { value: [SCORES] } },
    { id: "p", op: "Softmax", inputs: { input: "x" } },
  ],
}

test("softmax: a share of the powers, and back upstream gradient × p(δ − p) over all that compete", async ({
  editor,
}) => {
  await editor.open()
  await editor.newGraph()
  await editor.openFile(JSON.stringify(SHARES))
  await editor.ran("Forward")
  await editor.press("Backward")
  await editor.node("p").click()
  await choose(editor, "Value", 0, 1)
  const why = new Why(editor)
  const powers = SCORES.map(Math.exp)
  const p = powers.map((power) => power / sum(powers))
  await why.says("p[0, 1]", p[1]!)
  await why.go("e^x[0, 1]")
  await why.says("x[0, 1]", 3)
  await editor.inspector.getByRole("button", { name: "Gradient", exact: true }).click()
  await why.go("along the wire to p")
  const gradient = p[1]! * (0 - (p[0]! * 1 + p[2]! * 2))
  await why.says("∂L/∂x[0, 1] along the wire to p", gradient)
  await expect(why.rows).toHaveCount(3)
  expectNear((await why.row("∂L/∂p[0, 2]"))[1]!, -2 * p[2]! * p[1]!)
  await why.total(gradient)
})

test("F6: a transposed convolution shows four painted copies of its filter, and their sum", async ({ editor }) => {
  await editor.open("?src=f6-transposed-2d")
  await editor.ran("Forward")
  await editor.node("y").click()
  await choose(editor, "Value", 1, 1)
  const why = new Why(editor)
  await why.says("y[0, 0, 1, 1]", -3)
  await expect(why.rows).toHaveCount(4)
  await why.total(-3)
  const painted = editor.inspector.getByRole("region", { name: "Painted copies" })
  const copies = painted.getByRole("table", { name: /^Copy painted by/ })
  await expect(copies).toHaveCount(4)
  const numbers = (table: Locator) =>
    table
      .getByRole("row")
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((one) => one.textContent).join(" ")))
  expect(await numbers(copies.nth(0))).toEqual(["−1 1 ", "0 −1 ", "  "])
  expect(await numbers(copies.nth(1))).toEqual([" 2 −2", " 0 2", "  "])
  expect(await numbers(copies.nth(2))).toEqual(["  ", "3 −3 ", "0 3 "])
  expect(await numbers(copies.nth(3))).toEqual(["  ", " 1 −1", " 0 1"])
  expect(await numbers(painted.getByRole("table", { name: "Sum of the copies" }))).toEqual([
    "−1 3 −2",
    "3 −3 1",
    "0 3 1",
  ])
  await painted.getByRole("button", { name: "2 × filter" }).click()
  await why.says("x[0, 0, 0, 1]", 2)
})

test("the value along a wire is asked as the gradient along it is", async ({ editor }) => {
  await openGradients(editor)
  await editor.chip("Z:output>Y:x").click()
  const value = editor.inspector.getByRole("table", { name: "Z:output, numbers", exact: true })
  await value.getByRole("button").nth(1).click()
  const { mean, v } = backThrough(
    X.map((row) => row[1]!),
    [],
  )
  const why = new Why(editor)
  await why.says("Z[0, 1] along the wire to Y", (X[0]![1]! - mean) / Math.sqrt(v))
})
