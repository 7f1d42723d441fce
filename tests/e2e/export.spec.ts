// Pictures: what is saved is the graph that is shown, whole or the selection, sharp, in the theme that was chosen.

import { readFile } from "node:fs/promises"
import { expect, type Locator } from "@playwright/test"
import { axe } from "./axe.ts"
import { test } from "./desk.ts"
import type { Editor } from "./editor.ts"
import { typeInList } from "./typing.ts"

async function panelOf(editor: Editor): Promise<Locator> {
  await editor.menu("Export")
  const panel = editor.page.getByRole("dialog", { name: "Export" })
  await expect(panel.getByRole("img")).toBeVisible()
  return panel
}

async function saveFrom(editor: Editor, panel: Locator, kind: "SVG" | "PNG"): Promise<{ name: string; path: string }> {
  const download = editor.page.waitForEvent("download")
  await panel.getByRole("button", { name: `Save ${kind}` }).click()
  const file = await download
  await expect(panel.getByRole("status")).toContainText("Saved")
  return { name: file.suggestedFilename(), path: await file.path() }
}

/** On an empty page: the editor's own may not parse markup. */
async function elsewhere<T>(editor: Editor, text: string, read: (text: string) => T | Promise<T>): Promise<T> {
  const page = await editor.page.context().newPage()
  const answer = await page.evaluate(read as (text: string) => Promise<T>, text)
  await page.close()
  return answer
}

/** Read as a browser reads it: its size, its nodes and wires, its texts; or why it cannot. */
function readSvg(editor: Editor, text: string) {
  return elsewhere(editor, text, (text) => {
    const tree = new DOMParser().parseFromString(text, "image/svg+xml")
    const root = tree.documentElement
    return {
      error: tree.querySelector("parsererror")?.textContent ?? null,
      size: [Number(root.getAttribute("width")), Number(root.getAttribute("height"))],
      nodes: [...tree.querySelectorAll("[data-node]")].map((one) => one.getAttribute("data-node")),
      wires: tree.querySelectorAll("[data-wire]").length,
      texts: [...tree.querySelectorAll("text")].map((one) => one.textContent),
      foreign: tree.querySelectorAll("foreignObject, script, image, use").length,
    }
  })
}

/** Its size, and how many pixels have each colour. */
function readPng(editor: Editor, bytes: Buffer) {
  return elsewhere(editor, bytes.toString("base64"), async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = document.createElement("canvas")
    canvas.width = image.naturalWidth
    canvas.height = image.naturalHeight
    const pen = canvas.getContext("2d")
    if (pen === null) throw new Error("no canvas")
    pen.drawImage(image, 0, 0)
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height)
    const counts = new Map<string, number>()
    for (let i = 0; i < data.length; i += 4) {
      const colour = `${data[i]},${data[i + 1]},${data[i + 2]},${data[i + 3]}`
      counts.set(colour, (counts.get(colour) ?? 0) + 1)
    }
    const most = [...counts].sort(([, a], [, b]) => b - a)
    return { width: canvas.width, height: canvas.height, colours: counts.size, most: most[0]?.[0] }
  })
}

