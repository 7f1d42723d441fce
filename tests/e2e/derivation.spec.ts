// The chain rule written out for batch norm, and a hint where its upstream gradient says nothing.

import { expect, type Locator } from "@playwright/test"
import { inTurn } from "../campaign.ts"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"
import { numberOf } from "./why.ts"

test.describe.configure({ mode: "serial" })
test.use({ standing: "?src=batch-norm" })

function sheetOf(editor: Editor): Locator {
  return editor.page.getByRole("region", { name: "Derivation", exact: true })
}

test("the derivation arrives at batch norm's closed form, and holds the printed one against numbers", async ({
  editor,
}) => {
  await editor.press("Backward")
  await editor.node("X").click()
  await editor.inspector.getByRole("button", { name: "Derive ∂L/∂X by the chain rule" }).click()
  const sheet = sheetOf(editor)
  await expect(sheet.getByText("The sum, with what all terms share taken out")).toBeVisible()
  const printed = sheet.getByRole("region", { name: "The printed form" })
  await expect(printed).toContainText("The solution printed in the course lacks the factor")
  const rows = printed.locator("tbody tr")
  await expect(rows).toHaveCount(12)
  for (const text of await rows.allInnerTexts()) {
    const [, , ours = "", differences = "", torch = "", other = ""] =
      /^(\d, \d)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)$/.exec(text) ?? []
    expect([ours, ours]).toEqual([differences, torch])
    expect(other).not.toBe(ours)
  }
  await sheet.getByRole("button", { name: "Copy as LaTeX" }).click()
  const tex = await editor.copied()
  expect(tex).toContain("\\begin{align}")
  expect(tex).toContain("\\underbrace")
})

test("ones that vanish in a normalisation are explained, and others are drawn at a click", async ({ editor }) => {
  await editor.press("Backward")
  await editor.node("Y").click()
  await editor.inspector.getByRole("button", { name: "Remove", exact: true }).click()
  await editor.node("X").click()
  await editor.inspector.getByRole("button", { name: "Gradient", exact: true }).click()
  const hint = editor.inspector.getByRole("note").filter({ hasText: "Zero but for rounding" })
  await expect(hint).toBeVisible()
  await hint.getByRole("button", { name: "Draw an upstream gradient" }).click()
  await expect(hint).toBeHidden()
  await expect(async () => {
    const text = await editor.chip("X:value>sigma2:input").innerText()
    expect(Math.abs(numberOf(text.replace("RMS ", "")))).toBeGreaterThan(1e-3)
  }).toPass()
})

test("a term lights its wires on the canvas, by pointer and by focus", async ({ editor, page }) => {
  await editor.press("Backward")
  await editor.node("X").click()
  await page.keyboard.press("d")
  const sheet = sheetOf(editor)
  const lit = () =>
    page
      .locator('.react-flow__edge:has([data-lit="true"])')
      .evaluateAll((all) => all.map((one) => one.getAttribute("data-id")).sort())
  const first = sheet.getByRole("listitem").first().getByRole("button")
  await expect(first).toHaveCount(3)
  const ways = await Promise.all([0, 1, 2].map((at) => first.nth(at).getAttribute("title")))
  const through = (words: string) => ways.findIndex((way) => way?.startsWith(words))
  await first.nth(through("Along X → Z → Y")).hover()
  expect(await lit()).toEqual(["X:value>Z:x", "Z:output>Y:x"])
  // What is written on the other wires steps back with them.
  await expect(editor.chip("X:value>Z:x")).toHaveCSS("opacity", "1")
  await expect(editor.chip("X:value>mu:input")).toHaveCSS("opacity", "0.4")
  await first.nth(through("Along X → σ² → Z → Y")).focus()
  await page.mouse.move(5, 5)
  await first.nth(through("Along X → μ → Z → Y")).focus()
  expect(await lit()).toEqual(["X:value>mu:input", "Z:output>Y:x", "mu:output>Z:mean"])
  // In the sum at the end each term has the wires that it came by.
  const last = sheet.getByRole("listitem").filter({ hasText: "what all terms share" }).getByRole("button")
  await last.nth(2).focus()
  expect(await lit()).toEqual(["X:value>sigma2:input"])
  await last.nth(2).blur()
  expect(await lit()).toEqual([])
  await last.nth(2).click()
  await expect(editor.inspector.getByRole("heading", { level: 2 })).toContainText("X:value → sigma2:input")
  await expect(sheet).toBeVisible()
})

test("a node that is called otherwise keeps its derivation open", async ({ editor, page }) => {
  await editor.press("Backward")
  await editor.node("X").click()
  await page.keyboard.press("d")
  const sheet = sheetOf(editor)
  await expect(sheet.getByRole("listitem").first()).toBeVisible()
  await editor.attr("id").fill("input")
  await editor.attr("id").press("Enter")
  await expect(editor.node("input")).toBeVisible()
  await editor.press("Backward")
  await expect(sheet.getByRole("listitem").first()).toBeVisible()
  await editor.clickNothing()
  await page.keyboard.press("ControlOrMeta+z")
  await expect(editor.node("X")).toBeVisible()
  await expect(sheet).toBeVisible()
})

