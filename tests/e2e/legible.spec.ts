// What a person can read of a graph that has just opened: the whole gallery and graphs that are laid out by themselves, at
// three sizes of the window, measured on the screen. At each push each graph at one of the sizes in turn, in a long campaign
// at all of them. Themes change no place and no size: of the other one contrast is asked.

import { readdirSync, readFileSync } from "node:fs"
import { expect, type Page } from "@playwright/test"
import { counted, inTurn } from "../campaign.ts"
import { test } from "./desk.ts"
import { DRAWN_GRAPHS } from "./drawnGraphs.ts"
import { faintest, type Legibility, legibility } from "./legible.ts"

/** What holds at each size beside what holds at all: no text under 11 pixels, nothing on anything, nothing out of its box. */
const SIZES = [
  // Every op is named in full or for short, and every wire says a shape.
  { width: 1440, height: 900, titled: 0, labelled: 0, clear: 0 },
  // A graph that is shown smaller than `titled` cuts the longest names, smaller than `labelled` some shapes give way, smaller
  // than `clear` labels of wires, never nodes, hang out of it under what lies along the edges of the canvas.
  { width: 1024, height: 700, titled: 0.3, labelled: 0.3, clear: 0.45 },
  { width: 360, height: 740, titled: 0.25, labelled: 0.33, clear: 0.45 },
] as const

interface Opened {
  readonly title: string
  readonly text: string
}

const GRAPHS: readonly Opened[] = [
  ...readdirSync("graphs").map((file): Opened => {
    const text = readFileSync(`graphs/${file}`, "utf8")
    return { title: (JSON.parse(text) as { title: string }).title, text }
  }),
  ...DRAWN_GRAPHS,
]

for (const [column, size] of SIZES.entries()) {
  const { width, height } = size
  test(`each example, and what is laid out by itself, can be read at ${width}×${height}`, async ({ editor, page }) => {
    test.slow()
    await page.setViewportSize(size)
    await editor.open()
    const wrong: string[] = []
    const graphs = GRAPHS.filter((_, row) => inTurn(row, column, SIZES.length))
    expect(GRAPHS.length).toBeGreaterThan(15)
    for (const { title, text } of graphs) {
      await editor.openFile(text)
      await expect(page.getByRole("textbox", { name: "Title of the graph" })).toHaveValue(title)
      // What is pointed at says more.
      await page.mouse.move(1, 1)
      await editor.still()
      await expect.poll(() => page.evaluate(rawFormulas), { message: title }).toEqual([])
      const seen = await legibility(page)
      const drawn = DRAWN_GRAPHS.find((one) => one.title === title)?.drawn
      if (drawn === undefined) expect(seen.nodes, title).toBeGreaterThan(0)
      else expect(seen.nodes, title).toBe(drawn)
      wrong.push(...[...faultsOf(seen, size), ...(await faintIn(page))].map((fault) => `${title}: ${fault}`))
    }
    counted(graphs.length, "graphs read on the screen")
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
