// The first visit to the built page, in Chromium: when something is painted, when the graph stands, how much moves after it
// was painted, and what is fetched for it.
// node bench/load.mjs [--runs 5]
// The goals: first paint in 1.2 s with the processor slowed four times, the first graph in 0.4 s without, layout shift below
// 0.05. Medians; the load of the machine is printed, since other work on it counts in, and when a page of one word is
// painted, since the browser's own start counts in too.

import { loadavg } from "node:os"
import { parseArgs } from "node:util"
import { chromium } from "@playwright/test"
import { findBrowser } from "../scripts/browser.mjs"
import { firstLoad } from "../scripts/firstLoad.mjs"
import { serveBuilt } from "./canvas/serve.mjs"

const { values: given } = parseArgs({ options: { runs: { type: "string", default: "5" } } })

const { url, close } = await serveBuilt(null)
const { executablePath, args } = await findBrowser()
const browser = await chromium.launch({ executablePath, args })
console.log(`Load at the start: ${loadWords()}`)
console.log(`a page of one word: painted ${Math.round(await oneWord())} ms`)
for (const slowdown of [1, 4]) {
  const runs = []
  for (let i = 0; i < Number(given.runs); i++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    runs.push(await firstLoad(await context.newPage(), url, slowdown))
    await context.close()
  }
  const of = (name) => Math.round(median(runs.map((run) => run[name])))
  const times = `painted ${of("painted")} ms  graph ${of("drawn")} ms  main thread ${of("main")} ms`
  console.log(`processor ÷ ${slowdown}: ${times}  shift ${median(runs.map(({ shift }) => shift)).toFixed(3)}`)
  if (slowdown === 1) console.log(wordsOf(runs[0]))
}
console.log(`Load at the end: ${loadWords()}`)
await browser.close()
await close()

/** Milliseconds from the start of navigation until a page that holds nothing else has painted a word; median. */
async function oneWord() {
  const times = []
  for (let i = 0; i < Number(given.runs); i++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><p>Gradwire" }))
    await page.goto(url)
    const paint = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime
    times.push(await (await page.waitForFunction(paint)).jsonValue())
    await context.close()
  }
  return median(times)
}

function wordsOf({ requests, sizes, start }) {
  const files = [...sizes].filter(([, bytes]) => bytes > 500).sort(([, a], [, b]) => b - a)
  const own = [...start].filter((name) => name !== "vendor").reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0)
  return `${requests} requests; before the first graph, beside React and React Flow, ${(own / 1000).toFixed(0)} kB gzipped; in all: ${files.map(([name, bytes]) => `${name} ${(bytes / 1000).toFixed(0)} kB`).join(", ")}`
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1]
}

function loadWords() {
  return loadavg()
    .map((n) => n.toFixed(2))
    .join(" ")
}
