// What a first visit waits for, in a page that has stored nothing: for bench/load.mjs and the browser test that holds it.

import { gzipSync } from "node:zlib"

/**
 * Loads the address in a page of its own.
 * Times in milliseconds from the start of navigation; bytes are those of scripts, gzipped. `start` names the scripts that
 * must have arrived before anything is drawn.
 */
export async function firstLoad(page, address, slowdown = 1) {
  const client = await page.context().newCDPSession(page)
  await client.send("Emulation.setCPUThrottlingRate", { rate: slowdown })
  await client.send("Performance.enable")
  const scripts = []
  let requests = 0
  page.on("response", (response) => {
    requests++
    const at = performance.now()
    if (/\.js$/.test(response.url())) scripts.push({ url: response.url(), at, body: response.body() })
  })
  await page.addInitScript(watch)
  await page.goto(address)
  await page.waitForFunction(() => globalThis.firstLoad?.drawn != null, null, { timeout: 60_000 })
  await page.locator("[aria-busy=false]").waitFor({ timeout: 60_000 })
  // What still moves then, as the numbers of the first run come in, counts as well.
  await page.waitForTimeout(1_000)
  const seen = await page.evaluate(() => globalThis.firstLoad)
  const { metrics } = await client.send("Performance.getMetrics")
  const bodies = new Map()
  for (const { url, body } of scripts) bodies.set(url.replace(/^.*\//, ""), await body)
  const sizes = new Map([...bodies].map(([file, body]) => [nameOf(file), gzipSync(body).length]))
  const start = new Set([...awaited(bodies)].map(nameOf))
  return {
    ...seen,
    requests,
    sizes,
    start,
    main: 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0),
  }
}

/** `start-Dxcby5XA.js` is called start. */
function nameOf(file) {
  return /^([a-z-]+)-[^/]{8}\.js$/i.exec(file)?.[1] ?? file
}

/** The page's own script, the editor that it asks for, and all that these cannot run without. */
function awaited(bodies) {
  const files = [...bodies.keys()].filter((file) => ["index", "mount"].includes(nameOf(file)))
  for (const file of files) {
    const text = bodies.get(file)?.toString() ?? ""
    for (const [, other] of text.matchAll(/\b(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
      if (!files.includes(other)) files.push(other)
  }
  return files
}

/** In the page, before anything else of it. */
function watch() {
  const seen = { painted: null, drawn: null, emptied: false, shift: 0 }
  globalThis.firstLoad = seen
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName("first-contentful-paint")) seen.painted = entry.startTime
  }).observe({ type: "paint", buffered: true })
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) seen.shift += value
  }).observe({ type: "layout-shift", buffered: true })
  const look = () => {
    const card = document.querySelector(".react-flow__node")
    if (card !== null && getComputedStyle(card).visibility === "visible") seen.drawn ??= performance.now()
    if (document.body?.textContent.includes("Nothing is drawn yet")) seen.emptied = true
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
