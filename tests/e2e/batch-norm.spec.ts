// Batch normalisation on the canvas: a gradient on every wire, three pieces at X and their sum, all from numbers that a
// student can change. What must be seen is worked out here from the closed form, with plain arithmetic.

import { expect } from "@playwright/test"
import { backThrough, DY, GAMMA, sum, X } from "./batchNorm.ts"
import { test } from "./desk.ts"

test.describe.configure({ mode: "serial" })
test.use({ standing: "?src=batch-norm" })

const WIRES = [
  "X:value>mu:input",
  "X:value>sigma2:input",
  "X:value>Z:x",
  "mu:output>Z:mean",
  "sigma2:output>Z:variance",
  "Z:output>Y:x",
  "gamma:value>Y:gamma",
  "beta:value>Y:beta",
]

/** The gradient that each of X's three wires brings, row by row: dZ/√(v+ε), dμ/n and (2/n)(X − μ)dσ². */
function pieces(dy: readonly (readonly number[])[]): Record<"Z" | "mu" | "sigma2", readonly number[]> {
  const n = X.length
  const column = (rows: readonly (readonly number[])[], j: number) => rows.map((row) => row[j]!)
  const made = { Z: [] as number[], mu: [] as number[], sigma2: [] as number[] }
  for (let j = 0; j < GAMMA.length; j++) {
    const x = column(X, j)
    const dz = column(dy, j).map((one) => one * GAMMA[j]!)
    const { mean, v, dMean, dVariance } = backThrough(x, dz)
    x.forEach((one, i) => {
      made.Z.push(dz[i]! / Math.sqrt(v))
      made.mu.push(dMean / n)
      made.sigma2.push((2 / n) * (one - mean) * dVariance)
    })
  }
  return made
}

function rms(list: readonly number[]): number {
  return Math.sqrt(sum(list.map((one) => one * one)) / list.length)
}
/** As chips and tables write it: three significant digits, a real minus sign. */
function short(x: number): string {
  return String(Number(x.toPrecision(3))).replace("-", "−")
}
/** A chip of several numbers says what it is. */
function measured(list: readonly number[]): string {
  return `RMS ${short(rms(list))}`
}

test("Backward, by button or by key, puts a gradient on each of the eight wires", async ({ editor, page }) => {
  expect(await editor.wires.evaluateAll((all) => all.map((one) => one.getAttribute("data-id")).sort())).toEqual(
    [...WIRES].sort(),
  )
  await editor.press("Backward")
  for (const id of WIRES) await expect(editor.chip(id)).toHaveAttribute("title", /, gradient: root mean square [\d.]+$/)
  await page.keyboard.press("f")
  await expect(editor.chip("X:value>Z:x")).toHaveAttribute("title", /, value: root mean square/)
  await page.keyboard.press("b")
  for (const id of WIRES) await expect(editor.chip(id)).toHaveAttribute("title", /, gradient: root mean square [\d.]+$/)
})

test("X's three pieces and their sum are the closed form's", async ({ editor }) => {
  await editor.press("Backward")
  const { Z, mu, sigma2 } = pieces(DY)
  await expect(editor.chip("X:value>Z:x")).toHaveText(measured(Z))
  await expect(editor.chip("X:value>mu:input")).toHaveText(measured(mu))
  await expect(editor.chip("X:value>sigma2:input")).toHaveText(measured(sigma2))

  const whole = Z.map((one, i) => one + mu[i]! + sigma2[i]!)
  const sumAtX = editor.canvas.locator('[data-sum="X:value"]')
  await expect(sumAtX).toHaveText(measured(whole).replace("RMS", "RMS of Σ"))
  await expect(sumAtX).toHaveAttribute("title", /^Sum of 3 gradients at X:value: /)
  await editor.canvas.getByRole("button", { name: "Shapes" }).click()
  await expect(sumAtX).toHaveCount(0)

  await editor.chip("X:value>mu:input").click()
  await expect(editor.inspector.getByRole("heading", { name: "X:value → mu:input" })).toBeVisible()
  const table = editor.inspector.getByRole("table").filter({ hasText: "largest" })
  const rows = new Map(
    (await table.getByRole("row").allInnerTexts()).map((text) => {
      const [name = "", size = ""] = text.split(/\s+/)
      return [name, size]
    }),
  )
  expect(Object.fromEntries(rows)).toMatchObject({
    Z: short(rms(Z)),
    μ: short(rms(mu)),
    "σ²": short(rms(sigma2)),
    sum: short(rms(whole)),
  })
})

