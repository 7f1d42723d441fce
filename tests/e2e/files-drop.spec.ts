// Whatever is dropped on the window: graphs open, arrays and pictures go where they are dropped, the rest is named in a
// line and changes nothing.

import { rm } from "node:fs/promises"
import { expect } from "@playwright/test"
import { test } from "./desk.ts"
import { drop, onDisk, sparse } from "./dropping.ts"

const graph = (title: string, ...ids: string[]): string =>
  JSON.stringify({ gradwire: 1, title, nodes: ids.map((id) => ({ id, op: "Input" })) })

test("a graph that is dropped opens wherever it falls: on the canvas, the inspector or the table", async ({
  editor,
  page,
}, info) => {
  await editor.open()
  const title = page.getByRole("textbox", { name: "Title of the graph" })
  for (const [place, name] of [
    [editor.canvas, "canvas"],
    [editor.inspector, "inspector"],
    [editor.drawer, "drawer"],
  ] as const) {
    await drop(place, [await onDisk(info, `${name}.json`, graph(`On the ${name}`, "only"))])
    await expect(title).toHaveValue(`On the ${name}`)
    await expect(editor.nodes).toHaveCount(1)
  }
})

test("several files at once: each that can be read opens, and each has its line", async ({ editor, page }, info) => {
  await editor.open()
  await drop(editor.canvas, [
    await onDisk(info, "one.json", graph("One", "a")),
    await onDisk(info, "two.json", '{"gradwire": 1, "nodes": ['),
    await onDisk(info, "three.json", graph("Three", "b", "c")),
  ])
  const banner = page.getByRole("alert")
  await expect(banner).toContainText("“one.json” was opened.")
  await expect(banner).toContainText("“two.json” could not be opened.")
  await expect(banner).toContainText("“three.json” was opened.")
  await expect(editor.nodes).toHaveCount(2)
  await editor.menu("Documents")
  const home = page.getByRole("dialog", { name: "Documents" })
  await expect(home.getByRole("button", { name: "One", exact: true })).toBeVisible()
})

test("of more than twenty files the rest is counted", async ({ editor, page }, info) => {
  await editor.open()
  const paths = await Promise.all(
    Array.from({ length: 23 }, (_, n) => onDisk(info, `g${n}.json`, graph(`Graph ${n}`, "n"))),
  )
  await drop(editor.canvas, paths)
  await expect(page.getByRole("alert")).toContainText("3 more were not opened: 20 at most at a time.")
})

test("a folder, an empty file, a file that is gone, a picture of 2 GB: each is named, nothing changes", async ({
  editor,
  page,
}, info) => {
  await editor.open()
  await editor.setAttr("conv1", "out_channels", "7")
  const before = await editor.saved()
  const inside = await onDisk(info, "folder/inside.json", graph("Inside", "x"))
  await drop(editor.canvas, [inside.replace(/\/inside\.json$/, "")])
  await expect(page.getByText("A folder cannot be opened; drop the files that are in it.")).toBeVisible()

  await drop(editor.canvas, [await onDisk(info, "empty.json", "")])
  await expect(page.getByRole("alert").filter({ hasText: "“empty.json” could not be opened." })).toBeVisible()

  const huge = await sparse(info, "huge.json", 2 ** 31)
  await drop(editor.canvas, [huge])
  await expect(
    page.getByRole("alert").filter({
      hasText: "“huge.json” was not read. It has 2,147,483,648 bytes; the limit is 33,554,432.",
    }),
  ).toBeVisible()
  await rm(huge)

  const gone = await onDisk(info, "gone.json", graph("Gone", "x"))
  await page.evaluate(() => {
    // Between the drop and the reading: the file is deleted, a stick is pulled out.
    Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotReadableError"))
  })
  await drop(editor.canvas, [gone])
  await expect(page.getByRole("alert").filter({ hasText: "“gone.json” could not be read" })).toBeVisible()
  expect(await editor.saved()).toBe(before)
})

test("files of other kinds are called what they are", async ({ editor, page }, info) => {
  await editor.open()
  const before = await editor.saved()
  const npy = new Uint8Array([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0])
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])
  for (const [name, content, says] of [
    ["weights.npy", npy, /NumPy/],
    ["photo.png", png, /PNG/],
    ["page.html", "<!doctype html><script>alert(1)</script>", /HTML/],
    ["numbers.csv", "1,2,3\n4,5,6\n", /“numbers\.csv” could not be opened/],
  ] as const) {
    await drop(editor.canvas, [await onDisk(info, name, content)])
    await expect(page.getByRole("alert").filter({ hasText: name })).toContainText(says)
  }
  expect(await editor.saved()).toBe(before)
})

test("an array dropped on a tensor is compared with it; as .npy and as .csv", async ({ editor, page }, info) => {
  await editor.open()
  await editor.example("Batch normalisation, training time")
  await editor.node("gamma").click()
  const tensor = page.getByRole("region", { name: "Tensor, compared with arrays that are dropped on it" })
  await drop(tensor, [await onDisk(info, "gamma.csv", "1, 0.5, 2\n")])
  await expect(tensor).toContainText("All 3 cells agree.")
  await drop(tensor, [await onDisk(info, "gamma.npy", npyOf([1, 0.5, 3]))])
  await expect(tensor).toContainText("1 of 3 cells")
  await expect(editor.nodes).toHaveCount(7)
})

test("a picture dropped on an Input's card fills it", async ({ editor, page }, info) => {
  await editor.open()
  const before = JSON.parse(await editor.saved()).nodes[0].values
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(8, 8)
    const context = canvas.getContext("2d")
    if (context === null) throw new Error("no canvas")
    context.fillStyle = "#fff"
    context.fillRect(0, 0, 8, 8)
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]
  })
  const [input = ""] = await editor.ids()
  await drop(editor.node(input), [await onDisk(info, "white.png", new Uint8Array(png))])
  await expect(page.getByText(`“white.png” is in ${input}: cropped to the middle, 28×28`)).toBeVisible()
  await expect(editor.nodes).toHaveCount(7)
  expect(JSON.parse(await editor.saved()).nodes[0].values.value).not.toEqual(before.value)
  await page.keyboard.press("ControlOrMeta+z")
  expect(JSON.parse(await editor.saved()).nodes[0].values).toEqual(before)
})

/** NumPy's format 1.0: float64, C order. */
function npyOf(numbers: readonly number[]): Uint8Array {
  const words = `{'descr': '<f8', 'fortran_order': False, 'shape': (${numbers.length},), }`
  const header = `${words.padEnd(117)}\n`
  const bytes = new Uint8Array(10 + header.length + 8 * numbers.length)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0])
  bytes.set(new TextEncoder().encode(header), 10)
  const view = new DataView(bytes.buffer)
  for (const [i, x] of numbers.entries()) view.setFloat64(10 + header.length + 8 * i, x, true)
  return bytes
}
