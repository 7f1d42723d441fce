// A training watched on the canvas: at a speed that one chooses, on cards that change and stay where they are, with a timeline
// on which one goes back.

import { expect, type Page } from "@playwright/test"
import { axe } from "./axe.ts"
import { test } from "./desk.ts"
import { typeInList } from "./typing.ts"

const bar = (page: Page) => page.getByRole("region", { name: "Training on the canvas" })
const handle = (page: Page) => page.getByRole("slider", { name: "Step of the training" })
const key = (page: Page, name: string) => page.getByRole("tabpanel").getByRole("button", { name, exact: true })
/** The numbers in the picture on a card. */
const card = (page: Page, place: string) => page.locator(`[data-tensor="${place}"] [data-cells]`).first()
const weightOf = (saved: string) =>
  JSON.parse(saved).nodes.find(({ id }: { id: string }) => id === "w").values.weight as number[][]

test("one goes back through a training, sees each step's numbers on the cards, and takes its params", async ({
  editor,
  page,
}) => {
  await editor.open("?src=d1-gradient-descent")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await key(page, "Train").click()
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step 60 of 60, loss /)
  await expect(editor.status).toHaveText(/^Step 60 of the training/)
  const last = await card(page, "loss:output").textContent()
  await handle(page).focus()
  await page.keyboard.press("Home")
  // The loss of w = 0 is 11².
  await expect(handle(page)).toHaveAttribute("aria-valuetext", "step 1 of 60, loss 121")
  await expect(card(page, "loss:output")).toHaveText("121")
  await expect(editor.status).toHaveText(/^Step 1 of the training, its batch · L = 121$/)
  // w' = 0 + 0.004·2·11·[10, 1] = [0.88, 0.088], so that y = 8.888 and L = 2.112².
  await page.keyboard.press("ArrowRight")
  await expect(card(page, "loss:output")).toHaveText("4.46")
  await expect(card(page, "w:output")).toHaveText("8.89")

  await bar(page).getByRole("button", { name: "Use these params" }).click()
  const [[first, second] = []] = weightOf(await editor.saved())
  expect(first).toBeCloseTo(0.88, 6)
  expect(second).toBeCloseTo(0.088, 6)
  await expect(bar(page)).toBeHidden()
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Undo" }).click()
  expect(weightOf(await editor.saved())).toEqual([[0, 0]])

  // The steps are there again, at the one that was left.
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step 2 of 60/)
  await expect(card(page, "loss:output")).toHaveText("4.46")
  await handle(page).press("Escape")
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step 60 of 60/)
  await expect(card(page, "loss:output")).toHaveText(last ?? "")
  await handle(page).press("Escape")
  await expect(bar(page)).toBeHidden()
  await expect(editor.status).toHaveText(/^Forward and backward in /)
  await expect(card(page, "loss:output")).toHaveText("121")
})

test("training goes on from the params of an earlier step, with the curve before kept beside it", async ({
  editor,
  page,
}) => {
  await editor.open("?src=d1-gradient-descent")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await key(page, "Train").click()
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step 60 of 60/)
  await handle(page).press("Home")
  await handle(page).press("ArrowRight")
  await bar(page).getByRole("button", { name: "Use these params" }).click()
  await key(page, "Train").click()
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step 60 of 60/)
  await handle(page).press("Home")
  await expect(handle(page)).toHaveAttribute("aria-valuetext", "step 1 of 60, loss 4.46")
  await expect(editor.drawer.getByRole("region", { name: "Loss" })).toContainText("run 1")
})

test("the speed is chosen in the drawer or on the canvas, by hand or by key, and is kept", async ({ editor, page }) => {
  await editor.open("?src=d1-gradient-descent")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  const speed = editor.drawer.getByLabel("Speed of the training")
  await speed.selectOption("1 step/s")
  const start = Date.now()
  await key(page, "Train").click()
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step 2 of 2/)
  expect(Date.now() - start).toBeGreaterThan(900)
  await expect(bar(page).getByLabel("Speed of the training")).toHaveValue(await speed.inputValue())
  for (const words of ["3 steps/s", "10 steps/s"]) {
    await handle(page).press(">")
    await expect(speed.locator("option:checked")).toHaveText(words)
  }
  await bar(page).getByLabel("Speed of the training").selectOption("as fast as it goes")
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step 60 of 60/)
  await bar(page).getByLabel("Speed of the training").selectOption("30 steps/s")
  await editor.open("?src=batch-norm")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await expect(editor.drawer.getByLabel("Speed of the training").locator("option:checked")).toHaveText("30 steps/s")
})

