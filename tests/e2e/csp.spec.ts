// The page cannot phone home: what a hostile script would try is tried in the built page and in the engine's worker, and
// a second server counts what reaches it. Normal use must raise no report at all
// (of every graph of the gallery: examples.spec.ts).

import { readdirSync, readFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, type Page, test } from "@playwright/test"
import { contentPolicy, headers } from "../../policy.ts"
import { counted } from "../campaign.ts"
import { attempt, type Canary, canaries, pageCanaries, type Runs } from "./canaries.ts"
import { violations } from "./violations.ts"

const ANSWERS = [
  ["script.js", "text/javascript", "0"],
  ["style.css", "text/css", "a {}"],
  ["image.png", "image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'],
  ["frame.html", "text/html", "<p>framed</p>"],
] as const

let foreign: Server
let origin = ""
const reached: string[] = []

test.beforeAll(async () => {
  foreign = createServer((request, response) => {
    reached.push(request.url ?? "")
    response.setHeader("Access-Control-Allow-Origin", "*")
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin")
    const path = request.url ?? ""
    const [type, body] = ANSWERS.find(([end]) => path.endsWith(end))?.slice(1) ?? ["text/javascript", "export {}"]
    response.setHeader("Content-Type", type ?? "")
    response.end(body)
  })
  foreign.on("upgrade", (request, socket) => {
    reached.push(request.url ?? "")
    socket.destroy()
  })
  await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve))
  origin = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}` // listens on a port, not a pipe
})
test.afterAll(() => foreign.close())

async function openEditor(page: Page, address = "./"): Promise<void> {
  await page.goto(address)
  await expect(page.locator(".react-flow__node").first()).toBeVisible()
}

test("the answer carries the policy, and so does the page, before anything else", async ({ request }) => {
  const answer = await request.get("./")
  for (const [name, value] of Object.entries(headers)) expect(answer.headers()[name.toLowerCase()], name).toBe(value)
  const html = await answer.text()
  expect(html.replace(/\s+/g, " ")).toContain(
    `<head> <meta http-equiv="Content-Security-Policy" content="${contentPolicy("meta")}" />`,
  )
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/i)
})

/** Which of the canaries got through, and what reached the other server meanwhile. */
async function survivors(where: Runs, canaries: Readonly<Record<string, Canary>>) {
  const before = reached.length
  const through: string[] = []
  for (const [name, canary] of Object.entries(canaries)) {
    const answer = await attempt(where, canary, origin)
    if (!answer.startsWith("refused: ")) through.push(name)
  }
  return { through, requests: reached.slice(before) }
}

/** Serves the page with one of its two policies taken away. */
async function keepOnly(page: Page, kept: "meta" | "header"): Promise<void> {
  await page.route("**/*", async (route) => {
    const answer = await route.fetch()
    const { "content-security-policy": policy, ...rest } = answer.headers()
    const isPage = (rest["content-type"] ?? "").startsWith("text/html")
    const body = isPage ? (await answer.text()).replace(/<meta http-equiv[^>]*>/, "") : undefined
    if (kept === "header") await route.fulfill({ response: answer, ...(body === undefined ? {} : { body }) })
    else await route.fulfill({ response: answer, headers: rest })
  })
}

for (const kept of ["both", "meta", "header"] as const) {
  test(`policy by ${kept}: nothing gets through in the page or the engine's worker`, async ({ page }) => {
    if (kept !== "both") await keepOnly(page, kept)
    await openEditor(page)
    await expect.poll(() => page.workers().length).toBeGreaterThan(0)
    const none = { through: [], requests: [] }
    // Playwright's pages and workers run functions alike; only their types differ.
    expect(await survivors(page as unknown as Runs, pageCanaries)).toEqual(none)
    expect(await survivors(page.workers()[0] as unknown as Runs, canaries)).toEqual(none)
    const tried = Object.keys(pageCanaries).length + Object.keys(canaries).length
    counted(tried, "canaries against the policy in page and worker, none through")
    // What is still asked for is answered before the page goes.
    await page.unrouteAll({ behavior: "wait" })
  })
}

test.describe("without the policy", () => {
  test.use({ bypassCSP: true })
  test("every canary gets through: the tests above can fail", async ({ page }) => {
    await openEditor(page)
    const { through, requests } = await survivors(page as unknown as Runs, pageCanaries)
    // The other server speaks no WebSocket: it is reached, and that counts.
    expect(through).toEqual(Object.keys(pageCanaries).filter((name) => name !== "WebSocket"))
    for (const path of ["/fetch", "/import.js", "/socket", "/image.png", "/script.js", "/style.css", "/frame.html"]) {
      expect(requests).toContain(path)
    }
  })
})

test("normal use breaks no rule and asks no other address for anything", async ({ page, baseURL }) => {
  const broken = await violations(page)
  const outside: string[] = []
  page.on("request", (request) => {
    const { protocol, origin: to } = new URL(request.url())
    if (protocol !== "data:" && protocol !== "blob:" && to !== new URL(baseURL ?? "").origin)
      outside.push(request.url())
  })
  await page.addInitScript(() => localStorage.setItem("gradwire.panels", "{}"))
  await openEditor(page)
  await page.getByRole("button", { name: "Backward", exact: true }).click()
  await expect(page.locator("main").getByRole("status").last()).toContainText("backward")
  for (const node of await page.locator(".react-flow__node[data-id]").all()) await node.click({ force: true })
  await page.getByRole("group", { name: "On the wires" }).getByRole("button", { name: "Gradients" }).click()
  for (const tab of await page.getByRole("tab").all()) await tab.click()
  await page.getByRole("tab", { name: "Library" }).click()
  await page.getByRole("searchbox", { name: "Search the library" }).fill("conv")
  await page.getByRole("searchbox", { name: "Search the library" }).fill("")
  for (const scheme of ["dark", "light"] as const) await page.emulateMedia({ colorScheme: scheme })
  await page.getByRole("button", { name: "Share" }).click()
  await expect(page.getByRole("textbox", { name: "Link" })).toBeVisible()
  await page.keyboard.press("Escape")
  for (const item of ["Edit", "Run", "View"]) {
    await page.getByRole("button", { name: "Graph menu" }).click()
    await page.getByRole("menuitem", { name: item, exact: true }).hover()
    await expect(page.getByRole("menu")).toHaveCount(2)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
  }
  await page.getByRole("button", { name: "Graph menu" }).click()
  await page.getByRole("menuitem", { name: "Type a network" }).click()
  await page.getByRole("button", { name: "Build" }).click()
  await expect(page.locator(".react-flow__node").first()).toBeVisible()
  expect(await broken()).toEqual([])
  expect(outside).toEqual([])
})

test("two places of the page start workers, and one of the command line", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name))
  const starting = files.filter((name) => /\bnew (Shared)?Worker\b/.test(readFileSync(`src/${name}`, "utf8")))
  expect(starting.sort()).toEqual(["cli/parts/threads.ts", "engine/worker/spawn.ts", "engine/worker/threads.ts"])
})
