// Every browser test runs with these two promises: the page logs no error and throws none, and it asks no server but its own.

import { test as base, type Page } from "@playwright/test"
import { Editor } from "./editor.ts"

interface Fixtures {
  /** The editor on a page that is watched; nothing is opened yet. */
  readonly editor: Editor
  /** The same in a fresh browser profile: another person, who was sent something. */
  readonly stranger: Editor
  /** The stranger's page. */
  readonly elsewhere: Page
}

export const test = base.extend<Fixtures>({
  editor: async ({ page }, use) => {
    const check = await watch(page)
    await use(new Editor(page))
    await check()
  },
  stranger: async ({ elsewhere }, use) => {
    const check = await watch(elsewhere)
    await use(new Editor(elsewhere))
    await check()
  },
  elsewhere: async ({ browser, baseURL }, use) => {
    const context = await browser.newContext({
      baseURL: baseURL ?? "",
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
    })
    await use(await context.newPage())
    await context.close()
  },
})

/** Notes what must not happen; the function it answers throws if anything did. */
async function watch(page: Page): Promise<() => Promise<void>> {
  const faults: string[] = []
  // Files are downloaded: nobody is there to answer the browser's own window for choosing a place.
  const downloading = await page.addInitScript(() => Reflect.deleteProperty(globalThis, "showSaveFilePicker"))
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`)
  })
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.stack ?? error.message}`))
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (/^(?:https?|wss?):$/.test(protocol) && hostname !== "localhost") faults.push(`asked ${request.url()}`)
  })
  return async () => {
    await downloading.dispose()
    if (faults.length > 0) throw new Error(`The page must log no error and ask no other server:\n${faults.join("\n")}`)
  }
}
