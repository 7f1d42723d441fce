// Work that is never lost: what is called saved is found again after a reload and beside a link, a file or an example, each of
// which opens as a document of its own.

import { expect, type Page } from "@playwright/test"
import { test } from "./desk.ts"
import {
  bar,
  build,
  downloaded,
  linkOf,
  menu,
  nodes,
  open,
  openAs,
  openFile,
  records,
  rename,
  saved,
  title,
  titles,
} from "./keeping.ts"

/** Everything that the status says from now on: "Saving…" may stand for a few milliseconds only. */
async function wordsOf(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const words: string[] = []
    const note = () => words.push(document.querySelector("[role=status], output")?.textContent ?? "")
    new MutationObserver(note).observe(document.body, { childList: true, characterData: true, subtree: true })
    Object.assign(globalThis, { words })
  })
  return () => page.evaluate(() => Reflect.get(globalThis, "words") as string[])
}

test("an edit is called saved when it is, and is there after a reload", async ({ page }) => {
  await open(page)
  const words = await wordsOf(page)
  await rename(page, "kept")
  await saved(page)
  expect(await titles(page)).toEqual(["kept"])
  expect(await words()).toContain("Saving…")
  await page.reload()
  await expect(title(page)).toHaveValue("kept")
})

test("what was typed in the last moment before a reload is there as well", async ({ page }) => {
  await openAs(page, "first")
  await rename(page, "at the last moment")
  await page.reload()
  await expect(title(page)).toHaveValue("at the last moment")
  await saved(page)
  expect(await titles(page)).toEqual(["at the last moment"])
})

test("a link, a file, an example and the shorthand open as documents of their own; the old one is untouched", async ({
  page,
}) => {
  await openAs(page, "shared")
  const mine = async () => (await records(page, "docs")).find((head) => head.title === "mine")?.hash
  const link = await linkOf(page)
  await rename(page, "mine")
  await saved(page)
  const before = await mine()
  await page.goto(link.replace(/^.*#/, "./#"))
  await expect.poll(async () => (await records(page, "docs")).length).toBe(2)
  await build(page)
  await expect.poll(async () => (await records(page, "docs")).length).toBe(3)
  const text = '{"gradwire":1,"title":"from a file","nodes":[{"id":"a","op":"ReLU"}]}'
  await openFile(page, text)
  await expect(title(page)).toHaveValue("from a file")
  await expect.poll(async () => (await records(page, "docs")).length).toBe(4)
  expect(await mine()).toBe(before)
})

test("a reload of a link is the same document, and an edit takes the link out of the address", async ({ page }) => {
  await open(page, "./?src=batch-norm")
  await page.reload()
  await expect(nodes(page).first()).toBeVisible()
  await saved(page)
  expect(await records(page, "docs")).toHaveLength(1)
  await rename(page, "edited")
  await expect.poll(() => new URL(page.url()).search).toBe("")
  await saved(page)
  await page.reload()
  await expect(title(page)).toHaveValue("edited")
  expect(await titles(page)).toEqual(["edited"])
})

test("only graphs of the gallery can be named in an address", async ({ page }) => {
  await page.goto("./?src=https://example.com/x.json")
  await expect(page.getByRole("alert")).toContainText("There is no graph “https://example.com/x.json” in the gallery.")
  await expect(nodes(page).first()).toBeVisible()
})

test("a document of a newer format is looked at, kept byte for byte, and downloaded as it came", async ({ page }) => {
  await open(page)
  const text = '{"gradwire":7,"title":"from tomorrow","nodes":[{"id":"a","op":"ReLU"}],"more":[1,   2]}'
  await openFile(page, text)
  await expect(bar(page)).toContainText("made by a newer Gradwire")
  await title(page).pressSequentially("changed")
  await expect(title(page)).toHaveValue("from tomorrow")
  expect(await downloaded(page, page.getByRole("main").getByRole("button", { name: "Download" }))).toBe(text)
  await page.reload()
  await expect(bar(page)).toContainText("made by a newer Gradwire")
  const kept = (await records(page, "snapshots")).filter(({ bytes }) => String(bytes).includes("tomorrow"))
  expect(kept.map(({ bytes }) => bytes)).toEqual([text])
})

test("a thousand addresses a second: the last one is open, and the page answers meanwhile", async ({ page }) => {
  await open(page)
  await build(page)
  await rename(page, "the last one")
  const link = await linkOf(page)
  await rename(page, "something else")
  await saved(page)
  const before = (await records(page, "docs")).length
  const longest = await page.evaluate(async (hash) => {
    let longest = 0
    let last = performance.now()
    for (let i = 0; i < 1000; i++) {
      location.hash = i < 999 ? `g1.d1.${i}` : hash
      if (i % 10 === 9) await new Promise((resolve) => setTimeout(resolve))
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }
    return longest
  }, new URL(link).hash)
  await expect(title(page)).toHaveValue("the last one")
  await saved(page)
  expect((await records(page, "docs")).length).toBe(before + 1)
  expect(longest).toBeLessThan(500)
})

test("a link may be read-only, and close panels; a copy may be changed", async ({ page }) => {
  // As on any visit but the first, with its panels open.
  await page.addInitScript(() => localStorage.setItem("gradwire.panels", "{}"))
  await open(page)
  const text = JSON.stringify({
    gradwire: 1,
    title: "exercise",
    nodes: [{ id: "a", op: "Input", at: [0, 0] }],
    view: { readOnly: true, hide: ["palette", "drawer"] },
  })
  await openFile(page, text)
  await expect(bar(page)).toContainText("This graph came as read-only.")
  await expect(page.getByRole("navigation", { name: "Library" })).toBeHidden()
  await expect(page.getByRole("region", { name: "Drawer" })).toBeHidden()
  await expect(page.getByRole("complementary", { name: "Inspector" })).toBeVisible()
  await title(page).pressSequentially("no")
  await expect(title(page)).toHaveValue("exercise")
  await page.getByRole("button", { name: "Make a copy" }).click()
  await rename(page, "mine now")
  await saved(page)
  await menu(page, "New graph")
  await expect(page.getByRole("navigation", { name: "Library" })).toBeVisible()
})