test("saves the batch-norm graph as SVG, whole and the selection, without touching the document", async ({
  editor,
}) => {
  await editor.open("?src=batch-norm")
  const before = await editor.saved()
  const panel = await panelOf(editor)
  await expect(panel.getByRole("button", { name: "Selection" })).toBeDisabled()
  const whole = await saveFrom(editor, panel, "SVG")
  expect(whole.name).toBe("batch-normalisation-training-time.svg")
  const text = await readFile(whole.path, "utf8")
  const svg = await readSvg(editor, text)
  expect(svg).toMatchObject({ error: null, wires: 8, foreign: 0 })
  expect(svg.nodes).toHaveLength(7)
  expect(svg.texts).toContain("4×3")
  expect(svg.texts).toContain("σ2")
  // Everything it needs is inside: the letters of the page and of the formulas.
  expect(text.match(/data:font\/woff2;base64,[A-Za-z0-9+/]{10000}/g)).toHaveLength(3)
  expect(text.replace(/data:font[^)]*/g, "")).not.toMatch(/url\((?!\))|https?:(?!\/\/www\.w3\.org\/2000\/svg)/)

  await editor.node("mu").click()
  await editor.node("sigma2").click({ modifiers: ["Shift"] })
  await editor.node("Z").click({ modifiers: ["Shift"] })
  await panel.getByRole("button", { name: "Selection (3)" }).click()
  await panel.getByLabel("Labels on wires").uncheck()
  const part = await readSvg(editor, await readFile((await saveFrom(editor, panel, "SVG")).path, "utf8"))
  expect(part.error).toBeNull()
  expect([...part.nodes].sort()).toEqual(["Z", "mu", "sigma2"])
  expect(part.wires).toBe(2)
  expect(part.texts).not.toContain("1×3")
  await panel.getByRole("button", { name: "Close" }).click()
  expect(await editor.saved()).toBe(before)
})

test("PNG has two pixels for each of the picture, in the dark, with the table; the clipboard takes the same", async ({
  editor,
  page,
}) => {
  await editor.open("?src=batch-norm")
  const panel = await panelOf(editor)
  const plain = (await readSvg(editor, await readFile((await saveFrom(editor, panel, "SVG")).path, "utf8"))).size
  await panel.getByRole("button", { name: "Dark" }).click()
  await panel.getByRole("button", { name: "Below" }).click()
  const svg = await readSvg(editor, await readFile((await saveFrom(editor, panel, "SVG")).path, "utf8"))
  expect(svg.size[1]).toBeGreaterThan((plain[1] ?? 0) + 150)
  expect(svg.texts).toContain("Dimension of Activations")
  const { name, path } = await saveFrom(editor, panel, "PNG")
  expect(name).toBe("batch-normalisation-training-time.png")
  const bytes = await readFile(path)
  // Pixels a metre, behind the name of the chunk: 192 an inch, so that on paper it is as large as the SVG.
  expect(bytes.readUInt32BE(bytes.indexOf("pHYs") + 4)).toBe(7559)
  const png = await readPng(editor, bytes)
  expect([png.width, png.height]).toEqual(svg.size.map((side) => 2 * side))
  expect(png.most).toBe("22,24,27,255")
  expect(png.colours).toBeGreaterThan(100)

  await panel.getByRole("button", { name: "Copy PNG" }).click()
  await expect(panel.getByRole("status")).toContainText("Copied the picture")
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const blob = await item?.getType("image/png")
    const { width, height } = await createImageBitmap(blob ?? new Blob())
    return [width, height]
  })
  expect(copied).toEqual([png.width, png.height])
})

test("the playback of a pass is saved as an SVG that moves and as a film", async ({ editor }) => {
  await editor.open("?src=batch-norm")
  await editor.openFile(
    JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [2, 2] }, at: [0, 0] },
        { id: "y", op: "Square", inputs: { input: "x" }, at: [260, 0] },
      ],
      target: "y",
    }),
  )
  await editor.press("Backward")
  const panel = await panelOf(editor)
  const saved = async (button: string) => {
    const download = editor.page.waitForEvent("download")
    await panel.getByRole("button", { name: button }).click()
    const file = await download
    await expect(panel.getByRole("status")).toContainText("Saved")
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
  }
  const moving = await saved("Save moving SVG")
  expect(moving.name).toMatch(/-playback\.svg$/)
  const { error, texts } = await readSvg(editor, moving.bytes.toString("utf8"))
  expect(error).toBeNull()
  expect(texts.join("\n")).toMatch(/The gradient starts at y.*\n[\s\S]*The gradient reaches x from y/)
  const film = await saved("Save film (WebM)")
  expect(film.name).toMatch(/-playback\.webm$/)
  // An EBML head, as WebM has it, and more than a single picture behind it.
  expect(film.bytes.subarray(0, 4).toString("hex")).toBe("1a45dfa3")
  expect(film.bytes.length).toBeGreaterThan(5000)
})

