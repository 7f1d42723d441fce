// What a sender asks of whoever opens the link: where to look, whose numbers, to look only, what not to show. The graph on
// the sender's own desk stays as it is.

import { readFile } from "node:fs/promises"
import { expect, type Locator } from "@playwright/test"
import { test } from "./desk.ts"
import { boxOf, type Editor, middle } from "./editor.ts"
import { typeInList } from "./typing.ts"

const GRAPH = "?src=batch-norm"

async function openPanel({ page }: Editor): Promise<Locator> {
  await page.getByRole("banner").getByRole("button", { name: "Share" }).click()
  const panel = page.getByRole("dialog", { name: "Share this graph" })
  await expect(panel.getByRole("status")).toContainText("Copied.")
  return panel
}

/** Chooses by the words of the boxes; answers the link that is then on the clipboard. */
async function shareWith(editor: Editor, ...choices: readonly string[]): Promise<string> {
  const panel = await openPanel(editor)
  const plain = await editor.copied()
  await panel.getByText("Hide panels and commands").click()
  for (const choice of choices) await panel.getByLabel(choice, { exact: true }).check()
  const link = panel.getByRole("textbox", { name: "Link" })
  await expect(link).not.toHaveValue(plain)
  const value = await link.inputValue()
  await expect.poll(() => editor.copied()).toBe(value)
  await panel.getByRole("button", { name: "Close" }).click()
  return value
}

async function receive(reader: Editor, link: string): Promise<void> {
  await reader.page.goto(link)
  await expect(reader.nodes).toHaveCount(7)
  await reader.ran("Forward")
}

/** Three steps nearer; each is seen to its end, for the view glides. */
async function zoomIn(editor: Editor): Promise<void> {
  const width = async () => (await boxOf(editor.node("gamma"))).width
  for (const _ of [1, 2, 3]) {
    const before = await width()
    await editor.page.keyboard.press("+")
    await expect.poll(width).toBeCloseTo(before * 1.25, 1)
  }
}

test("a link opens where the sender looked; without that, on the whole graph", async ({ editor, stranger }) => {
  await editor.open(GRAPH)
  await editor.ran("Forward")
  const whole = await boxOf(editor.node("gamma"))
  await zoomIn(editor)
  await editor.drag(await editor.at(120, 320), await editor.at(20, 260))
  const seen = await boxOf(editor.node("gamma"))
  const link = await shareWith(editor, "Open where I am looking")
  expect(JSON.parse(await editor.saved()).view?.camera).toBeUndefined()

  await receive(stranger, link)
  const there = await boxOf(stranger.node("gamma"))
  for (const side of ["x", "y", "width", "height"] as const) expect(Math.abs(there[side] - seen[side])).toBeLessThan(3)
  await stranger.page.goto(`./${GRAPH}`)
  await expect.poll(async () => (await boxOf(stranger.node("gamma"))).width).toBeCloseTo(whole.width, 0)
})

test("readers keep the sender's seed, or each draws one of their own", async ({ editor, stranger }) => {
  await editor.open()
  const panel = await openPanel(editor)
  const same = await editor.copied()
  await panel.getByLabel("Each reader draws a new one").check()
  await expect(panel.getByRole("textbox", { name: "Link" })).not.toHaveValue(same)
  const fresh = await panel.getByRole("textbox", { name: "Link" }).inputValue()
  const mine = JSON.parse(await editor.saved()).seed ?? 0
  const seeds: number[] = []
  for (const link of [same, fresh, fresh]) {
    await stranger.page.goto("about:blank")
    await receive(stranger, link)
    seeds.push(JSON.parse(await stranger.saved()).seed ?? 0)
    // The next one is another reader, in another tab.
    if (seeds.length < 3) await stranger.page.evaluate(() => sessionStorage.clear())
  }
  expect(seeds[0]).toBe(mine)
  expect(new Set(seeds).size).toBe(3)
  await expect(stranger.page.getByText(`rawn from a seed of your own, ${seeds[2]}`)).toBeVisible()
  // It is the reader's now: opening it again does not draw another.
  await stranger.page.reload()
  await stranger.ran("Forward")
  expect(JSON.parse(await stranger.saved()).seed).toBe(seeds[2])
})

