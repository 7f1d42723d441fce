// Batch normalisation drawn from nothing, as the homework asks: seven nodes, eight wires, a gradient on each.

import { expect } from "@playwright/test"
import type { Editor } from "./editor.ts"
import { test } from "./test.ts"

/** Op, id, label, and where it is dropped. */
const NODES = [
  ["Input", "X", "X", 100, 150],
  ["Mean", "mu", "\\mu", 265, 280],
  ["Variance", "sigma2", "\\sigma^2", 265, 410],
  ["Standardize", "Z", "Z", 440, 150],
  ["Parameter", "gamma", "\\gamma", 440, 300],
  ["Parameter", "beta", "\\beta", 440, 400],
  ["Scale and shift", "Y", "Y", 765, 230],
] as const

const WIRES = [
  ["X:value", "mu:input"],
  ["X:value", "sigma2:input"],
  ["X:value", "Z:x"],
  ["mu:output", "Z:mean"],
  ["sigma2:output", "Z:variance"],
  ["Z:output", "Y:x"],
  ["gamma:value", "Y:gamma"],
  ["beta:value", "Y:beta"],
] as const

async function place(editor: Editor, [op, id, label, x, y]: (typeof NODES)[number]): Promise<void> {
  await editor.dragFromLibrary(op, x, y)
  for (const [field, text] of [
    ["label", label],
    ["id", id],
  ] as const) {
    await editor.attr(field).fill(text)
    await editor.attr(field).press("Enter")
  }
  await expect(editor.node(id)).toBeVisible()
  if (id !== "mu" && id !== "sigma2") return
  await editor.attr("dim").fill("0")
  // One click, straight from the field: leaving it must not move what is clicked.
  await editor.attr("keepdim").click()
  await expect(editor.attr("keepdim")).toBeChecked()
}

test("seven nodes and eight wires by hand, then a gradient that a student chose", async ({ editor }) => {
  test.slow()
  await editor.open()
  await editor.newGraph()
  for (const node of NODES) await place(editor, node)
  for (const [i, [from, to]] of WIRES.entries()) {
    await editor.connect(from, to)
    await expect(editor.wires).toHaveCount(i + 1)
  }
  // PyTorch's variance divides by n − 1, batch norm's by n: one press mends it.
  const problems = await editor.problems()
  await expect(problems).toHaveCount(1)
  await expect(problems).toContainText("GW-H101")
  await problems.getByRole("button", { name: "Set correction of sigma2 to 0", exact: true }).click()
  await expect(problems).toHaveCount(0)
  await editor.node("Y").click()
  await editor.inspector.getByRole("button", { name: "Random values" }).click()
  await editor.press("Backward")
  for (const [from, to] of WIRES) {
    await expect(editor.wire(`${from}>${to}`)).toBeAttached()
    // Gradients from ones would vanish, and so would they behind a γ of zeros.
    await expect(editor.chip(`${from}>${to}`)).toHaveAttribute("title", /gradient: root mean square [\d.]+$/)
  }
  const text = JSON.parse(await editor.saved()) as { nodes: { id: string }[] }
  expect(text.nodes.map(({ id }) => id)).toEqual(NODES.map(([, id]) => id))
})