// What is chosen in the panel stays: none of these chooses anything that the next one would miss.
test.describe("on one page", () => {
  test.describe.configure({ mode: "serial" })
  test.use({ standing: "?src=batch-norm" })

  test("the gradients that are shown are in the picture", async ({ editor }) => {
    await editor.press("Backward")
    const chip = await editor.chip("X:value>mu:input").textContent()
    const panel = await panelOf(editor)
    const text = await readFile((await saveFrom(editor, panel, "SVG")).path, "utf8")
    expect((await readSvg(editor, text)).texts).toContain(chip)
    expect(text).toContain("#a8246f")
  })

  test("labels of strangers stay text", async ({ editor }) => {
    const label = `<img src=x onerror=alert(1)>]]>&"'\u202e`
    const nodes = [{ id: "X", op: "Input", attrs: { shape: [2] }, label, at: [0, 0] }]
    await editor.openFile(JSON.stringify({ gradwire: 1, title: label, nodes }))
    const panel = await panelOf(editor)
    await panel.getByLabel("Title").check()
    const svg = await readSvg(editor, await readFile((await saveFrom(editor, panel, "SVG")).path, "utf8"))
    expect(svg).toMatchObject({ error: null, foreign: 0 })
    expect(svg.texts).toContain(`<img src=x onerror=alert(1)>]]>&"'`)
  })

  test("what is too big for a PNG says so, and offers SVG", async ({ editor }) => {
    const nodes = [0, 9000].map((x, i) => ({ id: `n${i}`, op: "Input", attrs: { shape: [2] }, at: [x, 0] }))
    await editor.openFile(JSON.stringify({ gradwire: 1, nodes }))
    const panel = await panelOf(editor)
    await expect(panel.getByText(/more than browsers can draw\. Save it as SVG/)).toBeVisible()
    await expect(panel.getByRole("button", { name: "Save PNG" })).toBeDisabled()
    await expect(panel.getByRole("button", { name: "Copy PNG" })).toBeDisabled()
    expect((await saveFrom(editor, panel, "SVG")).name).toBe("graph.svg")
  })

  test("by keyboard alone: from the search, and straight to a file", async ({ editor: { page } }) => {
    await page.keyboard.press("ControlOrMeta+k")
    await typeInList(page, "save picture as svg")
    const download = page.waitForEvent("download")
    await page.keyboard.press("Enter")
    expect((await download).suggestedFilename()).toMatch(/\.svg$/)

    await page.keyboard.press("ControlOrMeta+k")
    await typeInList(page, "export a picture")
    await page.keyboard.press("Enter")
    const panel = page.getByRole("dialog", { name: "Export" })
    await expect(panel).toBeVisible()
    await expect.poll(() => panel.evaluate((one) => one.contains(document.activeElement))).toBe(true)
    await page.keyboard.press("Escape")
    await expect(panel).toBeHidden()
  })

  test("the panel can be read by everybody, light and dark, also on a narrow screen", async ({ editor, page }) => {
    const panel = await panelOf(editor)
    for (const width of [1440, 380]) {
      await page.setViewportSize({ width, height: 800 })
      // In the dark only the colours are others.
      for (const colorScheme of ["dark", "light"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
        const found = await axe(page, { within: "[role=dialog]", coloursOnly: colorScheme === "dark" })
        expect(found, colorScheme).toEqual([])
      }
      await panel.getByRole("button", { name: "Copy PNG" }).scrollIntoViewIfNeeded()
      await expect(panel.getByRole("button", { name: "Copy PNG" })).toBeInViewport()
    }
  })
})
