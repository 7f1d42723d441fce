// Documents in and out: nothing is lost on the way, and what cannot be read says where and changes nothing.

import { expect } from "@playwright/test"
import { test } from "./desk.ts"

test("a saved file opens as the same document, to the letter", async ({ editor }) => {
  await editor.open()
  await editor.example("Batch normalisation, training time")
  const text = await editor.saved()
  expect(JSON.parse(text)).toMatchObject({ gradwire: 1, target: "Y" })
  await editor.newGraph()
  await editor.openFile(text)
  await editor.ran("Forward")
  await expect(editor.nodes).toHaveCount(7)
  await expect(editor.wires).toHaveCount(8)
  expect(await editor.saved()).toBe(text)
})

test("a file dropped on the canvas opens", async ({ editor, page }) => {
  await editor.open()
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    const text = '{"gradwire": 1, "title": "Dropped", "nodes": [{"id": "only", "op": "Input"}]}'
    transfer.items.add(new File([text], "dropped.json", { type: "application/json" }))
    return transfer
  })
  const pane = page.locator(".react-flow__pane")
  await pane.dispatchEvent("dragover", { dataTransfer: data })
  await pane.dispatchEvent("drop", { dataTransfer: data })
  await expect(editor.node("only")).toBeVisible()
  await expect(editor.nodes).toHaveCount(1)
})

test("broken JSON names line and column, once, and the graph on screen stays", async ({ editor, page }) => {
  await editor.open()
  await editor.setAttr("conv1", "out_channels", "7")
  const before = await editor.saved()
  await editor.openFile('{"gradwire": 1,\n "nodes": [}', "broken.json")
  const banner = page.getByRole("alert").filter({ hasText: "broken.json" })
  await expect(banner).toContainText('Line 2, column 12: found "}", expected a value.')
  expect((await banner.innerText()).match(/Line 2/g)).toHaveLength(1)
  expect(await editor.saved()).toBe(before)
  await banner.getByRole("button", { name: "Close this message" }).click()
  await expect(banner).toBeHidden()
})

test("one bad node costs one node: it stands on the canvas as a card, and saving gives its text back", async ({
  editor,
  page,
}) => {
  const bad = '{ "id": "weird", "op": 7, "attrs": { "half": 0.50, "keep": [1,  2] } }'
  await editor.open()
  await editor.openFile(
    `{ "gradwire": 1, "nodes": [
      { "id": "x", "op": "Input", "attrs": { "shape": [2, 3] } },
      ${bad},
      { "id": "y", "op": "ReLU", "inputs": { "input": "x" } } ] }`,
    "one-bad.json",
  )
  await expect(page.getByRole("alert").filter({ hasText: "one-bad.json" })).toContainText("one node could not be read")
  await expect(editor.nodes).toHaveCount(3)
  await expect(editor.chip("x:value>y:input")).toHaveText("2×3")
  await editor.press("Backward")
  const card = editor.nodes.filter({ hasText: "weird" }).first()
  await card.click()
  await expect(editor.inspector.getByText("Its text is kept and saved unchanged.")).toBeVisible()
  await expect(editor.inspector.getByText('"keep": [1,  2]')).toBeVisible()
  expect(await editor.saved()).toContain(bad)
})

test("a file that is no graph says what it is", async ({ editor, page }) => {
  await editor.open()
  const before = await editor.saved()
  await editor.openFile('{"cells": [], "nbformat": 4, "nodes": []}', "homework.ipynb")
  await expect(page.getByRole("alert").filter({ hasText: "homework.ipynb" })).toContainText("a Jupyter notebook")
  await editor.openFile("", "empty.json")
  await expect(page.getByRole("alert").filter({ hasText: "empty.json" })).toBeVisible()
  expect(await editor.saved()).toBe(before)
})

test("pasting text or foreign JSON adds nothing and says why; pasting a graph adds its nodes", async ({
  editor,
  page,
}) => {
  await editor.open()
  const before = await editor.saved()
  await editor.clickNothing()
  await editor.paste("Hello, is this a graph?")
  await expect(page.getByRole("alert")).toContainText("The clipboard holds no graph.")
  await editor.paste('{"class_name": "Sequential", "config": {}}')
  await expect(page.getByRole("alert")).toContainText("a Keras model")
  expect(await editor.saved()).toBe(before)
  await editor.paste(
    '{"gradwire": 1, "nodes": [{"id": "conv1", "op": "Input"}, {"id": "r", "op": "ReLU", "inputs": {"input": "conv1"}}]}',
  )
  await expect(editor.nodes).toHaveCount(9)
  await expect(editor.wires).toHaveCount(7)
  await page.keyboard.press("ControlOrMeta+z")
  expect(await editor.saved()).toBe(before)
})

