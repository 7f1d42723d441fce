// From an edit to the new numbers on the screen, in Chromium, on the built page: a number is typed, and the clock stops when
// the gradient on a wire says something else. Graphs under a million multiply-adds. The goal is one frame, 16.7 ms, and
// what drawing takes; bench/edit.bench.ts times the same without a page.
// node bench/edit.mjs [--rounds 30]

import { loadavg } from "node:os"
import { parseArgs } from "node:util"
import { chromium } from "@playwright/test"
import { findBrowser } from "../scripts/browser.mjs"
import { mainThread } from "./canvas/drive.mjs"
import { serveBuilt } from "./canvas/serve.mjs"

const { values: given } = parseArgs({ options: { rounds: { type: "string", default: "30" } } })
const EDITS = [
  { graph: "batch-norm", node: "X", cell: "X.value [0, 0]", wire: "X:value to sigma2:input" },
  { graph: "conv3-pool2-fc3", node: "conv1", cell: "conv1.bias [0]", wire: "conv1:output to pool1:input" },
]

const { url, close } = await serveBuilt(null)
const { executablePath, args } = await findBrowser()
const browser = await chromium.launch({ executablePath, args })
console.log(
  `Load at the start: ${loadavg()
    .map((n) => n.toFixed(2))
    .join(" ")}`,
)
for (const edit of EDITS) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" })
  const page = await context.newPage()
  await page.goto(`${url}?src=${edit.graph}`)
  await page.locator(".react-flow__node").first().waitFor()
  await page.waitForTimeout(1500)
  await page.keyboard.press("b")
  await page.waitForTimeout(1500)
  await page.locator(`.react-flow__node[data-id="${edit.node}"]`).click()
  await page.waitForTimeout(800)
  await page.evaluate(() => {
    for (const one of globalThis.document.querySelectorAll("details")) one.open = true
  })
  const client = await context.newCDPSession(page)
  await client.send("Performance.enable")
  const before = await mainThread(client)
  const times = await page.evaluate(typeAndWatch, { ...edit, rounds: Number(given.rounds) })
  const after = await mainThread(client)
  times.sort((a, b) => a - b)
  const [middle, slow] = [times[times.length >> 1], times[Math.floor(times.length * 0.9)]]
  const main = (1000 * (after - before)) / times.length
  const what = `${edit.graph}, ${edit.cell}`.padEnd(36)
  console.log(
    `${what} median ${middle.toFixed(1)} ms  90 % within ${slow.toFixed(1)} ms  main thread ${main.toFixed(1)} ms an edit`,
  )
  await context.close()
}
console.log(
  `Load at the end: ${loadavg()
    .map((n) => n.toFixed(2))
    .join(" ")}`,
)
await browser.close()
await close()

/** In the page: types a number as the keyboard would, and waits for the wire's chip to change. */
async function typeAndWatch({ cell, wire, rounds }) {
  const { document } = globalThis
  const field = document.querySelector(`input[aria-label="${cell}"]`)
  const chip = () => document.querySelector(`[title^="${wire}, "]`)
  if (field === null || chip() === null) throw new Error(`the page shows no ${field === null ? cell : wire}`)
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set
  const times = []
  field.focus()
  for (let i = 0; i < rounds; i++) {
    const old = chip().title
    const began = performance.now()
    write.call(field, String((i % 2 === 0 ? 6 : -3) + (i % 7) / 4))
    field.dispatchEvent(new Event("input", { bubbles: true }))
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`"${old}" stayed for 5 s`)), 5000)
      const done = () => {
        if ((chip()?.title ?? old) === old) return
        watcher.disconnect()
        clearTimeout(late)
        resolve()
      }
      const watcher = new MutationObserver(done)
      watcher.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["title"] })
      done()
    })
    times.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return times
}
