// What a first visit shows: the course's network, already run, and its table as the homework wants it.

import { expect } from "@playwright/test"
import { test } from "./test.ts"

/** The homework's table: parameters as a computation, activations height × width × channels, receptive field (size, jump). */
const ROWS = [
  ["Input", "0", "28×28×1", "1, 1"],
  ["CONV3-10", "3×3×1×10 + 10 = 100", "28×28×10", "3, 1"],
  ["POOL2", "0", "14×14×10", "4, 2"],
  ["CONV3-10", "3×3×10×10 + 10 = 910", "14×14×10", "8, 2"],
  ["POOL2", "0", "7×7×10", "10, 4"],
  ["FLATTEN", "0", "490", "all of the input"],
  ["FC-3", "490×3 + 3 = 1473", "3", "all of the input"],
] as const

test("the first visit opens CONV3/POOL2/FC, already run, with the homework's table", async ({ editor }) => {
  await editor.open()
  await expect(editor.nodes).toHaveCount(7)
  await expect(editor.wires).toHaveCount(6)
  await editor.ran("Forward")
  const [head, ...rows] = await editor.tableRows()
  expect(head?.slice(0, 4)).toEqual([
    "Layer",
    "Number of parameters",
    "Dimension of activations",
    expect.stringMatching(/^Receptive field/),
  ])
  expect(rows.slice(0, -1).map((row) => row.slice(0, 4))).toEqual(ROWS)
  expect(rows.at(-1)?.slice(0, 2)).toEqual(["Total", "2,483"])
})

test("Copy as Markdown puts the same table on the clipboard", async ({ editor, page }) => {
  await editor.open()
  await editor.ran("Forward")
  const shown = await editor.tableRows()
  await editor.drawer.getByRole("button", { name: "Copy as Markdown" }).click()
  await expect(page.getByText("Copied the table as Markdown.")).toBeVisible()
  const lines = (await editor.copied()).trimEnd().split("\n")
  const cells = lines.map((line) =>
    line
      .replace(/^\|\s*|\s*\|$/g, "")
      .split("|")
      .map((cell) => cell.trim().replaceAll("**", "")),
  )
  expect(cells[1]?.every((cell) => /^:?-+:?$/.test(cell))).toBe(true)
  const rows = cells.filter((_, i) => i !== 1)
  // Two layers of one name are told apart by their ids.
  const ids = ["", " conv1", " pool1", " conv2", " pool2", "", ""]
  expect(rows.slice(1, -1).map((row) => row.slice(0, 4))).toEqual(
    ROWS.map(([name, ...others], i) => [`${name}${ids[i]}`, ...others]),
  )
  expect(rows.at(-1)?.[1]).toBe("2,483")
  expect(rows[0]?.slice(0, 4)).toEqual([
    "Layer",
    "Number of Parameters",
    "Dimension of Activations",
    "Receptive field (size, jump)",
  ])
  expect(rows.slice(1).map((row) => row.slice(1))).toEqual(shown.slice(1).map((row) => row.slice(1)))
})

test("the switch writes dimensions channels first, in the table and on the wires", async ({ editor }) => {
  await editor.open()
  await expect(editor.chip("conv1:output>pool1:input")).toHaveText("28×28×10")
  await editor.drawer.getByRole("button", { name: "C×H×W" }).click()
  await expect(editor.chip("conv1:output>pool1:input")).toHaveText("10×28×28")
  const rows = await editor.tableRows()
  expect(rows.map((row) => row[2])).toContain("10×28×28")
})

test("table and canvas point at each other", async ({ editor }) => {
  await editor.open()
  await editor.drawer
    .getByRole("row", { name: /CONV3-10 conv2/ })
    .getByRole("button")
    .click()
  await expect(editor.node("conv2")).toHaveClass(/selected/)
  await expect(editor.attr("out_channels")).toHaveValue("10")
  await editor.node("pool1").click()
  await expect(editor.drawer.getByRole("row", { name: /POOL2 pool1/ })).toHaveAttribute("data-selected", "true")
})

test("what was edited is there again after a reload", async ({ editor, page }) => {
  await editor.open()
  await editor.setAttr("conv1", "out_channels", "12")
  await expect(editor.chip("conv1:output>pool1:input")).toHaveText("28×28×12")
  await expect(page.getByRole("banner").getByText("Saved")).toBeVisible()
  await page.reload()
  await expect(editor.chip("conv1:output>pool1:input")).toHaveText("28×28×12")
  await editor.ran("Forward")
})
