// From the pen to what it changes, in Chromium, on the built page: the pen moves on the Input's card, and the clock stops when
// the bars of the scores are drawn anew, and when the last of the maps is. The goal is one frame, 16.7 ms, at 28×28.
// node bench/pen.mjs [--moves 60] [--graph conv3-pool2-fc3] [--ref git-ref]

import { loadavg } from "node:os"
import { parseArgs } from "node:util"
import { chromium } from "@playwright/test"
import { findBrowser } from "../scripts/browser.mjs"
import { mainThread } from "./canvas/drive.mjs"
import { serveBuilt } from "./canvas/serve.mjs"

const { values: given } = parseArgs({
  options: {
    moves: { type: "string", default: "60" },
    graph: { type: "string", multiple: true, default: ["conv3-pool2-fc3", "ten-digits"] },
    ref: { type: "string" },
  },
})

const { url, close } = await serveBuilt(given.ref ?? null)
const { executablePath, args } = await findBrowser()
const browser = await chromium.launch({ executablePath, args })
console.log(`Load at the start: ${loadWords()}`)
for (const graph of given.graph) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" })
  const page = await context.newPage()
  await page.goto(`${url}?src=${graph}`)
  const pad = page.locator("[data-pad]")
  await pad.waitFor()
  await page.waitForTimeout(2000)
  const client = await context.newCDPSession(page)
  await client.send("Performance.enable")
  const { x, y } = await pad.boundingBox()
  await page.mouse.move(x + 4, y + 4)
  await page.mouse.down()
  const before = await mainThread(client)
  const moves = await page.evaluate(moveAndWatch, Number(given.moves))
  const after = await mainThread(client)
  await page.mouse.up()
  const main = (1000 * (after - before)) / moves.length
  const [bars, maps] = ["bars", "maps"].map((what) => moves.map((move) => move[what]).sort((a, b) => a - b))
  const together = moves.filter((move) => move.maps <= move.bars).length
  const words = [`bars ${words50(bars)}`, `last map ${words50(maps)}`, `together ${together} of ${moves.length}`]
  console.log(`${graph.padEnd(18)} ${words.join("  ")}  main thread ${main.toFixed(1)} ms a move`)
  await context.close()
}
console.log(`Load at the end: ${loadWords()}`)
await browser.close()
await close()

function words50(times) {
  return `${times[times.length >> 1].toFixed(1)} ms (90 % within ${times[Math.floor(times.length * 0.9)].toFixed(1)})`
}

function loadWords() {
  return loadavg()
    .map((n) => n.toFixed(2))
    .join(" ")
}

/** In the page: moves the pen that is down, waits for the scores to be others, and notes when maps were painted. */
async function moveAndWatch(count) {
  const { document } = globalThis
  const pad = document.querySelector("[data-pad]")
  const { left, top, width, height } = pad.getBoundingClientRect()
  const own = pad.closest(".react-flow__node")
  let painted = Number.POSITIVE_INFINITY
  const paint = CanvasRenderingContext2D.prototype.putImageData
  CanvasRenderingContext2D.prototype.putImageData = function (...rest) {
    paint.apply(this, rest)
    if (!own.contains(this.canvas)) painted = performance.now()
  }
  const scores = () => [...document.querySelectorAll("[data-score]")].map((row) => row.dataset.score).join()
  const moves = []
  for (let i = 0; i < count; i++) {
    const old = scores()
    // Back and forth, a little lower each time: every move inks new cells.
    const [across, down] = [i % 2 === 0 ? 0.9 : 0.1, 0.05 + (0.9 * i) / count]
    painted = Number.POSITIVE_INFINITY
    const began = performance.now()
    pad.dispatchEvent(
      new PointerEvent("pointermove", {
        bubbles: true,
        isPrimary: true,
        pointerType: "mouse",
        buttons: 1,
        clientX: left + across * width,
        clientY: top + down * height,
      }),
    )
    const bars = await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the scores stayed ${old} for 5 s`)), 5000)
      const look = () => {
        if (scores() === old) return
        watcher.disconnect()
        clearTimeout(late)
        resolve(performance.now() - began)
      }
      const watcher = new MutationObserver(look)
      watcher.observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: ["data-score"],
      })
      look()
    })
    await new Promise((resolve) => setTimeout(resolve, 120))
    moves.push({ bars, maps: painted - began })
  }
  CanvasRenderingContext2D.prototype.putImageData = paint
  return moves
}