test("pasting a link opens its graph as a document of its own; text that carries markup stays text", async ({
  editor,
  page,
}) => {
  await editor.open("?src=batch-norm")
  await page.getByRole("banner").getByRole("button", { name: "Share" }).click()
  await expect(page.getByRole("dialog", { name: "Share this graph" }).getByRole("status")).toContainText("Copied.")
  const link = await editor.copied()
  await page.keyboard.press("Escape")
  await editor.newGraph()
  await editor.clickNothing()
  await editor.paste(`${link}\n`)
  await expect(editor.nodes).toHaveCount(7)
  await editor.ran("Forward")

  const before = await editor.saved()
  await editor.clickNothing()
  await page.evaluate(async () => {
    const kinds = {
      "text/html": '<h1 id="pasted">hello</h1>',
      "text/plain": '<img src="x" onerror="document.title = 1"><script>document.title = 2</script>',
    }
    const blobs = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })])
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))])
  })
  await page.keyboard.press("ControlOrMeta+v")
  await expect(page.getByRole("alert")).toContainText("The clipboard holds no graph.")
  await expect(page.locator("img[src=x], #pasted")).toHaveCount(0)
  expect(await page.title()).not.toMatch(/^[12]$/)
  expect(await editor.saved()).toBe(before)
})

test("pasting 5 MB of text is refused in words, and the page goes on", async ({ editor, page }) => {
  await editor.open("?src=batch-norm")
  const before = await editor.saved()
  await editor.clickNothing()
  await editor.paste("lorem ipsum ".repeat(440_000))
  await expect(page.getByRole("alert")).toContainText("The clipboard holds no graph.")
  expect((await page.getByRole("alert").innerText()).length).toBeLessThan(600)
  expect(await editor.saved()).toBe(before)
})

test("cut and pasted groups come back nested and collapsed; copied ones get names of their own, in one undo step", async ({
  editor,
  page,
}) => {
  const text = JSON.stringify({
    gradwire: 1,
    title: "Groups",
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [4, 3] }, at: [0, 0] },
      { id: "a", op: "ReLU", inputs: { input: "x" }, at: [260, 0], group: "inner" },
      { id: "b", op: "Tanh", inputs: { input: "a" }, at: [520, 0], group: "inner" },
      { id: "c", op: "Sigmoid", inputs: { input: "b" }, at: [780, 0], group: "outer" },
    ],
    groups: [
      { id: "outer", label: "Block" },
      { id: "inner", label: "Two", parent: "outer", collapsed: true },
    ],
  })
  await editor.open()
  await editor.openFile(text)
  await expect(editor.node("group:inner")).toBeVisible()
  const before = await editor.saved()
  await editor.canvas.getByText("Block", { exact: true }).click()
  await page.keyboard.press("ControlOrMeta+c")
  await editor.clickNothing()
  await page.keyboard.press("ControlOrMeta+v")
  await expect(editor.canvas.getByText("Block", { exact: true })).toHaveCount(2)
  await expect(editor.node("group:inner1")).toContainText("2 nodes")
  const after = JSON.parse(await editor.saved())
  expect(after.groups).toHaveLength(4)
  expect(after.groups[3]).toEqual({ id: "inner1", label: "Two", parent: "outer1", collapsed: true })
  await page.keyboard.press("ControlOrMeta+z")
  expect(await editor.saved()).toBe(before)

  await editor.canvas.getByText("Block", { exact: true }).click()
  await page.keyboard.press("ControlOrMeta+x")
  await expect(editor.nodes).toHaveCount(1)
  expect(JSON.parse(await editor.saved()).groups).toBeUndefined()
  await page.keyboard.press("ControlOrMeta+v")
  await expect(editor.node("group:inner")).toBeVisible()
  expect(JSON.parse(await editor.saved()).groups).toEqual(JSON.parse(text).groups)
})
