// The playback of a pass on the canvas, frame by frame: what is born when, and with which number.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"

/** What one frame showed: pulses by wire, and the texts of chips with gradients and of sums. */
interface Frame {
  /** Milliseconds. */
  readonly at: number
  readonly travelling: readonly string[]
  readonly chips: Readonly<Record<string, string>>
  readonly sums: Readonly<Record<string, string>>
}

/** Keeps a log of every frame until the playback has ended. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const log: Frame[] = []
    Object.assign(window, { frames: log })
    const texts = (selector: string, name: string): Record<string, string> =>
      Object.fromEntries(
        [...document.querySelectorAll<HTMLElement>(selector)].map((one) => [one.dataset[name] ?? "", one.innerText]),
      )
    const look = (): void => {
      const overlay = document.querySelector<HTMLElement>("canvas[class*=overlay]")
      log.push({
        at: performance.now(),
        travelling: (overlay?.dataset.travelling ?? "").split(" ").filter((id) => id !== ""),
        chips: texts('[data-wire][data-tone="gradient"]', "wire"),
        sums: texts("[data-sum]", "sum"),
      })
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

async function framesOf(page: Page): Promise<readonly Frame[]> {
  return page.evaluate(() => (window as unknown as { frames: Frame[] }).frames) // put there by watch
}

/** Opens what `open` opens, and plays Backward to its end. */
async function played(editor: Editor, open: () => Promise<void>): Promise<readonly Frame[]> {
  const { page } = editor
  await page.emulateMedia({ reducedMotion: "no-preference" })
  await open()
  await watch(page)
  await page.keyboard.press("b")
  const bar = editor.canvas.getByRole("region", { name: "Playback of the backward pass" })
  await expect(bar.getByRole("button", { name: "Pause the playback" })).toBeVisible()
  await expect(bar.getByRole("button", { name: "Play again" })).toBeVisible({ timeout: 30_000 })
  return framesOf(page)
}

/** A busy machine may draw no frame while a pulse flies; what happens then cannot be seen. In milliseconds. */
const STALL = 200
const FLIGHT = 700

function isSeen(frames: readonly Frame[], born: number): boolean {
  const since = (frames[born]?.at ?? 0) - FLIGHT
  const near = frames.slice(0, born + 5).filter(({ at }) => at >= since)
  return near.every(({ at }, i) => i === 0 || at - (near[i - 1]?.at ?? at) < STALL)
}

/** The chip of each wire is born with the landing of its pulse, and not before; each sum after its last piece. */
function expectPlayback(
  frames: readonly Frame[],
  wires: readonly string[],
  forks: Readonly<Record<string, string[]>>,
): void {
  const birth = (wire: string): number => frames.findIndex(({ chips }) => wire in chips)
  for (const wire of wires) {
    const born = birth(wire)
    expect(born, `${wire} has a chip`).toBeGreaterThan(0)
    expect(frames.slice(born).every(({ chips }) => wire in chips)).toBe(true)
  }
  const seen = wires.filter((wire) => isSeen(frames, birth(wire)))
  expect(seen.length, "the machine was too busy to draw frames").toBeGreaterThanOrEqual(wires.length / 2)
  for (const wire of seen) {
    const flies = frames.findIndex(({ travelling }) => travelling.includes(wire))
    const lands = frames.findLastIndex(({ travelling }) => travelling.includes(wire))
    expect(flies, `${wire} sends a pulse`).toBeGreaterThanOrEqual(0)
    expect(birth(wire), `${wire} has its chip after its pulse has left`).toBeGreaterThan(flies)
    // The page draws its words a frame or two beside the canvas of what moves.
    expect(Math.abs(birth(wire) - lands), `${wire} landed in frame ${lands}`).toBeLessThanOrEqual(4)
  }
  for (const [place, pieces] of Object.entries(forks)) {
    const sum = frames.findIndex(({ sums }) => place in sums)
    expect(sum, `the sum at ${place} comes after its last piece`).toBeGreaterThan(Math.max(...pieces.map(birth)))
  }
}

