// The browser is killed in the middle of its writing, again and again: what was called saved is there afterwards, whole.

import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { type Browser, chromium, expect, type Page, test } from "@playwright/test"
import { findBrowser } from "../../scripts/browser.mjs"
import { cases, counted } from "../campaign.ts"
import { openFile, status, title } from "./keeping.ts"

const KILLS = cases(3)
/** A document of some 270 kB, so that a write takes its time. */
const numbers = Buffer.from(new Float32Array(50_000).map((_, i) => Math.sin(i)).buffer).toString("base64")
const document = JSON.stringify({
  gradwire: 1,
  title: "edit 0",
  nodes: [{ id: "c", op: "Constant", at: [0, 0], values: { value: { shape: [50_000], f32: numbers } } }],
})

interface Started {
  readonly process: ChildProcess
  readonly browser: Browser
  readonly page: Page
}

async function start(profile: string, address: string): Promise<Started> {
  const { executablePath, args } = await findBrowser()
  const port = join(profile, "DevToolsActivePort")
  rmSync(port, { force: true })
  const flags = [...args, "--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"]
  const child = spawn(executablePath, flags, { stdio: "ignore", detached: true })
  await expect.poll(() => existsSync(port) && readFileSync(port, "utf8").includes("\n"), { timeout: 30_000 }).toBe(true)
  const [number] = readFileSync(port, "utf8").split("\n")
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${number}`)
  const context = browser.contexts()[0]!
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(address)
  return { process: child, browser, page }
}

/** The whole group at once, as a power switch for one program. */
async function kill({ process: child, browser }: Started): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve))
  process.kill(-(child.pid ?? 0), "SIGKILL")
  await gone
  await browser.close().catch(() => {})
}

const numberIn = (text: string) => Number(/^edit (\d+)$/.exec(text)?.[1])

/** Counts up in the title, and hears what is called saved. Every third of a second the page pretends to be hidden. */
async function edit(
  page: Page,
  from: number,
  onSaved: (n: number) => void,
  onEdit: (n: number) => void,
): Promise<void> {
  await page.exposeFunction("heardSaved", (text: string) => onSaved(numberIn(text)))
  await page.exposeFunction("heardEdit", (n: number) => onEdit(n))
  await page.evaluate((first) => {
    // Playwright put them there.
    const heard = globalThis as unknown as { heardSaved: (text: string) => void; heardEdit: (n: number) => void }
    const field = globalThis.document.querySelector<HTMLInputElement>('input[aria-label="Title of the graph"]')!
    const output = globalThis.document.querySelector("header output")!
    new MutationObserver(() => {
      if (output.textContent?.startsWith("Saved")) heard.heardSaved(field.value)
    }).observe(output, { characterData: true, childList: true, subtree: true })
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")!.set!
    let n = first
    setInterval(() => {
      n += 1
      set.call(field, `edit ${n}`)
      field.dispatchEvent(new Event("input", { bubbles: true }))
      heard.heardEdit(n)
    }, 90)
    let hidden = false
    Object.defineProperty(globalThis.document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") })
    setInterval(() => {
      hidden = true
      globalThis.document.dispatchEvent(new Event("visibilitychange"))
      hidden = false
    }, 330)
  }, from)
}

test(`${KILLS} kills in the middle of writing: nothing that was called saved is lost, nothing is torn`, async ({
  baseURL,
}) => {
  test.setTimeout(60_000 + KILLS * 20_000)
  const profile = mkdtempSync(join(tmpdir(), "gradwire-kills-"))
  const times = new Map<number, number>()
  let saved = 0
  let edits = 0
  let lost = 0
  let worst = 0
  for (let round = 0; round <= KILLS; round++) {
    const started = await start(profile, baseURL ?? "")
    const { page } = started
    if (round === 0) {
      await openFile(page, document)
      await expect(title(page)).toHaveValue("edit 0")
    }
    await expect(status(page)).toHaveText(/^Saved/, { timeout: 30_000 })
    const found = numberIn(await title(page).inputValue())
    expect(found).toBeGreaterThanOrEqual(saved)
    // Torn or damaged records are said in a banner.
    expect(await page.getByRole("alert").innerText()).toBe("")
    await expect(page.locator(".react-flow__node")).toHaveCount(1)
    const unsaved = [...times].filter(([n]) => n > found)
    if (unsaved.length > 0) {
      lost += 1
      worst = Math.max(worst, lastEdit(times) - Math.min(...unsaved.map(([, at]) => at)))
    }
    times.clear()
    saved = found
    if (round === KILLS) {
      await kill(started)
      break
    }
    await edit(
      page,
      found,
      (n) => {
        saved = Math.max(saved, n)
      },
      (n) => {
        edits += 1
        times.set(n, Date.now())
      },
    )
    await sleep(300 + Math.random() * 1500)
    await kill(started)
  }
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  counted(
    KILLS,
    "kills of the browser in mid-write",
    `${edits} edits; 0 saved ones lost, 0 torn; ${lost} kills cost unsaved edits, at most of the last ${worst} ms`,
  )
  // Half a second until a write begins, and the write itself.
  expect(worst).toBeLessThan(3_000)
})

function lastEdit(times: ReadonlyMap<number, number>): number {
  return Math.max(...times.values())
}
