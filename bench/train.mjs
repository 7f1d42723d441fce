// Training steps per second, ours beside TensorFlow.js (cpu and wasm): node bench/train.mjs [--page] [--seconds 1].
// Each side in a process of its own, or with `--page` in a page of Chromium of its own.

import { fork } from "node:child_process"
import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import { loadavg, tmpdir } from "node:os"
import { dirname, extname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { build } from "vite"
import { compare, SIDES, shareLines } from "./train/compare.mjs"

const { values: given } = parseArgs({
  options: { page: { type: "boolean" }, seconds: { type: "string", default: "1" } },
})
const seconds = Number(given.seconds)
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" }
const folder = await mkdtemp(join(tmpdir(), "gradwire-train-"))
console.log(`Load at the start: ${loadavg()[0].toFixed(1)}`)
try {
  await (given.page === true ? inPages() : inProcesses())
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function inProcesses() {
  await build({
    configFile: false,
    logLevel: "error",
    build: { ssr: "bench/train/ours.ts", outDir: folder, target: "node20", emptyOutDir: true },
    ssr: { noExternal: true },
  })
  const built = pathToFileURL(join(folder, "ours.js")).href
  const { timed } = await import(built)
  const children = new Map(
    SIDES.map((side) => [side, fork("bench/train/child.mjs", { stdio: ["ignore", "ignore", "ignore", "ipc"] })]),
  )
  const broken = new Promise((_, reject) => {
    for (const [side, child] of children) child.once("exit", (code) => reject(new Error(`${side} ended with ${code}`)))
  })
  // Seen only while something is asked; at the end they are killed.
  broken.catch(() => {})
  const ask = (side, message) => {
    const child = children.get(side)
    child.send({ ...message, side, built })
    return Promise.race([new Promise((resolve) => child.once("message", resolve)), broken])
  }
  try {
    await printAll(
      timed().map(({ name }) => name),
      (side, index) => ask(side, { what: "round", index, seconds }),
      (index) => ask(SIDES[0], { what: "shares", index }),
    )
  } finally {
    for (const child of children.values()) child.kill()
  }
}

async function inPages() {
  const { chromium } = await import("@playwright/test")
  const { findBrowser } = await import("../scripts/browser.mjs")
  const root = { root: "bench/train", base: "./", build: { outDir: folder, target: "es2022", emptyOutDir: true } }
  await build({ configFile: false, logLevel: "error", ...root })
  const wasm = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))
  for (const file of await readdir(wasm)) {
    if (file.endsWith(".wasm")) await copyFile(join(wasm, file), join(folder, file))
  }
  const server = createServer(serve)
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { executablePath, args } = await findBrowser()
  const browser = await chromium.launch({ executablePath, args })
  try {
    const pages = new Map()
    for (const side of SIDES) {
      const page = await (await browser.newContext()).newPage()
      await page.goto(`http://127.0.0.1:${server.address().port}/`)
      await page.waitForFunction(() => globalThis.bench !== undefined)
      pages.set(side, page)
    }
    await printAll(
      await pages.get(SIDES[0]).evaluate(() => globalThis.bench.names),
      (side, index) => pages.get(side).evaluate((asked) => globalThis.bench.round(...asked), [side, index, seconds]),
      (index) => pages.get(SIDES[0]).evaluate((asked) => globalThis.bench.shares(asked), index),
    )
  } finally {
    await browser.close()
    server.close()
  }
}

async function printAll(names, round, shares) {
  for (const [index, name] of names.entries()) {
    console.log(`\n${name}`)
    for (const line of await compare((side) => round(side, index))) console.log(line)
    for (const line of shareLines(await shares(index))) console.log(line)
  }
}

async function serve({ url = "/" }, response) {
  const name = new URL(url, "http://localhost").pathname.slice(1) || "index.html"
  try {
    const bytes = await readFile(join(folder, name))
    response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" }).end(bytes)
  } catch {
    response.writeHead(404).end()
  }
}