test("batch norm: chips are born as pulses land, the sum after its third piece, with the run's own numbers", async ({
  editor,
}) => {
  const frames = await played(editor, async () => {
    await editor.open("?src=batch-norm")
    await editor.ran("Forward")
  })
  const toX = ["X:value>Z:x", "X:value>sigma2:input", "X:value>mu:input"]
  const others = [
    "mu:output>Z:mean",
    "sigma2:output>Z:variance",
    "Z:output>Y:x",
    "gamma:value>Y:gamma",
    "beta:value>Y:beta",
  ]
  expectPlayback(frames, [...toX, ...others], { "X:value": toX })
  // The followed cell in full: the pieces add up to the sum.
  const { chips, sums } = frames.findLast(({ sums }) => sums["X:value"]?.includes("RMS") === false)!
  expect(toX.map((wire) => chips[wire])).toEqual(["0.201", "0.0891", "−0.126"])
  expect(sums["X:value"]).toBe("Σ 0.164")
  // At its end each wire says its whole tensor again.
  expect(frames.at(-1)?.chips["Z:output>Y:x"]).toBe("RMS 1.53")
})

const RESIDUAL = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [1, 4, 6, 6] }, at: [0, 0] },
    {
      id: "conv1",
      op: "Conv2d",
      attrs: { out_channels: 4, kernel_size: 3, padding: 1 },
      inputs: { input: "x" },
      at: [260, 0],
    },
    { id: "relu", op: "ReLU", inputs: { input: "conv1" }, at: [520, 0] },
    {
      id: "conv2",
      op: "Conv2d",
      attrs: { out_channels: 4, kernel_size: 3, padding: 1 },
      inputs: { input: "relu" },
      at: [780, 0],
    },
    { id: "add", op: "Add", inputs: { a: "conv2", b: "x" }, at: [1040, 200] },
    { id: "loss", op: "MSELoss", inputs: { input: "add", target: "t" }, at: [1300, 200] },
    { id: "t", op: "Input", attrs: { shape: [1, 4, 6, 6] }, at: [1040, 500] },
  ],
  target: "loss",
}

test("a residual block: both ways reach x, and their sum stands after the second", async ({ editor }) => {
  const frames = await played(editor, async () => {
    await editor.open("?src=batch-norm")
    await editor.openFile(JSON.stringify(RESIDUAL))
    await editor.ran("Forward")
  })
  const toX = ["x:value>conv1:input", "x:value>add:b"]
  const chain = ["conv1:output>relu:input", "relu:output>conv2:input", "conv2:output>add:a", "add:output>loss:input"]
  expectPlayback(frames, [...toX, ...chain], { "x:value": toX })
})

test("Space holds a pulse on its way, arrows step, Escape shows the end and then leaves; B does not play again", async ({
  editor,
}) => {
  const { page, canvas } = editor
  await page.emulateMedia({ reducedMotion: "no-preference" })
  await editor.open("?src=batch-norm")
  await editor.ran("Forward")
  await page.keyboard.press("b")
  const bar = canvas.getByRole("region", { name: "Playback of the backward pass" })
  const caption = canvas.getByRole("status", { name: "Step" })
  const overlay = page.locator("canvas[class*=overlay]")
  await expect(overlay).toHaveAttribute("data-travelling", /./)
  await page.keyboard.press("Space")
  await expect(bar.getByRole("button", { name: "Go on" })).toBeVisible()
  const [held] = await Promise.all([caption.innerText(), overlay.getAttribute("data-travelling")])
  await page.waitForTimeout(1500)
  await expect(caption).toHaveText(held)
  await page.keyboard.press("ArrowRight")
  await page.keyboard.press("ArrowRight")
  await expect(caption).not.toHaveText(held)
  await page.keyboard.press("Escape")
  await expect(caption).toHaveCount(0)
  await expect(bar).toBeVisible()
  await expect(editor.chip("X:value>mu:input")).toContainText("RMS")
  await page.keyboard.press("b")
  await expect(bar.getByRole("button", { name: "Play again" })).toBeVisible()
  await page.keyboard.press("Escape")
  await expect(bar).toBeHidden()
})

