// A long run: the page answers while it lasts, it can be stopped, and an answer that comes too late is not shown.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"

/** 3·1600³, about 12·10⁹ multiply-adds: seconds of work. */
const LONG = document(1600)
const SHORT = document(4)

function document(n: number): string {
  return JSON.stringify({
    gradwire: 1,
    nodes: [
      { id: "a", op: "Input", attrs: { shape: [n, n] }, at: [0, 0] },
      { id: "b", op: "Input", attrs: { shape: [n, n] }, at: [0, 240] },
      { id: "c", op: "MatMul", inputs: { a: "a", b: "b" }, at: [300, 0] },
      { id: "d", op: "MatMul", inputs: { a: "c", b: "b" }, at: [600, 0] },
      { id: "e", op: "MatMul", inputs: { a: "d", b: "b" }, at: [900, 0] },
    ],
  })
}

interface Pauses {
  /** The longest time for which the page did not answer, in milliseconds. */
  readonly longest: number
  /** For how long it was watched. */
  readonly watched: number
}

async function watchPauses(page: Page): Promise<() => Promise<Pauses>> {
  await page.evaluate(() => {
    const began = performance.now()
    const state = { began, longest: 0, last: began }
    Object.assign(globalThis, { pauses: state })
    const tick = () => {
      const now = performance.now()
      state.longest = Math.max(state.longest, now - state.last)
      state.last = now
      setTimeout(tick)
    }
    tick()
  })
  return () =>
    page.evaluate(() => {
      const { began, longest } = (globalThis as { pauses?: { began: number; longest: number } }).pauses ?? {}
      return { longest: longest ?? Number.NaN, watched: performance.now() - (began ?? Number.NaN) }
    })
}

/** So much is not run unasked. */
async function startLong(editor: Editor): Promise<void> {
  await editor.openFile(LONG)
  await expect(editor.canvas.getByText(/^Not run: 12.3 GMACs/)).toBeVisible()
  await editor.page.getByRole("banner").getByRole("button", { name: "Forward", exact: true }).click()
}

test("a long run says how far it is, leaves the page free, and can be stopped", async ({ editor, page }) => {
  await editor.open()
  await startLong(editor)
  const stop = editor.canvas.getByRole("button", { name: "Stop", exact: true })
  await expect(stop).toBeVisible()
  const pauses = await watchPauses(page)
  await expect(editor.canvas.getByText(/^Forward: [cde], \d+ of \d+$/)).toBeVisible()
  await editor.moveNode("d", { x: 30, y: 80 })
  await editor.node("a").click()
  await expect(editor.attr("shape")).toHaveValue("1600, 1600")
  await expect(stop).toBeVisible()
  const { longest, watched } = await pauses()
  test.info().annotations.push({ type: "longest pause", description: `${Math.round(longest)} ms` })
  // About 100 ms on a quiet machine. A page that works the numbers out itself stands still all the time.
  expect(longest).toBeLessThan(watched / 2)
  await stop.click()
  await expect(editor.canvas.getByText("Stopped.")).toBeVisible()
  await expect(stop).toBeHidden()
  // The next run starts on a free worker.
  await editor.setAttr("a", "shape", "4, 4")
  await editor.setAttr("b", "shape", "4, 4")
  await editor.press("Forward")
})

test("a run that was overtaken by another document leaves no trace", async ({ editor, page }) => {
  await editor.open()
  await startLong(editor)
  await expect(editor.canvas.getByRole("button", { name: "Stop", exact: true })).toBeVisible()
  await editor.openFile(SHORT)
  await editor.ran("Forward")
  await page.getByRole("banner").getByRole("button", { name: "Forward" }).click()
  const shown = await editor.chip("d:output>e:a").getAttribute("title")
  expect(shown).toMatch(/value: root mean square/)
  // Longer than the rest of the first run would have taken.
  await page.waitForTimeout(4000)
  expect(await editor.chip("d:output>e:a").getAttribute("title")).toBe(shown)
  await editor.ran("Forward")
})

test("numbers follow an edit by themselves", async ({ editor }) => {
  await editor.open()
  await editor.press("Forward")
  const chip = editor.chip("flatten1:output>fc1:input")
  const before = await chip.textContent()
  await editor.node("conv1").click({ position: { x: 30, y: 12 } })
  await editor.inspector.getByLabel("padding").first().fill("2")
  await editor.page.keyboard.press("Enter")
  await expect(chip).not.toHaveText(before ?? "")
  await editor.ran("Forward")
})
