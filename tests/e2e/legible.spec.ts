// What a person can read of a graph that has just opened: the whole gallery and graphs that are laid out by themselves, at
// three sizes of the window, measured on the screen. Themes change no place and no size: of the other one contrast is asked.

import { expect, type Page } from "@playwright/test"
import { DRAWN_GRAPHS } from "./drawnGraphs.ts"
import { faintest, type Legibility, legibility } from "./legible.ts"
import { test } from "./test.ts"

/** What holds at each size beside what holds at all: no text under 11 pixels, nothing on anything, nothing out of its box. */
const SIZES = [
  // Every op is named in full or for short, and every wire says a shape.
  { width: 1440, height: 900, titled: 0, labelled: 0, clear: 0 },
  // A graph that is shown smaller than `titled` cuts the longest names, smaller than `labelled` some shapes give way, smaller
  // than `clear` labels of wires, never nodes, hang out of it under what lies along the edges of the canvas.
  { width: 1024, height: 700, titled: 0.3, labelled: 0.3, clear: 0.45 },
  { width: 360, height: 740, titled: 0.25, labelled: 0.33, clear: 0.45 },
] as const

for (const size of SIZES) {
  const { width, height } = size
  test(`each example, and what is laid out by itself, can be read at ${width}×${height}`, async ({ editor, page }) => {
    test.slow()
    await page.setViewportSize(size)
    await editor.open()
    const wrong: string[] = []
    const look = async (name: string): Promise<void> => {
      // What is pointed at says more.
      await page.mouse.move(1, 1)
      await editor.still()
      await expect.poll(() => page.evaluate(rawFormulas), { message: name }).toEqual([])
      const seen = await legibility(page)
      expect(seen.nodes, name).toBeGreaterThan(0)
      const faint = width === 1440 ? await faintIn(page) : []
      wrong.push(...[...faultsOf(seen, size), ...faint].map((fault) => `${name}: ${fault}`))
    }
    await editor.menu("Examples")
    const gallery = page.getByRole("dialog", { name: "Examples" })
    const cards = gallery.getByRole("listitem").getByRole("button")
    await expect(cards.first()).toBeVisible()
    const count = await cards.count()
    expect(count).toBeGreaterThan(15)
    for (let i = 0; i < count; i++) {
      if (i > 0) await editor.menu("Examples")
      const name = (await cards.nth(i).innerText()).split("\n")[0] ?? ""
      await cards.nth(i).click()
      await expect(gallery).toBeHidden()
      await look(name)
    }
    for (const { text, title, drawn } of DRAWN_GRAPHS) {
      await editor.openFile(text)
      await expect(editor.nodes).toHaveCount(drawn)
      await look(title)
    }
    expect(wrong).toEqual([])
  })
}

test("labels of wires keep their places between shapes, values and gradients", async ({ editor, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" })
  await editor.open()
  for (const title of ["Batch normalisation", "CONV3, POOL2, FC"]) {
    await editor.example(title)
    await editor.press("Backward")
    const places = async (kind: string) => {
      await page.getByRole("button", { name: kind, exact: true }).click()
      await editor.still()
      const found = await page.locator("[data-wire]").evaluateAll((chips) =>
        chips.map((chip) => {
          const { x, y, width, height } = chip.getBoundingClientRect()
          return `${chip.getAttribute("data-wire")} ${Math.round(x + width / 2)} ${Math.round(y + height / 2)}`
        }),
      )
      return found.sort()
    }
    const shapes = await places("Shapes")
    expect(shapes.length).toBeGreaterThan(5)
    expect(await places("Values"), title).toEqual(shapes)
    expect(await places("Gradients"), title).toEqual(shapes)
  }
})

/** In the page: formulas that are not set yet. */
function rawFormulas(): readonly string[] {
  const said = [...document.querySelectorAll(".react-flow__node")].map((node) => {
    const copy = node.cloneNode(true) as Element
    for (const hidden of copy.querySelectorAll(".katex")) hidden.remove()
    return copy.textContent ?? ""
  })
  return said.filter((text) => /\\[a-z]/.test(text))
}

function faultsOf(seen: Legibility, least: (typeof SIZES)[number]): readonly string[] {
  const { zoom, smallest, smallestText, untitled, unlabelled, overlaps, spilt } = seen
  return [
    ...(smallest < 10.95 ? [`"${smallestText}" has ${smallest.toFixed(1)} pixels`] : []),
    ...(zoom < least.titled ? [] : untitled.map((id) => `${id} does not say its op (zoom ${zoom.toFixed(2)})`)),
    ...(zoom < least.labelled ? [] : unlabelled.map((wire) => `${wire} has no shape (zoom ${zoom.toFixed(2)})`)),
    ...overlaps.filter((pair) => zoom >= least.clear || !/ chip × .* overlay$/.test(pair)),
    ...spilt.map((text) => `${text} reaches out of its card`),
  ]
}

/** Text of too little contrast, in both themes. */
async function faintIn(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    const { contrast, text } = await faintest(page)
    if (contrast < 4.5) found.push(`"${text}" has a contrast of ${contrast.toFixed(2)} in ${colorScheme}`)
  }
  return found
}
