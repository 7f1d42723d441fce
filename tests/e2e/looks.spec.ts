// Light and dark, small windows, less motion; and what axe finds in each.

import { expect, type Page } from "@playwright/test"
import { axe } from "./axe.ts"
import { test } from "./desk.ts"
import { boxOf, type Editor } from "./editor.ts"

// All rules are tried in the last one, which stays until the next look.
const THEMES = ["dark", "light"] as const

const DRAWER = "[data-region=drawer]"
const DIALOG = "[role=dialog]"

/**
 * What axe calls serious or critical in either theme, each with the first element it was found at; `changed`: what alone is
 * another since the last look.
 */
async function serious(page: Page, changed?: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    const findings = await axe(page, { coloursOnly: colorScheme === "dark", ...(changed && { changed }) })
    const grave = findings.filter(({ impact }) => /^(?:serious|critical)$/.test(impact))
    found.push(...grave.map(({ words }) => `${colorScheme}: ${words}`))
  }
  return found
}

async function background(editor: Editor): Promise<number> {
  const colour = await editor.page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor)
  const [r = 0, g = 0, b = 0] = (colour.match(/\d+/g) ?? []).map(Number)
  return (r + g + b) / 3
}

test("axe finds nothing serious", async ({ editor, page }) => {
  await editor.open()
  test.slow()
  await editor.example("Batch normalisation, training time")
  await editor.press("Backward")
  await editor.node("Y").click()
  await expect(editor.inspector.getByLabel("upstream Y:output [0, 0]")).toBeVisible()
  expect(await serious(page)).toEqual([])
  await editor.setAttr("mu", "dim", "9")
  await editor.problems()
  expect(await serious(page)).toEqual([])
})

test("axe finds nothing serious in a derivation", async ({ editor, page }) => {
  await editor.open()
  await editor.example("Batch normalisation, training time")
  await editor.press("Backward")
  await editor.node("X").click()
  await page.keyboard.press("d")
  const sheet = page.getByRole("region", { name: "Derivation", exact: true })
  await expect(sheet.getByRole("listitem").first()).toBeVisible()
  expect(await serious(page)).toEqual([])
  // With a term lit, the rest dimmed.
  await sheet.getByRole("listitem").first().getByRole("button").first().focus()
  expect(await serious(page)).toEqual([])
})

test("axe finds nothing serious where networks are trained and swept", async ({ editor, page }) => {
  test.slow()
  await editor.open("?src=spirals")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await editor.drawer.getByRole("button", { name: "One update" }).click()
  for (const view of ["Curves", "Data", "Weights", "Mistakes", "Surface", "Update"]) {
    await editor.drawer.getByRole("tab", { name: view, exact: true }).click()
    await expect(editor.drawer.getByRole("region", { name: view, exact: true })).toBeVisible()
    expect(await serious(page, view === "Curves" ? undefined : DRAWER)).toEqual([])
  }
  await editor.drawer.getByRole("tab", { name: "Sweep" }).click()
  await editor.drawer.getByRole("button", { name: "Sweep", exact: true }).click()
  await expect(editor.drawer.getByText(/^Done: 10 runs/)).toBeVisible()
  expect(await serious(page, DRAWER)).toEqual([])
})

test("axe finds nothing serious in the panels over the canvas", async ({ editor, page }) => {
  test.slow()
  await editor.open()
  await page.getByRole("button", { name: "Graph menu" }).click()
  await expect(page.getByRole("menu")).toBeVisible()
  expect(await serious(page)).toEqual([])
  await page.getByRole("menuitem", { name: "Type a network" }).click()
  await expect(page.getByRole("dialog")).toBeVisible()
  expect(await serious(page, DIALOG)).toEqual([])
  await page.getByRole("button", { name: "Close" }).click()
  await page.getByRole("banner").getByRole("button", { name: "Share" }).click()
  await expect(page.getByRole("dialog").getByRole("status")).toContainText("Copied.")
  expect(await serious(page, DIALOG)).toEqual([])
})

test("colours follow the system until they are chosen, and the choice is kept", async ({ editor, page }) => {
  await page.emulateMedia({ colorScheme: "dark" })
  await editor.open()
  expect(await background(editor)).toBeLessThan(60)
  await page.emulateMedia({ colorScheme: "light" })
  await expect.poll(() => background(editor)).toBeGreaterThan(200)
  await editor.menu("View", "Dark theme")
  await expect.poll(() => background(editor)).toBeLessThan(60)
  await page.reload()
  await expect(editor.nodes.first()).toBeVisible()
  expect(await background(editor)).toBeLessThan(60)
})

/** How many of three moments look different from the one before. */
async function changes(editor: Editor): Promise<number> {
  const shots: Buffer[] = []
  for (let i = 0; i < 4; i++) {
    await editor.page.waitForTimeout(120)
    shots.push(await editor.canvas.screenshot())
  }
  return shots.slice(1).filter((shot, i) => shots[i]?.equals(shot) === false).length
}

test("gradients travel back along the wires of the selected node; who asked for less motion sees them stand", async ({
  editor,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: "no-preference" })
  await editor.open()
  await editor.example("Batch normalisation, training time")
  await editor.press("Backward")
  await editor.node("Z").click()
  expect(await changes(editor)).toBe(3)
  await page.emulateMedia({ reducedMotion: "reduce" })
  await page.reload()
  await editor.ran("Forward")
  await editor.press("Backward")
  await editor.node("Z").click()
  await page.waitForTimeout(400)
  expect(await changes(editor)).toBe(0)
  await expect(editor.chip("X:value>Z:x")).toHaveAttribute("title", /gradient/)
})

async function everythingInside(page: Page): Promise<void> {
  const inside = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(inside[0]).toBeLessThanOrEqual(inside[1] ?? 0)
}

test("1024 × 700 is enough to work in", async ({ editor, page }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  await editor.open()
  await everythingInside(page)
  const canvas = await boxOf(editor.canvas)
  expect(canvas.width).toBeGreaterThan(400)
  expect(canvas.height).toBeGreaterThan(250)
  await editor.setAttr("conv1", "out_channels", "6")
  await expect(editor.drawer.getByText("3×3×1×6 + 6 = 60")).toBeVisible()
  await editor.press("Backward")
  await editor.add("ReLU")
  await expect(editor.nodes).toHaveCount(8)
})

test.describe("360 pixels wide, by touch", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true })

  test("a graph can be looked at, run and shared", async ({ editor, page }) => {
    await editor.open()
    await everythingInside(page)
    const canvas = await boxOf(editor.canvas)
    expect(canvas.width).toBeGreaterThan(340)
    for (const id of await editor.ids()) {
      const { x, width } = await boxOf(editor.node(id))
      expect(x + width / 2).toBeGreaterThan(0)
      expect(x + width / 2).toBeLessThan(360)
    }
    const bar = page.getByRole("banner")
    await bar.getByRole("button", { name: "Backward" }).tap()
    await editor.ran("Forward and backward")
    // Its name is in view; below, the page ends.
    await editor.node("conv1").tap({ position: { x: 60, y: 18 } })
    await expect(editor.inspector.getByRole("heading", { name: "conv1" })).toBeVisible()
    await bar.getByRole("button", { name: "Inspect" }).tap()
    await expect(editor.inspector).toBeHidden()
    await bar.getByRole("button", { name: "Share" }).tap()
    await expect(page.getByRole("dialog").getByRole("status")).toContainText("Copied.")
    expect(await editor.copied()).toContain("#g1.")
    await everythingInside(page)
  })
})