test("pressed with the mouse, Backward gives its keys to the bar, whose handle goes anywhere", async ({ editor }) => {
  const { page, canvas } = editor
  await page.emulateMedia({ reducedMotion: "no-preference" })
  await editor.open("?src=batch-norm")
  await editor.press("Backward")
  const bar = canvas.getByRole("region", { name: "Playback of the backward pass" })
  const handle = bar.getByRole("slider", { name: "Moment of the playback" })
  await expect(handle).toBeFocused()
  await page.keyboard.press("Space")
  await expect(bar.getByRole("button", { name: "Go on" })).toBeVisible()
  const box = (await handle.boundingBox())!
  await page.mouse.click(box.x + box.width * 0.99, box.y + box.height / 2)
  await expect(handle).toHaveAttribute("aria-valuetext", /^The gradient adds up at X from three pieces: .* = 0\.164\.$/)
  await expect(canvas.locator("[data-sum]")).toHaveText("Σ 0.164")
  await bar.getByRole("button", { name: "Go on" }).click()
  await expect(bar.getByRole("button", { name: "Play again" })).toBeVisible()
})

test("who predicts is asked for the next wire, by name or by a click, and for the next number", async ({ editor }) => {
  const { page, canvas } = editor
  await page.emulateMedia({ reducedMotion: "no-preference" })
  await editor.open("?src=batch-norm")
  await editor.press("Backward")
  const bar = canvas.getByRole("region", { name: "Playback of the backward pass" })
  await bar.getByRole("button", { name: "Predict first" }).click()
  // From its first beat, however far it has come by now.
  await bar.getByRole("listitem").first().getByRole("button").click()
  const goOn = bar.getByRole("button", { name: "Go on" })
  if (await goOn.isVisible()) await goOn.click()
  // Y has three wires to go back along: its name is typed.
  const which = canvas.getByRole("group", { name: "Which wire does the gradient take next?" })
  await expect(which).toBeVisible()
  await expect(editor.chip("Z:output>Y:x")).not.toContainText(".")
  const field = which.getByRole("combobox", { name: "The wire, by its two ends" })
  await field.fill("X → Y")
  await field.press("Enter")
  await expect(which).toContainText("No such wire is left.")
  await field.fill("y->z")
  await field.press("Enter")
  await expect(page.getByText("Right: it takes Y → Z").first()).toBeVisible()
  await canvas
    .getByRole("group", { name: /^What comes back to/ })
    .getByRole("button", { name: "negative" })
    .click()
  // The next one is clicked on the canvas.
  await expect(which).toBeVisible()
  await editor.chip("sigma2:output>Z:variance").click()
  await expect(page.getByText("Right: it takes Z → σ²").first()).toBeVisible()
  await expect(which).toBeHidden()
  const question = canvas.getByRole("group", { name: /^What comes back to/ })
  await expect(question).toBeVisible()
  const name = (await question.locator("legend").innerText()).replace("What comes back to ", "")
  await question.getByRole("button", { name: "positive" }).click()
  await expect(page.getByText(/^(?:Right: |It is )/).first()).toBeVisible()
  await expect(canvas.getByRole("group", { name: `What comes back to ${name}` })).toBeHidden()
  await expect(canvas.getByRole("group", { name: /^What / })).toBeVisible()
})

test("where less motion is asked for, the beats are a numbered list to step through and to copy", async ({
  editor,
}) => {
  const { page, canvas } = editor
  await editor.open("?src=batch-norm")
  await editor.press("Backward")
  const bar = canvas.getByRole("region", { name: "Playback of the backward pass" })
  await expect(bar.getByRole("listitem")).toHaveCount(10)
  await expect(editor.chip("X:value>mu:input")).toContainText("RMS")
  await bar.getByRole("listitem").nth(9).getByRole("button").click()
  await expect(canvas.locator("[data-sum]")).toHaveText("Σ 0.164")
  await bar.getByRole("button", { name: "Copy the playback as text" }).click()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  expect(text.trimEnd().split("\n")).toHaveLength(11)
  expect(text).toContain(
    "10. The gradient adds up at X from three pieces: ∂L/∂X[0, 0] = 0.201 + 0.0891 − 0.126 = 0.164.",
  )
})