test("typing another upstream gradient moves every number; text that is no number moves none", async ({ editor }) => {
  await editor.press("Backward")
  await editor.node("Y").click()
  const cell = editor.inspector.getByLabel("upstream Y:output [0, 1]")
  await expect(cell).toHaveValue("−1")
  await cell.fill("3")
  const other = DY.map((row, i) => (i === 0 ? [row[0]!, 3, row[2]!] : row))
  await expect(editor.chip("X:value>Z:x")).toHaveText(measured(pieces(other).Z))
  await expect(editor.chip("X:value>sigma2:input")).toHaveText(measured(pieces(other).sigma2))
  await cell.fill("three")
  await expect(cell).toHaveAttribute("aria-invalid", "true")
  await expect(editor.chip("X:value>Z:x")).toHaveText(measured(pieces(other).Z))
  await cell.fill("-1")
  await expect(editor.chip("X:value>Z:x")).toHaveText(measured(pieces(DY).Z))
})

test("an upstream gradient of ones vanishes on the way", async ({ editor }) => {
  await editor.press("Backward")
  await editor.node("Y").click()
  await editor.inspector.getByRole("button", { name: "Ones", exact: true }).click()
  await editor.ran("Forward and backward")
  // ΣdY(X − μ) = 0 for ones, up to rounding in float32: below a millionth of what came in.
  await expect(async () => {
    const text = (await editor.chip("X:value>sigma2:input").textContent()) ?? ""
    expect(Math.abs(Number(text.replace("RMS ", "").replace("−", "-")))).toBeLessThan(1e-6)
  }).toPass()
})

test("a cell is read in full when it is clicked", async ({ editor }) => {
  await editor.press("Backward")
  await editor.node("Y").click()
  await editor.inspector.getByRole("button", { name: "Gradient", exact: true }).click()
  await editor.inspector
    .getByRole("table", { name: /∂L\/∂\(output\)/ })
    .getByText("−1.25")
    .click()
  await expect(editor.inspector.getByText("[1, 2] = −1.25")).toBeVisible()
})

test("the plan says who computed; kernels are measured; rows and nodes select each other", async ({ editor }) => {
  await editor.press("Backward")
  const { drawer } = editor
  await drawer.getByRole("tab", { name: "Plan" }).click()
  await expect(drawer.getByText(/own rules: below 2,000,000 multiply-adds/)).toBeVisible()
  await drawer.getByRole("button", { name: "Measure" }).click()
  await expect(drawer.getByText(/^Computed by fast kernels\. .*An arena of .*Every node has a kernel\.$/)).toBeVisible()
  await drawer.getByRole("row", { name: "σ² forward variance" }).click()
  await expect(editor.node("sigma2")).toHaveClass(/selected/)
  await editor.node("Z").click()
  await expect(drawer.locator("tr[data-selected=true]").first()).toContainText("Z")
  await expect(drawer.locator("tr[data-selected=true]").first()).toBeInViewport()
})

test("Training and evaluation mode give a BatchNorm node different statistics", async ({ editor, page }) => {
  await editor.newGraph()
  await editor.openFile(
    JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [4, 1] }, values: { value: [[1], [2], [3], [6]] } },
        { id: "bn", op: "BatchNorm1d", inputs: { input: "x" } },
        { id: "y", op: "Sum", inputs: { input: "bn" } },
      ],
    }),
  )
  await editor.ran("Forward")
  await page.getByRole("banner").getByRole("button", { name: "Forward" }).click()
  // The batch's own statistics: a normalised batch has root mean square 1. Running ones start at 0 and 1: it stays as it is.
  await expect(editor.chip("bn:output>y:input")).toHaveText("RMS 1")
  await page.getByRole("button", { name: "Evaluation mode", exact: true }).click()
  await expect(editor.chip("bn:output>y:input")).toHaveText(measured([1, 2, 3, 6]))
  await expect(editor.canvas.getByText("evaluation mode")).toBeVisible()
  await page.keyboard.press("t")
  await expect(editor.chip("bn:output>y:input")).toHaveText("RMS 1")
})
