// What a person can read of a graph that has just opened, over the whole gallery: measured on the screen, in both themes.

import { expect } from "@playwright/test"
import { type Legibility, legibility } from "./legible.ts"
import { test } from "./test.ts"

const WIDE = { width: 1440, height: 900 }

for (const scheme of ["light", "dark"] as const) {
  test(`each example can be read as it opens: ${scheme}`, async ({ editor, page }) => {
    test.slow()
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" })
    await page.setViewportSize(WIDE)
    await editor.open()
    await editor.menu("Examples")
    const gallery = page.getByRole("dialog", { name: "Examples" })
    const cards = gallery.getByRole("listitem").getByRole("button")
    await expect(cards.first()).toBeVisible()
    const count = await cards.count()
    expect(count).toBeGreaterThan(15)
    const wrong: string[] = []
    for (let i = 0; i < count; i++) {
      if (i > 0) await editor.menu("Examples")
      const name = (await cards.nth(i).innerText()).split("\n")[0] ?? ""
      await cards.nth(i).click()
      await expect(gallery).toBeHidden()
      await editor.still()
      const seen = await legibility(page)
      expect(seen.nodes, name).toBeGreaterThan(0)
      wrong.push(...faultsOf(seen).map((fault) => `${name}: ${fault}`))
    }
    expect(wrong).toEqual([])
  })
}

function faultsOf({ smallest, smallestText, untitled, unlabelled, overlaps, spilt }: Legibility): readonly string[] {
  return [
    ...(smallest < 10.95 ? [`"${smallestText}" has ${smallest.toFixed(1)} pixels`] : []),
    ...untitled.map((id) => `${id} does not say its op`),
    ...unlabelled.map((wire) => `${wire} has no shape`),
    ...overlaps,
    ...spilt.map((text) => `${text} reaches out of its card`),
  ]
}
