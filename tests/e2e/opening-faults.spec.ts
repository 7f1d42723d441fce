// A document that the page cannot cope with, for a fault of the page's own: said in one sentence with what was thrown, and
// everything else goes on. The faults are put in from outside: a Map that throws at one key, an element that refuses an id.

import { expect, type Page } from "@playwright/test"
import { writeLink } from "../../src/formats/links/link.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { test } from "./desk.ts"
import { drop, onDisk } from "./dropping.ts"
import { Editor } from "./editor.ts"
import { documents, menu, open, openFile, saved, title } from "./keeping.ts"

const graph = (name: string, op = "Input") =>
  JSON.stringify({ gradwire: 1, title: name, nodes: [{ id: op, op, at: [0, 0] }] })

/** The fragment that holds a document. */
function linkOf(text: string): string {
  // Our own text, which the page reads with all its care.
  const made = writeLink(JSON.parse(text) as GradwireDocument)
  if (!("link" in made)) throw new Error("no link for this document")
  return made.link
}

/** From the next load on, an analysis throws at the op "Bang" and the canvas at a node that is called "Crash". */
async function breakPage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { get } = Map.prototype
    Map.prototype.get = function (key: unknown) {
      if (key === "Bang") throw new Error("bang")
      return get.call(this, key)
    }
    const { setAttribute } = Element.prototype
    Element.prototype.setAttribute = function (name: string, value: string) {
      if (name === "data-id" && value === "Crash") throw new Error("crash")
      setAttribute.call(this, name, value)
    }
  })
}

test("one of several files: the others open, and the sentence says what was thrown", async ({ page }, info) => {
  await breakPage(page)
  await open(page)
  const names = ["One", "Bad", "Two"]
  const files = names.map((name) => onDisk(info, `${name}.json`, graph(name, name === "Bad" ? "Bang" : "Input")))
  await drop(new Editor(page).canvas, await Promise.all(files))
  const banner = page.getByRole("alert")
  await expect(banner).toContainText("“One.json” was opened.")
  await expect(banner).toContainText(
    "“Bad.json” could not be opened, for a fault in Gradwire itself: bang. Nothing was changed.",
  )
  await expect(banner).toContainText("“Two.json” was opened.")
  await expect(title(page)).toHaveValue("Two")
  await saved(page)
})

test("a file, a link and pasted text: what was open stays open and can be saved", async ({ page }) => {
  await breakPage(page)
  await open(page)
  await openFile(page, graph("Good"))
  await expect(title(page)).toHaveValue("Good")
  const link = linkOf(graph("Bad", "Bang"))
  const ways: readonly (() => Promise<unknown>)[] = [
    () => openFile(page, graph("Bad", "Bang")),
    () => page.evaluate((address) => location.assign(address), link),
    async () => {
      await page.evaluate((text) => navigator.clipboard.writeText(text), link)
      await new Editor(page).canvas.click({ position: { x: 30, y: 300 } })
      await page.keyboard.press("ControlOrMeta+v")
    },
  ]
  for (const way of ways) {
    await way()
    const banner = page
      .getByRole("alert")
      .filter({ hasText: "could not be opened, for a fault in Gradwire itself: bang" })
    await expect(banner).toBeVisible()
    await expect(title(page)).toHaveValue("Good")
    await banner.getByRole("button", { name: "Close this message" }).click()
  }
  await saved(page)
})

test("a stored document that throws at every visit: the page opens with another one, and the list is in reach", async ({
  page,
}) => {
  await open(page)
  await openFile(page, graph("Good"))
  await saved(page)
  await openFile(page, graph("Bad", "Bang"))
  await expect(title(page)).toHaveValue("Bad")
  await saved(page)
  await breakPage(page)
  for (const visit of [1, 2, 3, 4]) {
    await page.reload()
    await expect(title(page), `visit ${visit}`).not.toHaveValue("Bad")
    await saved(page)
    await menu(page, "Documents")
    await documents(page).getByRole("button", { name: "Bad", exact: true }).click()
    await expect(page.getByRole("alert").first()).toContainText("“Bad” could not be opened")
    await documents(page).getByRole("button", { name: "Good", exact: true }).click()
    await expect(title(page)).toHaveValue("Good")
  }
})

test("a canvas that cannot be drawn says so in its place; menus, list and the next document go on", async ({
  page,
}) => {
  await breakPage(page)
  await open(page)
  await openFile(page, graph("Bad").replace('"id":"Input"', '"id":"Crash"'))
  await expect(page.getByText("The canvas cannot be shown: crash. Your work is kept.")).toBeVisible()
  await saved(page)
  await page.reload()
  await expect(page.getByText("The canvas cannot be shown: crash.")).toBeVisible()
  await openFile(page, graph("Good"))
  await expect(title(page)).toHaveValue("Good")
  await expect(page.locator(".react-flow__node")).toHaveCount(1)
})

test("a document at which the page stopped twice is not opened by itself a third time", async ({ page }) => {
  await open(page)
  await openFile(page, graph("Slow"))
  await saved(page)
  // As two visits left it that stopped: a page that goes away by itself forgets its own attempt.
  const id = await page.evaluate(() => localStorage.getItem("gradwire.open"))
  await page.addInitScript((id) => {
    if (sessionStorage.getItem("stopped") !== null) return
    sessionStorage.setItem("stopped", "twice")
    localStorage.setItem("gradwire.opening", JSON.stringify({ id, times: 2 }))
  }, id)
  await page.reload()
  await expect(page.getByRole("alert")).toContainText(
    "“Slow” was not opened by itself: the page stopped twice while it was being opened.",
  )
  await menu(page, "Documents")
  await documents(page).getByRole("button", { name: "Slow", exact: true }).click()
  await expect(title(page)).toHaveValue("Slow")
  // It went well: the next visit begins with it again.
  await page.reload()
  await expect(title(page)).toHaveValue("Slow")
})
