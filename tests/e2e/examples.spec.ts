// Graphs of the gallery: each opens from its card, runs, has nothing to complain about, and breaks no rule of the page's
// policy, whatever kind of node is looked at. At each push those that show a kind that none before them does, with every
// eighth of the rest: all others are opened as files and read at one size of the window. In a long campaign every one.

import { readdirSync, readFileSync } from "node:fs"
import { expect } from "@playwright/test"
import { counted, inTurn } from "../campaign.ts"
import { test } from "./desk.ts"
import { violations } from "./violations.ts"

const shown = new Set<string>()
const GRAPHS = readdirSync("graphs").map((file, row) => {
  const { title, nodes } = JSON.parse(readFileSync(`graphs/${file}`, "utf8")) as {
    title: string
    nodes: { op: string }[]
  }
  const fresh = nodes.filter(({ op }) => !shown.has(op))
  for (const { op } of nodes) shown.add(op)
  return { title, tried: fresh.length > 0 || inTurn(row, 0, 8) }
})

test("each example opens, runs, has no problem and breaks no rule, with every kind of node looked at", async ({
  editor,
  page,
}) => {
  test.slow()
  const broken = await violations(page)
  const seen = new Set<string>()
  await editor.open()
  await editor.menu("Examples")
  const gallery = page.getByRole("dialog", { name: "Examples" })
  await expect(gallery.getByRole("listitem").getByRole("button")).toHaveCount(GRAPHS.length)
  const graphs = GRAPHS.filter(({ tried }) => tried)
  expect(graphs.length).toBeGreaterThan(15)
  for (const [i, { title }] of graphs.entries()) {
    if (i > 0) await editor.menu("Examples")
    await gallery
      .getByRole("button")
      .filter({ has: page.getByText(title, { exact: true }) })
      .click()
    await expect(gallery).toBeHidden()
    await expect(page.getByRole("textbox", { name: "Title of the graph" })).toHaveValue(title)
    await expect(editor.nodes.first()).toBeVisible()
    // What would take long is not run unasked, and says so.
    await expect(editor.canvas.getByText(/^Forward in (?:under )?\d+ ms|^Not run: [\d.]+ GMACs/)).toBeVisible()
    await expect(editor.canvas.getByText(/\d+ problems?$/)).toHaveCount(0)
    await expect(page.getByRole("alert").filter({ hasText: /./ })).toHaveCount(0)
    await page.getByRole("banner").getByRole("button", { name: "Backward", exact: true }).click()
    // By the first of each kind.
    const kinds = await page
      .locator(".react-flow__node[data-id]")
      .evaluateAll((nodes) => nodes.map((node) => (node.getAttribute("aria-label") ?? "").split(",")[0] ?? ""))
    for (const [at, kind] of kinds.entries()) {
      if (seen.has(kind)) continue
      await page.locator(".react-flow__node[data-id]").nth(at).click({ force: true })
      seen.add(kind)
    }
    expect(await broken(), title).toEqual([])
  }
  counted(graphs.length, "examples opened from their cards")
  expect(seen.size).toBeGreaterThan(20)
})
