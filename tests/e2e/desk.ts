// The tests of test.ts on a page that is emptied between them instead of thrown away with its profile: nothing is stored,
// no step lies behind, nothing is routed, listened to or put in before it, and the program starts anew. But it is fetched
// and compiled by a process that has done so before, which takes half the time. Tests of first visits, of a page put
// together in another way and of the Back key have profiles of their own.

import type { Browser, Page, PlaywrightTestOptions, ViewportSize } from "@playwright/test"
import { test as base } from "./test.ts"

/** Of the page's own address, under the same policy, and without a script: leaving it for the page changes no process. */
const EMPTY = "./favicon.svg"

/** One page each for all tests of a worker; a test that fails ends the worker. */
interface Shared {
  readonly desk: Page
  /** The stranger's. */
  readonly farDesk: Page
}

export const test = base.extend<Record<never, never>, Shared>({
  desk: [({ browser }, use, { project }) => furnish(browser, project.use, use), { scope: "worker" }],
  farDesk: [({ browser }, use, { project }) => furnish(browser, project.use, use), { scope: "worker" }],
  page: async ({ desk, viewport, hasTouch, isMobile, bypassCSP }, use) => {
    if (hasTouch || isMobile || bypassCSP) throw new Error("Such a page is made for its test: take test.ts")
    await lend(desk, viewport, use)
  },
  context: async ({ page }, use) => use(page.context()),
  elsewhere: ({ farDesk, viewport }, use) => lend(farDesk, viewport, use),
})

async function furnish(
  browser: Browser,
  options: Partial<PlaywrightTestOptions> & { readonly actionTimeout?: number },
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const { baseURL = "", viewport = null, permissions = [], contextOptions } = options
  const context = await browser.newContext({ ...contextOptions, baseURL, viewport, permissions })
  context.setDefaultTimeout(options.actionTimeout ?? 0)
  await use(await context.newPage())
  await context.close()
}

async function lend(page: Page, viewport: ViewportSize | null, use: (page: Page) => Promise<void>): Promise<void> {
  await empty(page)
  if (viewport !== null) await page.setViewportSize(viewport)
  const addInitScript = page.addInitScript.bind(page)
  const added: Awaited<ReturnType<typeof addInitScript>>[] = []
  page.addInitScript = async (script, arg, options) => {
    const one = await addInitScript(script, arg, options)
    added.push(one)
    return one
  }
  await use(page)
  page.addInitScript = addInitScript
  for (const one of added) await one.dispose()
}

async function empty(page: Page): Promise<void> {
  const context = page.context()
  page.removeAllListeners()
  for (const other of context.pages()) if (other !== page) await other.close()
  await page.unrouteAll({ behavior: "wait" })
  await page.emulateMedia({ media: null, colorScheme: null, reducedMotion: "reduce", forcedColors: null })
  await page.goto(EMPTY)
  await page.mouse.move(-1, -1)
  await page.evaluate(() => {
    sessionStorage.clear()
    window.name = ""
  })
  const session = await context.newCDPSession(page)
  // What the page that was left wrote last is there by now.
  await session.send("Storage.clearDataForOrigin", { origin: new URL(page.url()).origin, storageTypes: "all" })
  await session.send("Page.resetNavigationHistory")
  await session.detach()
  const left = await page.evaluate(async () => [
    localStorage.length,
    sessionStorage.length,
    (await indexedDB.databases()).length,
    history.length - 1,
  ])
  if (left.some((count) => count > 0)) throw new Error(`The page is not empty: ${left.join(", ")}`)
}
