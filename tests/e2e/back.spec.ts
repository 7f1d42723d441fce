// The Back and Forward keys lead from document to document: each is what it was left as, and none is there twice.

import { expect, type Page } from "@playwright/test"
import { writeLink } from "../../src/formats/links/link.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { isLong } from "../campaign.ts"
import { drop, onDisk } from "./dropping.ts"
import { documents, menu, openFile, saved, title, titles } from "./keeping.ts"
import { test } from "./test.ts"

const graph = (name: string) =>
  JSON.stringify({ gradwire: 1, title: name, nodes: [{ id: "x", op: "Input", at: [0, 0] }] })

/** The fragment that holds a document. */
function linkOf(text: string): string {
  // Our own text, which the page reads with all its care.
  const made = writeLink(JSON.parse(text) as GradwireDocument)
  if (!("link" in made)) throw new Error("no link for this document")
  return made.link
}

const TYPED = "INPUT 8x8x1, FLATTEN, FC-3"

/** Ways to a document that nobody has edited, each with its title. */
const ways: Readonly<Record<string, readonly [name: string, go: (page: Page) => Promise<void>]>> = {
  "a link in the address bar": [
    "By link",
    async (page) => page.evaluate((hash) => location.assign(hash), linkOf(graph("By link"))),
  ],
  "a file": ["By file", async (page) => openFile(page, graph("By file"))],
  "an example": [
    "Two spirals",
    async (page) => {
      await menu(page, "Examples")
      await page.getByRole("dialog", { name: "Examples" }).getByRole("button", { name: "Two spirals" }).click()
    },
  ],
  "an empty graph": ["Untitled", async (page) => menu(page, "New graph")],
  "a typed network": [
    TYPED,
    async (page) => {
      await menu(page, "Type a network")
      const form = page.getByRole("dialog")
      await form.getByRole("textbox").fill(TYPED)
      await form.getByRole("button", { name: "Build" }).click()
    },
  ],
}

async function edit(page: Page, name: string): Promise<void> {
  await title(page).fill(name)
  await title(page).press("Enter")
}

test("every way to a document once, one after another: all the way back and forward again, edited or not", async ({
  page,
  editor,
}) => {
  await editor.open()
  await edit(page, "Begun with")
  await saved(page)
  const names: string[] = []
  for (const [name, go] of Object.values(ways)) {
    await go(page)
    await expect(title(page)).toHaveValue(name)
    names.push(name)
  }
  const last = names.length - 1
  for (const name of names.toReversed().slice(1)) {
    await page.goBack()
    await expect(title(page)).toHaveValue(name)
  }
  for (const name of names.slice(1)) {
    await page.goForward()
    await expect(title(page)).toHaveValue(name)
  }
  // Each is edited, from the last to the first: what stood in the address is left, and the entry is of the edited one.
  for (let i = last; i >= 0; i--) {
    await edit(page, `Edited ${i}`)
    expect(new URL(page.url()).hash).toBe("")
    await page.goBack()
    await expect(title(page)).toHaveValue(i > 0 ? (names[i - 1] ?? "") : "Begun with")
  }
  for (let i = 0; i <= last; i++) {
    await page.goForward()
    await expect(title(page)).toHaveValue(`Edited ${i}`)
  }
  await page.reload()
  await expect(title(page)).toHaveValue(`Edited ${last}`)
  await page.goBack()
  await expect(title(page)).toHaveValue(`Edited ${last - 1}`)
  await saved(page)
  expect(await titles(page)).toEqual(["Begun with", ...names.map((_, i) => `Edited ${i}`)])
})

// In a long campaign every pair of ways as well.
const pairs = Object.entries(ways).flatMap(([first, [firstTitle, toFirst]]) =>
  Object.entries(ways)
    .filter(([second]) => second !== first)
    .map(([second, [secondTitle, toSecond]]) => ({ first, firstTitle, toFirst, second, secondTitle, toSecond })),
)
for (const { first, firstTitle, toFirst, second, secondTitle, toSecond } of isLong ? pairs : []) {
  test(`${first}, then ${second}: back and forward, edited or not`, async ({ page, editor }) => {
    await editor.open()
    await edit(page, "Begun with")
    await saved(page)
    await toFirst(page)
    await expect(title(page)).toHaveValue(firstTitle)
    await toSecond(page)
    await expect(title(page)).toHaveValue(secondTitle)
    await page.goBack()
    await expect(title(page)).toHaveValue(firstTitle)
    await page.goForward()
    await expect(title(page)).toHaveValue(secondTitle)
    await edit(page, "Edited second")
    await page.goBack()
    await edit(page, "Edited first")
    await page.goBack()
    await expect(title(page)).toHaveValue("Begun with")
    await page.goForward()
    await expect(title(page)).toHaveValue("Edited first")
    await page.goForward()
    await expect(title(page)).toHaveValue("Edited second")
    await saved(page)
    expect(await titles(page)).toEqual(["Begun with", "Edited first", "Edited second"])
  })
}

test("a document of the list, of several files at once and of another tab are steps as well", async ({
  page,
  editor,
  context,
}, info) => {
  await editor.open()
  await edit(page, "One")
  await saved(page)
  const files = ["Two", "Three", "Four"].map((name) => onDisk(info, `${name}.json`, graph(name)))
  await drop(editor.canvas, await Promise.all(files))
  await expect(title(page)).toHaveValue("Four")
  await menu(page, "Documents")
  await documents(page).getByRole("button", { name: "Two", exact: true }).click()
  await expect(title(page)).toHaveValue("Two")
  const other = await context.newPage()
  await other.goto("./")
  await expect(title(other)).toHaveValue("Two")
  // Several files are one step.
  await page.goBack()
  await expect(title(page)).toHaveValue("Four")
  await page.goBack()
  await expect(title(page)).toHaveValue("One")
  await page.goForward()
  await page.goForward()
  await expect(title(page)).toHaveValue("Two")
  await expect.poll(() => titles(page)).toEqual(["Four", "One", "Three", "Two"])
})

test("a step to a document in the bin says where it lies, and the entry is of what is open", async ({
  page,
  editor,
}) => {
  await editor.open()
  await edit(page, "Thrown away")
  await saved(page)
  await openFile(page, graph("Kept"))
  await expect(title(page)).toHaveValue("Kept")
  await menu(page, "Documents")
  const away = documents(page).getByRole("button", { name: "Delete Thrown away" })
  await away.click()
  // Who goes back before it lies there has a copy of it, which another test is about.
  await expect(away).toHaveCount(0)
  await page.keyboard.press("Escape")
  await page.goBack()
  await expect(page.getByRole("alert")).toContainText("“Thrown away” lies in the bin")
  await expect(title(page)).toHaveValue("Kept")
  await page.reload()
  await expect(title(page)).toHaveValue("Kept")
})

test("links that are followed faster than a page opens: the last one is open, and Back leads to the first", async ({
  page,
  editor,
}) => {
  await editor.open()
  await edit(page, "Begun with")
  await saved(page)
  const hashes = ["A", "B", "C"].map((name) => linkOf(graph(name)))
  await page.evaluate((all) => {
    for (const hash of all) location.assign(hash)
  }, hashes)
  await expect(title(page)).toHaveValue("C")
  await page.goBack()
  await expect(title(page)).toHaveValue("B")
  await page.goBack()
  await page.goBack()
  await expect(title(page)).toHaveValue("Begun with")
})
