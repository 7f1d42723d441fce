// What tests of kept work do in a page, and what they find in its storage. No fixture watches these pages: some are broken by
// intent.

import { readFile } from "node:fs/promises"
import { expect, type Locator, type Page } from "@playwright/test"

/** How the open document is kept. */
export function status(page: Page): Locator {
  return page.getByRole("banner").getByRole("status").first()
}

export function title(page: Page): Locator {
  return page.getByRole("textbox", { name: "Title of the graph" })
}

export function nodes(page: Page): Locator {
  return page.locator(".react-flow__node")
}

export function documents(page: Page): Locator {
  return page.getByRole("dialog", { name: "Documents" })
}

/** Why the open document cannot be changed here. */
export function bar(page: Page): Locator {
  return page.getByRole("region", { name: "Why this graph cannot be changed" })
}

/** Opens the editor and waits until it says how the document is kept. */
export async function open(page: Page, address = "./"): Promise<void> {
  await page.goto(address)
  await expect(nodes(page).first()).toBeVisible()
  await expect(status(page)).toHaveText(/^(Saved \d\d:\d\d:\d\d|Read-only|Not saved.*)$/)
}

export async function rename(page: Page, text: string): Promise<void> {
  await title(page).fill(text)
  await title(page).press("Enter")
}

export async function saved(page: Page): Promise<void> {
  await expect(status(page)).toHaveText(/^Saved \d\d:\d\d:\d\d$/)
}

export async function menu(page: Page, name: string): Promise<void> {
  await (await menuItem(page, name)).click()
}

/** An item of the menu, which is open then. */
async function menuItem(page: Page, name: string): Promise<Locator> {
  await page.getByRole("button", { name: "Graph menu" }).click()
  const item = page.getByRole("menuitem", { name: new RegExp(`^${name}`) })
  await expect(item).toBeVisible()
  return item
}

/** Every record of a store, bytes as text. */
export function records(page: Page, store: string): Promise<readonly Record<string, unknown>[]> {
  return page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("gradwire")
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const all = await new Promise<Record<string, unknown>[]>((resolve) => {
      const request = database.transaction(name).objectStore(name).getAll()
      request.onsuccess = () => resolve(request.result)
    })
    database.close()
    return all.map((one) =>
      one.bytes instanceof Uint8Array ? { ...one, bytes: new TextDecoder().decode(one.bytes) } : one,
    )
  }, store)
}

export async function titles(page: Page): Promise<readonly unknown[]> {
  return (await records(page, "docs")).map((head) => head.title).toSorted()
}

/** The editor with a document of this title, saved. */
export async function openAs(page: Page, text: string): Promise<void> {
  await open(page)
  await rename(page, text)
  await saved(page)
}

/** Opens a file of this text. */
export async function openFile(page: Page, text: string): Promise<void> {
  const item = await menuItem(page, "Open a file")
  // Waiting begins with the click that asks: the way through the menu has its own time.
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), item.click()])
  await chooser.setFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from(text) })
}

/** Opens what the shorthand begins with, as a document of its own. */
export async function build(page: Page): Promise<void> {
  await menu(page, "Type a network")
  await page.getByRole("button", { name: "Build", exact: true }).click()
}

/** The link that the panel for sharing gives. */
export async function linkOf(page: Page): Promise<string> {
  await page.getByRole("banner").getByRole("button", { name: "Share" }).click()
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue()
  await page.keyboard.press("Escape")
  return link
}

export function downloadButton(page: Page): Locator {
  return page.getByRole("banner").getByRole("button", { name: "Download" })
}

/** The text of the file that a button hands out. */
export async function downloaded(page: Page, button: Locator): Promise<string> {
  const download = page.waitForEvent("download")
  await button.click()
  return readFile(await (await download).path(), "utf8")
}
