// Speed of what moves after a pass, in Chromium, on the built page: the playback of Backward, dots on 500 wires at once, and
// the player's steps.
// node bench/flow.mjs [--seconds 4] [--steps 40] [--only playback|dots|steps] [--profile file.json]
// Playback: Backward is played on graphs of 10, 100 and 500 nodes, everything in view; prints frames a second, the median
// frame and main-thread milliseconds a frame.
// Dots: every node of a layered graph with some 500 wires is selected, so that all its wires flow; prints frames a second,
// the median frame and main-thread milliseconds a frame, with everything in view and at reading zoom. Steps: the player
// goes through graphs of 100 and 500 nodes, forward and backward, with dots held still (reduced motion), so that only the
// step is counted; prints the median time from a key to a page that is laid out and can be painted, and the main-thread
// milliseconds of a step with all that comes later: painting, the camera, the inspector.
// The goals, on two cores with software rendering: 60 frames a second, a step laid out in 16 ms.

import { writeFileSync } from "node:fs"
import { loadavg } from "node:os"
import { parseArgs } from "node:util"
import { chromium } from "@playwright/test"
import { findBrowser } from "../scripts/browser.mjs"
import { atReadingZoom, framesDuring, mainThread, openDocument } from "./canvas/drive.mjs"
import { loadSources, serveBuilt } from "./canvas/serve.mjs"

const { values: given } = parseArgs({
  options: {
    seconds: { type: "string", default: "4" },
    steps: { type: "string", default: "40" },
    only: { type: "string" },
    profile: { type: "string" },
  },
})

const sources = await loadSources()
// A node has 1.35 wires on average.
const [least, small, wired, large] = [10, 100, 371, 500].map((count) => withUpstream(sources.layered(count)))
const { url, close } = await serveBuilt(null)
const { executablePath, args } = await findBrowser()
const browser = await chromium.launch({ executablePath, args })
console.log(`Load at the start: ${loadWords()}`)
const isAsked = (what) => given.only === undefined || given.only === what
if (isAsked("playback")) for (const document of [least, small, large]) await playing(document)
if (isAsked("dots")) await flowing(wired)
if (isAsked("steps")) for (const document of [small, large]) await stepping(document)
console.log(`Load at the end: ${loadWords()}`)
await browser.close()
await close()
await sources.close()

/** Backward is played: pulses travel, chips and pictures are born. */
async function playing(document) {
  const page = await opened(document, "no-preference")
  await page.keyboard.press("b")
  await page.getByRole("button", { name: "Pause the playback" }).waitFor()
  const { fps, frame, main } = await framesDuring(page, () => page.waitForTimeout(1000 * Number(given.seconds)))
  const what = `playback of backward, ${document.boxes.length} nodes`.padEnd(38)
  console.log(`${what} ${fps.toFixed(1)} frames/s  frame ${frame.toFixed(1)} ms  main ${main.toFixed(1)} ms/frame`)
  await page.context().close()
}

/** All wires of a graph flow at once, from everything in view to reading zoom; then a step of the player and its wave. */
async function flowing(document) {
  const page = await opened(document, "no-preference")
  for (const view of ["all", "reading"]) {
    if (view === "reading") await atReadingZoom(page)
    for (const [key, phase] of [
      ["f", "forward"],
      ["b", "backward"],
    ]) {
      await page.keyboard.press(key)
      await page.waitForTimeout(3000)
      // To the end of the playback, and out of it.
      await page.keyboard.press("Escape")
      await page.keyboard.press("Escape")
      await page.keyboard.press("ControlOrMeta+a")
      await page.waitForTimeout(800)
      const { fps, frame, main } = await framesDuring(page, () => page.waitForTimeout(1000 * Number(given.seconds)))
      const what = `${document.wires} wires ${phase}, ${view} in view`.padEnd(38)
      console.log(`${what} ${fps.toFixed(1)} frames/s  frame ${frame.toFixed(1)} ms  main ${main.toFixed(1)} ms/frame`)
    }
  }
  await page.context().close()
}

async function stepping(document) {
  const page = await opened(document, "reduce")
  const client = await page.context().newCDPSession(page)
  await client.send("Performance.enable")
  await page.keyboard.press("b")
  await page.waitForTimeout(2500)
  await page.keyboard.press(".")
  const slider = page.getByRole("slider", { name: "Step", exact: true })
  for (const view of ["all", "reading"]) {
    if (view === "reading") await atReadingZoom(page)
    for (const part of [0.25, 0.75]) {
      const steps = Number(await slider.getAttribute("max"))
      await slider.fill(String(Math.round(part * steps)))
      await page.evaluate(() => globalThis.document.activeElement?.blur())
      await page.waitForTimeout(1500)
      const profiling = given.profile !== undefined && document === large && view === "reading" && part > 0.5
      if (profiling) {
        await client.send("Profiler.enable")
        await client.send("Profiler.start")
      }
      const before = await mainThread(client)
      const laidOut = await page.evaluate(stepBySteps, Number(given.steps))
      const after = await mainThread(client)
      if (profiling) writeFileSync(given.profile, JSON.stringify((await client.send("Profiler.stop")).profile))
      const whole = (1000 * (after - before)) / Number(given.steps)
      const what = `step ${part < 0.5 ? "forward" : "backward"}, ${document.boxes.length} nodes, ${view} in view`
      console.log(`${what.padEnd(44)} laid out ${laidOut.toFixed(1)} ms  with all that follows ${whole.toFixed(1)} ms`)
    }
  }
  await page.context().close()
}

/** In the page: presses the key for a step again and again; median milliseconds until the page is laid out. */
async function stepBySteps(steps) {
  const times = []
  for (let i = 0; i < steps; i++) {
    const began = performance.now()
    globalThis.document.body.dispatchEvent(new KeyboardEvent("keydown", { key: ".", code: "Period", bubbles: true }))
    // React draws in a microtask.
    await Promise.resolve()
    await Promise.resolve()
    globalThis.document.body.getBoundingClientRect()
    times.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  return times.sort((a, b) => a - b)[steps >> 1]
}

/** Gradient enters at every node that nothing is wired to, and is nowhere all ones: that would vanish in a LayerNorm. */
function withUpstream(drawn) {
  const document = JSON.parse(drawn.text)
  const used = new Set(document.nodes.flatMap(({ inputs = {} }) => Object.values(inputs)))
  const ends = document.nodes.map(({ id }) => id).filter((id) => !used.has(id))
  const row = [1, -0.5, 0.25, 2, -1, 0.75, -2, 0.5]
  const upstream = Object.fromEntries(ends.map((id, at) => [id, [row.map((x) => x * (1 + at / 10))]]))
  return { ...drawn, text: JSON.stringify({ ...document, target: ends.at(-1), upstream }) }
}

async function opened(document, reducedMotion) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion })
  const page = await context.newPage()
  await openDocument(page, url, document)
  return page
}

function loadWords() {
  return loadavg()
    .map((n) => n.toFixed(2))
    .join(" ")
}