test("read-only: every edit is refused with the reason, running is not; a copy can be edited", async ({
  editor,
  stranger,
}) => {
  await editor.open(GRAPH)
  const own = await editor.saved()
  const link = await shareWith(editor, "Read only: can be run and looked at, and copied to edit")
  expect(await editor.saved()).toBe(own)
  await receive(stranger, link)
  const { page } = stranger
  const before = await stranger.saved()
  const bar = page.getByRole("region", { name: "Why this graph cannot be changed" })
  await expect(bar).toContainText("This graph came as read-only.")
  await expect(bar.getByRole("button")).toHaveCount(1)

  const gap = async () => {
    const [one, other] = [await boxOf(stranger.node("gamma")), await boxOf(stranger.node("beta"))]
    return [Math.round(other.x - one.x), Math.round(other.y - one.y)]
  }
  const apart = await gap()
  // A drag moves the view, as on the empty canvas.
  await stranger.moveNode("gamma", { x: 80, y: 60 })
  expect(await gap()).toEqual(apart)
  const reason = page.getByText("This graph came as read-only; make a copy to edit it.")
  await stranger.node("gamma").click()
  for (const key of ["Delete", "ControlOrMeta+g", "ControlOrMeta+d", "ArrowLeft"]) {
    await page.keyboard.press(key)
    await expect(reason).toBeVisible()
  }
  await expect(stranger.inspector.getByLabel("label", { exact: true })).toBeDisabled()
  await expect(stranger.inspector.getByRole("button", { name: "Start backward here" })).toBeDisabled()
  await expect(stranger.op("ReLU")).toBeDisabled()
  await expect(page.getByRole("textbox", { name: "Title of the graph" })).not.toBeEditable()
  const { x, y } = await stranger.at(40, 420)
  await page.mouse.dblclick(x, y)
  await expect(page.getByPlaceholder(/Add|Search/).last()).not.toBeFocused()
  await stranger.connect("beta:value", "Z:x")
  await stranger.clickNothing()
  await stranger.paste('{"gradwire": 1, "nodes": [{"id": "more", "op": "Input"}]}')
  await expect(stranger.nodes).toHaveCount(7)
  await stranger.node("gamma").click({ button: "right" })
  const remove = page.getByRole("menuitem", { name: /^Delete(?! and)/ })
  await expect(remove).toBeDisabled()
  await expect(remove).toHaveAttribute("title", /read-only/)
  await expect(page.getByRole("menuitem", { name: /^Copy/ })).toBeEnabled()
  await page.keyboard.press("Escape")
  await stranger.press("Backward")
  expect(await stranger.saved()).toBe(before)

  await bar.getByRole("button", { name: "Make a copy to edit" }).click()
  await expect(bar).toBeHidden()
  await stranger.node("gamma").click()
  await page.keyboard.press("Delete")
  await expect(stranger.nodes).toHaveCount(6)
})

test("hidden panels and commands are gone from view, menus, search and keys; the sender's own desk shows all", async ({
  editor,
  stranger,
}) => {
  await editor.open(GRAPH)
  const own = await editor.saved()
  const link = await shareWith(editor, "Library", "Gradients", "Layer table", "Formulas", "Open into parts")
  await expect(editor.drawer.getByRole("tab", { name: "Layers" })).toBeVisible()
  expect(await editor.saved()).toBe(own)

  await receive(stranger, link)
  const { page } = stranger
  await page.getByRole("button", { name: "The sender hid 4 panels and 1 command." }).click()
  await expect(page.getByText(/^Hidden by the sender: Library, .*Layer table, Open/)).toBeVisible()
  await expect(stranger.library).toBeHidden()
  await expect(stranger.drawer.getByRole("tab", { name: "Layers" })).toHaveCount(0)
  await expect(stranger.drawer.getByRole("tab", { name: "Checks" })).toHaveCount(0)
  await expect(stranger.drawer.getByRole("tab", { name: "Player" })).toBeVisible()
  await expect(page.getByRole("button", { name: /Backward|Gradient/ })).toHaveCount(0)
  await stranger.node("Y").click()
  await expect(stranger.inspector.getByRole("button", { name: "Tensors" })).toBeVisible()
  await expect(stranger.inspector.getByRole("button", { name: /^(?:Forward|Backward)/ })).toHaveCount(0)
  await expect(stranger.inspector.getByText("Upstream gradient")).toHaveCount(0)
  await stranger.clickNothing()
  await page.keyboard.press("b")
  await stranger.ran("Forward")
  await stranger.menu("Run")
  await expect(page.getByRole("menuitem", { name: "Forward" }).first()).toBeVisible()
  await expect(page.getByRole("menuitem", { name: /Backward|Run backward/i })).toHaveCount(0)
  for (const _ of [1, 2]) await page.keyboard.press("Escape")
  await page.keyboard.press("ControlOrMeta+k")
  await typeInList(page, "into parts")
  await expect(page.getByRole("option", { name: /Open .*into parts/ })).toHaveCount(0)
  await page.keyboard.press("Escape")
  // The player goes forward only.
  await stranger.drawer.getByRole("tab", { name: "Player" }).click()
  await stranger.drawer.getByRole("button", { name: "Next op", exact: true }).click()
  await expect(stranger.drawer.getByText("X is given")).toBeVisible()
  // Formulas are hidden wherever they stand.
  for (let step = 2; step <= 6; step++) await page.keyboard.press(".")
  await expect(stranger.drawer.getByText("Standardize gives Z")).toBeVisible()
  await expect(stranger.drawer.locator(".katex-display")).toHaveCount(0)
  await expect(stranger.node("Z").locator("[class*=formula]")).toHaveCount(0)
  await expect(editor.node("Z").locator("[class*=formula]")).toHaveCount(1)
  // The outline shares the library's place: it can still be read.
  await page.keyboard.press("o")
  await expect(stranger.library.getByRole("tab", { name: "Outline" })).toBeVisible()
  await expect(stranger.library.getByRole("tab", { name: "Library" })).toHaveCount(0)
})

