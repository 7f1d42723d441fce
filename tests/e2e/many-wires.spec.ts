// One node with 10,000 wires, from a link of some hundred characters: it is drawn, the wires beyond what can be seen are
// bundled, the page answers a click, and it does so again at the next visit.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"

const WIRES = 10_000
const GRAPH = JSON.stringify({
  gradwire: 1,
  title: "Many wires",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [1, 1] } },
    { id: "c", op: "Concat", attrs: { dim: 1 }, inputs: { inputs: Array(WIRES).fill("x") } },
  ],
})

test("10,000 wires into one node are on the screen and the page answers", async ({ editor, page }) => {
  await editor.open()
  await editor.openFile(GRAPH)
  await expect(editor.node("c").getByText("+ 9,936 more")).toBeVisible({ timeout: 10_000 })
  await expect(editor.wires).toHaveCount(65)
  // It was 21 seconds, and the same again for the click.
  const began = Date.now()
  await editor.node("x").click({ timeout: 10_000 })
  await expect(editor.inspector.getByRole("heading", { level: 2 })).toContainText("x", { timeout: 10_000 })
  expect(Date.now() - began).toBeLessThan(15_000)
  // Every one of them is still a wire of the document.
  expect(JSON.parse(await editor.saved()).nodes[1].inputs.inputs).toHaveLength(WIRES)
  await page.reload()
  await expect(editor.node("c").getByText("+ 9,936 more")).toBeVisible({ timeout: 15_000 })
})
