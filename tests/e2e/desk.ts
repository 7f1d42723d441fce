// The tests of test.ts on a page that is emptied between them instead of thrown away with its profile: nothing is stored,
// no step lies behind, nothing is routed, listened to or put in before it, and the program starts anew. But it is fetched
// and compiled by a process that has done so before, which takes half the time. Tests of first visits, of a page put
// together in another way and of the Back key have profiles of their own.

import type { Browser, Page, PlaywrightTestOptions } from "@playwright/test"
import { test as base } from "./test.ts"

/** Of the page's own address, under the same policy, and without a script: leaving it for the page changes no process. */
const EMPTY = "./favicon.svg"

interface Standing {
  /**
   * What the page is opened with once for the tests of a serial group, "?src=batch-norm": each finds it as the one before
   * left it, its edits undone. null: every test opens it itself.
   */
  readonly standing: string | null
}

/** Pages for all tests of a worker; a test that fails ends the worker. */
interface Shared {
  /** The one of this name, which is made when it is first asked for. */
  readonly deskOf: (name: "own" | "stranger's" | "touched" | "telephone") => Promise<Page>
}

/** The group of tests that a page was last lent to. */
const groups = new WeakMap<Page, string>()

export const test = base.extend<Standing, Shared>({
  standing: [null, { option: true }],
  deskOf: [
    async ({ browser }, use, { project }) => {
      const desks = new Map<string, Page>()
      await use(async (name) => {
        const there = desks.get(name)
        if (there !== undefined) return there
        const byHand = { hasTouch: name === "touched" || name === "telephone", isMobile: name === "telephone" }
        const made = await furnish(browser, { ...project.use, ...byHand })
        desks.set(name, made)
        return made
      })
      for (const desk of desks.values()) await desk.context().close()
    },
    { scope: "worker" },
  ],
  page: async ({ deskOf, viewport, hasTouch, isMobile, bypassCSP, standing }, use, info) => {
    if (bypassCSP) throw new Error("Such a page is made for its test: take test.ts")
    const desk = await deskOf(isMobile ? "telephone" : hasTouch ? "touched" : "own")
    if (viewport !== null) await desk.setViewportSize(viewport)
    const group = info.titlePath.slice(0, -1).join("\n")
    if (standing !== null && groups.get(desk) === group) await tidy(desk)
    else await empty(desk)
    groups.set(desk, group)
    await lend(desk, use)
  },
  editor: async ({ editor, page, standing }, use) => {
    if (standing !== null && page.url().endsWith(EMPTY.slice(1))) {
      await editor.open(standing)
      await editor.ran("Forward")
    }
    if (standing !== null) await editor.still()
    await use(editor)
  },
  context: async ({ page }, use) => use(page.context()),
  elsewhere: async ({ deskOf, viewport }, use) => {
    const farDesk = await deskOf("stranger's")
    await empty(farDesk)
    if (viewport !== null) await farDesk.setViewportSize(viewport)
    await lend(farDesk, use)
  },
})

async function furnish(
  browser: Browser,
  options: Partial<PlaywrightTestOptions> & { readonly actionTimeout?: number },
): Promise<Page> {
  const {
    baseURL = "",
    viewport = null,
    permissions = [],
    hasTouch = false,
    isMobile = false,
    contextOptions,
  } = options
  const context = await browser.newContext({ ...contextOptions, baseURL, viewport, permissions, hasTouch, isMobile })
  context.setDefaultTimeout(options.actionTimeout ?? 0)
  return context.newPage()
}

async function lend(page: Page, use: (page: Page) => Promise<void>): Promise<void> {
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

/** Takes away what a test has put round the page. */
async function alone(page: Page): Promise<void> {
  page.removeAllListeners()
  for (const other of page.context().pages()) if (other !== page) await other.close()
  await page.unrouteAll({ behavior: "wait" })
  await page.emulateMedia({ media: null, colorScheme: null, reducedMotion: "reduce", forcedColors: null })
}

/** Undoes what was edited; panels that are open, folds and stored documents stay. */
async function tidy(page: Page): Promise<void> {
  await alone(page)
  await page.mouse.move(-1, -1)
  for (const _ of ["a menu", "what it was opened from", "a selection"]) await page.keyboard.press("Escape")
  const undo = page.getByRole("banner").getByRole("button", { name: /^Undo/ })
  while (await undo.isEnabled()) await undo.click()
}

async function empty(page: Page): Promise<void> {
  const context = page.context()
  await alone(page)
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
