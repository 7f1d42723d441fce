// Training steps per second, ours beside TensorFlow.js (cpu and wasm): node bench/train.mjs [--page] [--seconds 1].
// In this process, or with `--page` in Chromium.

import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import { loadavg, tmpdir } from "node:os"
import { dirname, extname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { build } from "vite"
import { compare, shareLines } from "./train/compare.mjs"

const { values: given } = parseArgs({
  options: { page: { type: "boolean" }, seconds: { type: "string", default: "1" } },
})
const seconds = Number(given.seconds)
const require = createRequire(import.meta.url)
const wasmFiles = dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" }
const folder = await mkdtemp(join(tmpdir(), "gradwire-train-"))
console.log(`Load at the start: ${loadavg()[0].toFixed(1)}`)
try {
  await (given.page === true ? inPage() : inProcess())
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function inProcess() {
  await build({
    configFile: false,
    logLevel: "error",
    build: { ssr: "bench/train/ours.ts", outDir: folder, target: "node20", emptyOutDir: true },
    ssr: { noExternal: true },
  })
  const { timed, stepper, shares } = await import(pathToFileURL(join(folder, "ours.js")).href)
  const tf = require("@tensorflow/tfjs")
  require("@tensorflow/tfjs-backend-wasm").setWasmPaths(`${wasmFiles}/`)
  for (const network of timed()) {
    console.log(`\n${network.name}`)
    for (const line of await compare(network, stepper, tf, ["cpu", "wasm"], seconds)) console.log(line)
    for (const line of shareLines(shares(network, () => performance.now(), 20))) console.log(line)
  }
}

async function inPage() {
  const { chromium } = await import("@playwright/test")
  const { findBrowser } = await import("../scripts/browser.mjs")
  await build({
    configFile: false,
    root: "bench/train",
    base: "./",
    logLevel: "error",
    build: { outDir: folder, target: "es2022", emptyOutDir: true },
  })
  for (const file of await readdir(wasmFiles)) {
    if (file.endsWith(".wasm")) await copyFile(join(wasmFiles, file), join(folder, file))
  }
  const server = createServer(serve)
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { executablePath, args } = await findBrowser()
  const browser = await chromium.launch({ executablePath, args })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${server.address().port}/?seconds=${seconds}`)
    await page.waitForFunction(() => globalThis.bench?.done === true, null, { timeout: 600_000 })
    const { lines, error } = await page.evaluate(() => globalThis.bench)
    for (const line of lines) console.log(line)
    if (error !== null) throw new Error(error)
  } finally {
    await browser.close()
    server.close()
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