test("names that this editor does not know hide nothing, and travel on", async ({ editor, stranger }) => {
  const text =
    '{"gradwire": 1, "view": {"hide": ["sauna", "charts", "edit.fly"]}, "nodes": [{"id": "x", "op": "Input"}]}'
  await editor.open()
  await editor.openFile(text)
  await expect(editor.page.getByText("The sender hid 1 panel.")).toBeVisible()
  await expect(editor.drawer.getByRole("tab", { name: "Charts" })).toHaveCount(0)
  expect(JSON.parse(await editor.saved()).view.hide).toEqual(["sauna", "charts", "edit.fly"])
  const panel = await openPanel(editor)
  await expect(panel.getByLabel("Charts", { exact: true })).toBeChecked()
  await panel.getByLabel("Charts", { exact: true }).uncheck()
  const link = await panel.getByRole("textbox", { name: "Link" }).inputValue()
  await stranger.page.goto(link)
  await expect(stranger.drawer.getByRole("tab", { name: "Charts" })).toBeVisible()
  expect(JSON.parse(await stranger.saved()).view.hide).toEqual(["sauna", "edit.fly"])
})

for (const [numbers, says] of [
  [2_500, /^The link has [\d,]+ characters; some mail and chat programs cut links above 8,000\. A file is safer\.$/],
  [30_000, /^The link has [\d,]+ characters; the limit is 65,536\. Share the file instead\.$/],
] as const) {
  test(`a link of ${numbers} written numbers: the panel says how long it is and gives the file`, async ({ editor }) => {
    const { page } = editor
    // Digits in no order, so that they cannot be packed.
    const value = Array.from({ length: numbers }, (_, i) => Number(((i * 7919.123457) % 1).toFixed(5)))
    await editor.open()
    const node = { id: "x", op: "Input", attrs: { shape: [numbers] }, values: { value }, at: [0, 0] }
    await editor.openFile(JSON.stringify({ gradwire: 1, title: "Long", nodes: [node] }))
    await expect(editor.nodes).toHaveCount(1)
    await page.getByRole("banner").getByRole("button", { name: "Share" }).click()
    const panel = page.getByRole("dialog", { name: "Share this graph" })
    await expect(panel.getByText(says)).toBeVisible()
    await expect(panel.getByRole("textbox", { name: "Link" })).toHaveCount(numbers > 10_000 ? 0 : 1)
    expect(page.url().length).toBeLessThan(65_700)
    await panel.getByLabel("Read only: can be run and looked at, and copied to edit").check()
    const download = page.waitForEvent("download")
    await panel.getByRole("button", { name: "Save as a file" }).click()
    const sent = await readFile(await (await download).path(), "utf8")
    expect(JSON.parse(sent).view).toEqual({ readOnly: true })
    expect(JSON.parse(sent).nodes[0].values.value).toHaveLength(numbers)
    await editor.openFile(sent, "sent.json")
    await expect(page.getByRole("button", { name: "Make a copy to edit" })).toBeVisible()
  })
}

test("where the reader has a smaller window, the middle of the view is the same", async ({ editor, stranger }) => {
  await editor.open(GRAPH)
  await editor.ran("Forward")
  await zoomIn(editor)
  const link = await shareWith(editor, "Open where I am looking")
  await stranger.page.setViewportSize({ width: 1024, height: 700 })
  await receive(stranger, link)
  const offset = async (one: Editor) => {
    const node = await middle(one.node("gamma"))
    const canvas = await middle(one.canvas)
    return [node.x - canvas.x, node.y - canvas.y] as const
  }
  const [mine, theirs] = [await offset(editor), await offset(stranger)]
  for (const axis of [0, 1] as const) expect(Math.abs(mine[axis] - theirs[axis])).toBeLessThan(4)
})
