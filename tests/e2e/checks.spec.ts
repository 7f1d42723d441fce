// Is it right, and what depends on what: gradients checked from the page, fields painted, the set that shares a mean,
// costs for a batch, and numbers that follow a drag.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import { middle } from "./editor.ts"

test("a check of the gradients puts a verdict on every card, and an edit takes it away", async ({ editor }) => {
  const { page, drawer, inspector } = editor
  await editor.open("?src=batch-norm")
  await editor.ran("Forward")
  await page.keyboard.press("g")
  await expect(
    drawer.getByText(/Backward agrees\. Worst relative error \de−\d+, from Y:output, seed \d+/),
  ).toBeVisible()
  for (const id of ["X", "gamma", "beta", "mu", "sigma2", "Z", "Y"]) {
    await expect(editor.node(id).getByText(/^Backward agrees with central differences/)).toBeAttached()
  }
  const row = drawer.getByRole("row", { name: /^X:value/ })
  await expect(row).toContainText("✓ yes")
  await expect(row).toContainText("12 of 12")
  // A row leads to the worst number of its tensor.
  await row.getByRole("button").click()
  await expect(inspector.getByRole("heading", { level: 2 })).toBeVisible()
  await inspector.getByLabel("X.value [0, 0]").fill("2")
  await expect(drawer.getByText("The graph has changed since it was checked.")).toBeVisible()
  await expect(editor.node("Z").getByText(/central differences/)).toHaveCount(0)
})

test("numbers at a kink are told apart, not called wrong", async ({ editor }) => {
  const { page, drawer } = editor
  await editor.open()
  await editor.openFile(
    JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [3] }, values: { value: [0, 1, -1] } },
        { id: "r", op: "ReLU", inputs: { input: "x" } },
      ],
    }),
  )
  await expect(editor.nodes).toHaveCount(2)
  await page.keyboard.press("g")
  await expect(drawer.getByRole("row", { name: /^x:value/ })).toContainText("2 of 3")
  await expect(
    drawer
      .getByRole("row", { name: /^x:value/ })
      .getByRole("cell")
      .last(),
  ).toHaveText("1")
  await expect(editor.node("x")).toContainText("1 at kinks")
})

test("a long check can be stopped", async ({ editor }) => {
  const { page, drawer } = editor
  await editor.open()
  await page.keyboard.press("g")
  await expect(drawer.getByRole("progressbar")).toBeVisible()
  await drawer.getByRole("button", { name: "Stop" }).click()
  await expect(drawer.getByText("Stopped.")).toBeVisible()
  await expect(drawer.getByRole("button", { name: "Check gradients" })).toBeVisible()
})

test("a cell's field is painted on the input and said in words; a cell of the input knows what sees it", async ({
  editor,
}) => {
  const { inspector } = editor
  await editor.open()
  await editor.ran("Forward")
  await editor.node("pool2").click()
  await editor.unfold("Receptive field")
  await expect(inspector.getByText("Each cell sees 10×10 cells of the input, jump 4; exact.")).toBeVisible()
  // Cell (1, 1) starts at 4 − 3 = 1 and sees 10.
  await inspector
    .getByRole("button", { name: /^\[0, 0, 1, 1\]/ })
    .or(inspector.getByTitle(/^\[0, 0, 1, 1\]/))
    .first()
    .click()
  await expect(inspector.getByText("sees rows 1–10, columns 1–10 of input.")).toBeVisible()
  await expect(inspector.getByRole("img", { name: "sees rows 1–10, columns 1–10 of input" })).toBeVisible()
  // On the cards before it what it sees is marked, rows 2–9 and columns 2–9 of each of conv1's maps: 8 of 28 cells.
  const marked = editor.canvas.locator('[data-tensor="conv1:output"] [data-family="value"] svg path').last()
  await expect(marked).toHaveAttribute("d", /^M2 2h8v8h-8z(M\d+ (2|32)h8v8h-8z){9}$/)
  await inspector
    .getByTitle(/^\[0, 0, 0, 0\]/)
    .first()
    .click()
  await expect(
    inspector.getByText("sees rows 0–6, columns 0–6 of input, and padding above and to the left."),
  ).toBeVisible()
  await editor.node("input").click({ position: { x: 30, y: 12 } })
  const map = inspector.getByRole("button", { name: /, heat map$/ })
  await map.click({ position: { x: 3, y: 3 } })
  await expect(inspector.getByRole("button", { name: "conv2 rows 0–1, columns 0–1" })).toBeVisible()
  await inspector.getByRole("button", { name: "conv2 rows 0–1, columns 0–1" }).click()
  await expect(inspector.getByRole("img", { name: "is seen from rows 0–1, columns 0–1 of conv2" })).toBeVisible()
  await editor.node("fc1").click()
  await expect(inspector.getByText(/Each cell sees everything/)).toBeVisible()
})

test("the four normalisations say which cells share a mean", async ({ editor }) => {
  const { inspector } = editor
  await editor.open("?src=b6-which-cells-share-a-mean")
  const said: readonly (readonly [string, string])[] = [
    ["batch", "all N, H, W of channel 1: 12 cells."],
    ["layer", "all C, H, W of sample 1: 16 cells."],
    ["instance", "all H, W of sample 1, channel 1: 4 cells."],
    ["grouped", "all H, W of sample 1, channels 0–1: 8 cells."],
  ]
  for (const [id, words] of said) {
    await editor.node(id).click()
    await editor.unfold("Which cells share a mean")
    await expect(inspector.getByText(/shares one mean and variance with/)).toContainText(words)
  }
})

test("the layer table reckons for a batch and sums up groups", async ({ editor }) => {
  const { page, drawer } = editor
  await editor.open()
  const total = async () => (await editor.tableRows()).at(-1)
  expect(await total()).toEqual(["Total", "2,483", "", "", "248,430", "83.8 kB"])
  await drawer.getByRole("button", { name: "Batch as drawn" }).click()
  await page.getByRole("button", { name: "64", exact: true }).click()
  await page.keyboard.press("Escape")
  expect((await total())?.[4]).toBe("15,899,520")
  await expect(drawer.getByRole("row", { name: /^Total/ }).getByTitle(/saved activations 4\.1 MB/)).toBeVisible()
  await editor.openFile(
    JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [1, 4] } },
        { id: "a", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "x" }, group: "g" },
        { id: "b", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "a" }, group: "g" },
      ],
      groups: [{ id: "g", label: "Two layers" }],
    }),
  )
  await expect(drawer.getByRole("row", { name: "Subtotal Two layers 19" })).toBeVisible()
})

test("numbers follow a drag, which is one step to undo", async ({ editor }) => {
  const { page, inspector } = editor
  await editor.open("?src=batch-norm")
  await editor.press("Forward")
  await editor.node("X").click()
  const cell = inspector.getByLabel("X.value [0, 0]")
  const chip = editor.chip("X:value>mu:input")
  const before = await chip.textContent()
  await cell.scrollIntoViewIfNeeded()
  const { x, y } = await middle(cell)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 60, y, { steps: 5 })
  // The button is still down: what follows has followed already.
  await expect(cell).toHaveValue("1.6")
  await expect(chip).not.toHaveText(before ?? "")
  await page.mouse.move(x + 200, y, { steps: 5 })
  await expect(cell).toHaveValue("3")
  await page.mouse.up()
  await page.keyboard.press("ControlOrMeta+z")
  await expect(cell).toHaveValue("1")
  await expect(chip).toHaveText(before ?? "")
})
