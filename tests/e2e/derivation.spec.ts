// The chain rule written out for batch norm, and a hint where its upstream gradient says nothing.

import { expect } from "@playwright/test"
import { openGradients } from "./batchNorm.ts"
import { test } from "./test.ts"
import { numberOf } from "./why.ts"

test("the derivation arrives at batch norm's closed form, and holds the printed one against numbers", async ({
  editor,
}) => {
  await openGradients(editor)
  await editor.node("X").click()
  await editor.inspector.getByRole("button", { name: "Derive ∂L/∂X by the chain rule" }).click()
  await expect(editor.inspector.getByText("The sum, with what all terms share taken out")).toBeVisible()
  const printed = editor.inspector.getByRole("region", { name: "The printed form" })
  await expect(printed).toContainText("The solution printed in the course lacks the factor")
  const rows = printed.locator("tbody tr")
  await expect(rows).toHaveCount(12)
  for (const text of await rows.allInnerTexts()) {
    const [, , ours = "", differences = "", torch = "", other = ""] =
      /^(\d, \d)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)$/.exec(text) ?? []
    expect([ours, ours]).toEqual([differences, torch])
    expect(other).not.toBe(ours)
  }
  await editor.inspector.getByRole("button", { name: "Copy as LaTeX" }).click()
  const tex = await editor.copied()
  expect(tex).toContain("\\begin{align}")
  expect(tex).toContain("\\underbrace")
})

test("ones that vanish in a normalisation are explained, and others are drawn at a click", async ({ editor }) => {
  await openGradients(editor)
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
