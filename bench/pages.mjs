// Pages of Chromium for benches: a folder with an index.html is built and served, each side of a bench gets a page of its own.

import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, extname, join } from "node:path"
import { build } from "vite"

/** Pages that share their process with no other have clocks of 5 µs instead of 100. */
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" }
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" }

/** Builds the page of `root`, with the binaries of TensorFlow.js beside it; `open` opens one more, once it has set `bench`. */
export async function servePages(root) {
  const { chromium } = await import("@playwright/test")
  const { findBrowser } = await import("../scripts/browser.mjs")
  const folder = await mkdtemp(join(tmpdir(), "gradwire-pages-"))
  const built = { outDir: folder, target: "es2022", emptyOutDir: true }
  await build({ configFile: false, logLevel: "error", root, base: "./", build: built })
  const wasm = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))
  for (const file of await readdir(wasm)) {
    if (file.endsWith(".wasm")) await copyFile(join(wasm, file), join(folder, file))
  }
  const server = createServer((request, response) => serve(folder, request, response))
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { executablePath, args } = await findBrowser()
  const browser = await chromium.launch({ executablePath, args })
  return {
    version: browser.version(),
    async open() {
      const page = await (await browser.newContext()).newPage()
      await page.goto(`http://127.0.0.1:${server.address().port}/`)
      await page.waitForFunction(() => globalThis.bench !== undefined)
      return page
    },
    async close() {
      await browser.close()
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function serve(folder, { url = "/" }, response) {
  const name = new URL(url, "http://localhost").pathname.slice(1) || "index.html"
  try {
    const bytes = await readFile(join(folder, name))
    response
      .writeHead(200, { ...ISOLATED, "content-type": TYPES[extname(name)] ?? "application/octet-stream" })
      .end(bytes)
  } catch {
    response.writeHead(404).end()
  }
}