test("Escape closes the sheet and gives the focus back; the drawer is as it was", async ({ editor, page }) => {
  await editor.press("Backward")
  await editor.node("X").click()
  const button = editor.inspector.getByRole("button", { name: "Derive ∂L/∂X by the chain rule" })
  await button.focus()
  await page.keyboard.press("Enter")
  const sheet = sheetOf(editor)
  await expect(sheet.getByRole("listitem").first()).toBeVisible()
  await expect(editor.drawer).toBeHidden()
  // The graph stays in sight above it.
  await expect(editor.node("X")).toBeInViewport({ ratio: 0.99 })
  await expect(editor.node("Y")).toBeInViewport({ ratio: 0.99 })
  await page.keyboard.press("Escape")
  await expect(sheet).toHaveCount(0)
  await expect(button).toBeFocused()
  await expect(editor.drawer).toBeVisible()
  await expect(editor.inspector.getByRole("heading", { name: "X" }).first()).toBeVisible()
  // A view of the drawer that is asked for takes its place.
  await page.keyboard.press("d")
  await expect(sheet).toBeVisible()
  await page.keyboard.press("ControlOrMeta+k")
  await page.getByRole("combobox", { name: "Search everything" }).fill("charts")
  await page.keyboard.press("Enter")
  await expect(sheet).toHaveCount(0)
  await expect(editor.drawer.getByRole("tab", { name: "Charts" })).toHaveAttribute("aria-selected", "true")
})

test("on a telephone the derivation takes the window", async ({ editor, page }) => {
  await editor.press("Backward")
  await editor.node("X").click()
  await page.keyboard.press("d")
  await page.setViewportSize({ width: 360, height: 740 })
  const sheet = sheetOf(editor)
  await expect(sheet.getByRole("listitem").first()).toBeVisible()
  const box = await sheet.boundingBox()
  expect(box?.width).toBe(360)
  expect(box?.height).toBeGreaterThan(600)
  await expect(editor.canvas).toBeHidden()
  const wide = await sheet.evaluate(
    (one) => [...one.querySelectorAll("li > div")].filter((div) => div.scrollWidth > div.clientWidth + 1).length,
  )
  expect(wide).toBe(0)
  await page.keyboard.press("Escape")
  await expect(sheet).toHaveCount(0)
  await expect(editor.canvas).toBeVisible()
})

/** At each push each graph at one of them, in a long campaign at both. */
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
]

/** Every line of every formula but the first, by what it begins with. */
async function lineStarts(sheet: Locator): Promise<readonly string[]> {
  await expect(sheet.locator(".katex-html").first()).toBeVisible()
  return sheet.locator("[data-derivation] li > div").evaluateAll((formulas) =>
    formulas.flatMap((formula) => {
      const bases = [...formula.querySelectorAll(".katex-html > .katex-base")].filter((base) =>
        base.textContent?.trim(),
      )
      const starts: string[] = []
      let right = Number.NEGATIVE_INFINITY
      for (const base of bases) {
        const box = base.getBoundingClientRect()
        if (box.left < right - 1 && right > Number.NEGATIVE_INFINITY) starts.push(base.textContent ?? "")
        right = box.right
      }
      return starts
    }),
  )
}

test("lines are as wide as the sheet, and end only in front of = and a sign of a sum", async ({ editor, page }) => {
  let broken = 0
  for (const [row, [graph, id]] of (
    [
      ["batch-norm", "X"],
      ["b3-batch-norm-pieces", "X"],
      ["t1-edges-cnn", "conv1"],
      ["t4-unit-scale", "x"],
    ] as const
  ).entries()) {
    await editor.open(`?src=${graph}`)
    await editor.press("Backward")
    for (const [column, size] of SIZES.entries()) {
      if (!inTurn(row, column, SIZES.length)) continue
      await page.setViewportSize(size)
      await editor.node(id).click()
      await page.keyboard.press("d")
      const sheet = sheetOf(editor)
      await expect(sheet.getByRole("listitem").first()).toBeVisible()
      const starts = await lineStarts(sheet)
      broken += starts.length
      for (const start of starts) expect(start.trim(), `${graph} at ${size.width}`).toMatch(/^[=+−]/)
      const formula = await sheet.locator("[data-derivation] li > div").first().boundingBox()
      expect(formula?.width).toBeGreaterThanOrEqual(680)
      const cut = await sheet
        .locator("[data-derivation] li > div, span:has(> .katex-display)")
        .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length)
      expect(cut).toBe(0)
      await page.keyboard.press("Escape")
      await expect(sheet).toHaveCount(0)
    }
  }
  expect(broken).toBeGreaterThan(0)
})