test("cards change with the steps, and nothing moves; gradients pulse back unless less motion is asked for", async ({
  editor,
  page,
}) => {
  await editor.open("?src=spirals")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await editor.drawer.getByLabel("Speed of the training").selectOption("3 steps/s")
  const places = () =>
    page.locator(".react-flow__node, [data-tensor], [data-weights]").evaluateAll((all) =>
      all.map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect()
        return [x, y, width, height].map(Math.round)
      }),
    )
  await editor.still()
  const before = await places()
  await key(page, "Train").click()
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step \d of/)
  const picture = async () => (await page.locator('[data-tensor="fc2:output"]').screenshot()).toString("base64")
  const first = await picture()
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step \d\d of/)
  expect(await picture()).not.toBe(first)
  expect(await places()).toEqual(before)
  const travelling = page.locator("canvas[data-travelling]")
  await expect(travelling).toHaveCount(0)
  await page.emulateMedia({ reducedMotion: "no-preference" })
  await expect(travelling).toHaveAttribute("data-travelling", /fc1:output>tanh1:input/)
  await editor.drawer.getByLabel("Speed of the training").selectOption("30 steps/s")
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step [4-9]\d of/)
  await expect(travelling).toHaveAttribute("data-travelling", "")
  await page.emulateMedia({ reducedMotion: "reduce" })
})

test("Space pauses and goes on, arrows step, whether the canvas or the bar has the focus", async ({ editor, page }) => {
  await editor.open("?src=spirals")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await editor.drawer.getByLabel("Speed of the training").selectOption("10 steps/s")
  await key(page, "Train").click()
  // Two steps back there must be one.
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step (?:[3-9]|\d\d+) of/)
  await page.keyboard.press("F6")
  await page.locator(".react-flow").focus()
  await page.keyboard.press("Space")
  await expect(bar(page).getByRole("button", { name: "Go on training" })).toBeVisible()
  const done = Number(/of (\d+)/.exec((await handle(page).getAttribute("aria-valuetext")) ?? "")?.[1])
  await handle(page).press("ArrowLeft")
  await expect(handle(page)).toHaveAttribute("aria-valuetext", new RegExp(`^step ${done - 1} of ${done}`))
  await page.locator(".react-flow").focus()
  await page.keyboard.press("ArrowLeft")
  await expect(handle(page)).toHaveAttribute("aria-valuetext", new RegExp(`^step ${done - 2} of ${done}`))
  expect(await axe(page, { within: "[aria-label='Training on the canvas']" })).toEqual([])
  await handle(page).press("Space")
  await expect(bar(page).getByRole("button", { name: "Pause the training" })).toBeVisible()
  await expect(handle(page)).toHaveAttribute("aria-valuetext", new RegExp(`^step (?!${done} )\\d+ of`))
})

test("a pass that is asked for takes the canvas back; another step brings the training again", async ({
  editor,
  page,
}) => {
  await editor.open("?src=d1-gradient-descent")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await key(page, "One update").click()
  await expect(bar(page)).toBeVisible()
  await editor.press("Forward")
  await expect(bar(page)).toBeHidden()
  await key(page, "One update").click()
  await expect(bar(page)).toBeVisible()
  await expect(editor.status).toHaveText(/^Step 2 of the training/)
  await key(page, "Reset the training").click()
  await expect(bar(page)).toBeHidden()
  await expect(card(page, "loss:output")).toHaveText("121")
})

test("units of two inputs show what they answer over the plane, and an opened layer its weights as signed lines", async ({
  editor,
  page,
}) => {
  await editor.open("?src=spirals")
  await editor.drawer.getByRole("tab", { name: "Training" }).click()
  await expect(page.locator("[data-units]")).toHaveCount(0)
  await key(page, "Train").click()
  await expect(handle(page)).toHaveAttribute("aria-valuetext", /^step 720 of 720/)
  const places = ["fc1:output", "tanh1:output", "fc2:output", "tanh2:output", "scores:output"]
  await expect(page.locator("[data-units]")).toHaveCount(places.length)
  for (const place of places) await expect(page.locator(`[data-units="${place}"] canvas`)).toBeVisible()
  const picture = async () => (await page.locator('[data-units="scores:output"]').screenshot()).toString("base64")

  await page.locator('.react-flow__node[data-id="scores"]').click({ position: { x: 40, y: 12 } })
  await page.keyboard.press("ControlOrMeta+k")
  await typeInList(page, "weights as lines")
  await page.keyboard.press("Enter")
  const lines = page.getByRole("img", { name: /^Weights from 16 inputs to 2 units, the largest / })
  await expect(lines.locator("path").first()).toBeVisible()
  // A sign is told by dashes, not by its hue alone.
  const strokes = await lines
    .locator("path")
    .evaluateAll((all) => all.map((one) => `${one.getAttribute("stroke")} ${one.hasAttribute("stroke-dasharray")}`))
  expect(new Set(strokes).size).toBe(2)
  const largest = await lines.getAttribute("aria-label")
  // With all that lies over the canvas now: its shadows fall on cards beside it.
  const learned = await picture()

  await handle(page).press("Home")
  await expect(lines).not.toHaveAttribute("aria-label", largest ?? "")
  await expect.poll(picture).not.toBe(learned)
  await handle(page).press("End")
  await expect(lines).toHaveAttribute("aria-label", largest ?? "")
  await expect.poll(picture).toBe(learned)
  await handle(page).press("Escape")
  await expect(page.locator("[data-units]")).toHaveCount(0)
  await page.getByRole("button", { name: "Hide the weights of scores" }).click()
  await expect(lines).toBeHidden()
})
