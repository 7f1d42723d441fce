// Sweeps in the page: run to the end, stopped half way, with a point that fails.

import { readFileSync } from "node:fs"
import { expect } from "@playwright/test"
import { test } from "./desk.ts"

const G2 = readFileSync("graphs/g2-gradient-grows-with-n.json", "utf8")

test("the gradient of a filter grows with the picture: slope 1, and every point as CSV", async ({ editor, page }) => {
  await editor.open()
  await editor.openFile(G2)
  await editor.drawer.getByRole("tab", { name: "Sweep" }).click()
  await editor.drawer.getByRole("button", { name: "Sweep", exact: true }).click()
  await expect(editor.drawer.getByText(/^Done: 28 runs in/)).toBeVisible()
  const plot = editor.drawer.getByRole("region", { name: /std of gradient y_circular\.weight/ })
  const slope = /slope (0\.9[5-9]\d*|1(?:\.0[0-4]\d*)?) on log axes/
  await expect(plot.getByText(slope)).toBeVisible()
  const download = page.waitForEvent("download")
  await editor.drawer.getByRole("button", { name: "CSV" }).click()
  const lines = readFileSync(await (await download).path(), "utf8")
    .trimEnd()
    .split("\n")
  expect(lines).toHaveLength(29)
  expect(lines[0]).toMatch(
    /^x\.shape\[2\] = .*,seed,std of gradient y_circular\.weight,std of gradient y_valid\.weight$/,
  )
  for (const line of lines.slice(1)) expect(line).toMatch(/^\d+,\d+,[\d.]+,[\d.]+$/)
})

test("a sweep of trainings is stopped, and the points so far stay; the page runs on meanwhile", async ({ editor }) => {
  const document = JSON.parse(readFileSync("graphs/d2-dropout-is-ridge.json", "utf8"))
  const slow = { ...document, sweep: { ...document.sweep, repeats: 40 } }
  await editor.open()
  await editor.openFile(JSON.stringify(slow))
  await editor.drawer.getByRole("tab", { name: "Sweep" }).click()
  await editor.drawer.getByRole("button", { name: "Sweep", exact: true }).click()
  await expect(editor.drawer.getByText(/^[1-9]\d* of 200 runs/)).toBeVisible()
  await editor.press("Backward")
  await editor.ran("Forward and backward")
  await editor.drawer.getByRole("button", { name: /Stop/ }).click()
  await expect(editor.drawer.getByText(/^Stopped after [1-9]\d* runs?; they stay/)).toBeVisible()
  await expect(editor.drawer.getByRole("button", { name: "CSV" })).toBeVisible()
})

test("a point that cannot be run is said, the others are drawn", async ({ editor }) => {
  const document = JSON.parse(G2)
  const odd = { ...document, sweep: { ...document.sweep, values: [1, 8, 16, 32], repeats: 1 } }
  await editor.open()
  await editor.openFile(JSON.stringify(odd))
  await editor.drawer.getByRole("tab", { name: "Sweep" }).click()
  await editor.drawer.getByRole("button", { name: "Sweep", exact: true }).click()
  await expect(
    editor.drawer.getByText(/^Done: 4 runs .* 1 could not be read; the first, at 1, seed \d+: /),
  ).toBeVisible()
})
