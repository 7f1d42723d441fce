// Speed of the canvas, in Chromium, on the built page: generated layered graphs of 500 and 2,000 nodes and ResNet-152.
// node bench/canvas.mjs [--against <git ref>] [--rounds 3] [--only 2000]
// Prints frames a second, median frame time and main-thread milliseconds a frame for panning, zooming and dragging, and for
// panning with an overlay laid over the cards, at reading zoom and with everything in view; the time to first paint and the
// longest until an overlay is painted; and how many wires were really found on the screen.
// With `--against`, the other version is built too and measured in turn with this one.
// The goals, on two cores with software rendering: see GOALS.

import { loadavg } from "node:os"
import { parseArgs } from "node:util"
import { chromium } from "@playwright/test"
import { findBrowser } from "../scripts/browser.mjs"
import { atReadingZoom, layOver, measure, openDocument, overlays } from "./canvas/drive.mjs"
import { checkWires } from "./canvas/pixels.mjs"
import { loadSources, serveBuilt } from "./canvas/serve.mjs"

const { values: given } = parseArgs({
  options: {
    against: { type: "string" },
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
  },
})
/** Frames a second by view and size; milliseconds to first paint, and until an overlay is painted. */
const GOALS = {
  reading: { 500: 55, 2000: 55, "ResNet-152": 55 },
  all: { 500: 45, 2000: 30, "ResNet-152": 55 },
  paint: { 2000: 2000 },
  overlay: { 500: 100, 2000: 100, "ResNet-152": 100 },
}

const sources = await loadSources()
const graphs = [
  ["500", sources.layered(500)],
  ["2000", sources.layered(2000)],
  ["ResNet-152", sources.gallery("resnet-152")],
].filter(([name, document]) => document !== null && (given.only === undefined || given.only === name))
if (graphs.length === 0) throw new Error(`--only ${given.only}: there is no such graph`)

const versions = [{ name: "this", ...(await serveBuilt(null)) }]
if (given.against !== undefined) versions.push({ name: given.against, ...(await serveBuilt(given.against)) })

const { executablePath, args } = await findBrowser()
const browser = await chromium.launch({ executablePath, args })
const results = []
console.log(`Load at the start: ${loadWords()}`)
for (let round = 0; round < Number(given.rounds); round++) {
  for (const [graph, document] of graphs) {
    for (const version of round % 2 === 0 ? versions : [...versions].reverse()) {
      results.push(...(await measureGraph(version, graph, document)))
    }
  }
  console.log(`Round ${round + 1} done, load ${loadWords()}`)
}
await browser.close()
for (const { close } of versions) await close()
await sources.close()
print(results)
const idle = results.filter((row) => row.idle)
for (const { version, graph, view, gesture } of idle) {
  console.error(`${version}: the ${gesture} of ${graph} at ${view} did nothing; its figures mean nothing.`)
}
process.exit(idle.length > 0 || results.some(({ wires }) => wires !== undefined && wires.missing > 0) ? 1 : 0)

/** One opening of one graph: first paint, everything in view, then reading zoom. */
async function measureGraph({ name, url }, graph, document) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const paint = await openDocument(page, url, document)
  const rows = [{ version: name, graph, view: "opening", gesture: "first paint", milliseconds: paint }]
  const wires = await checkWires(page, document)
  rows.push({ version: name, graph, view: "all", gesture: "wires", wires })
  for (const view of ["all", "reading"]) {
    if (view === "reading") await atReadingZoom(page)
    for (const gesture of ["pan", "zoom", "drag"]) {
      rows.push({ version: name, graph, view, gesture, ...(await measure(page, gesture, document)) })
    }
    rows.push(...(await underOverlays(page, document)).map((row) => ({ version: name, graph, view, ...row })))
  }
  await context.close()
  return rows
}

/** Each overlay is chosen, the slowest of them counts; then the view is panned under one of them. */
async function underOverlays(page, document) {
  const waits = []
  for (const overlay of overlays) waits.push(await layOver(page, overlay))
  await layOver(page, "memory")
  const panned = await measure(page, "pan", document)
  await layOver(page, "")
  return [
    { gesture: "overlay on", milliseconds: Math.max(...waits) },
    { gesture: "overlay pan", ...panned },
  ]
}

function print(results) {
  const keys = new Map(results.map((row) => [`${row.graph}|${row.view}|${row.gesture}`, row]))
  console.log("\ngraph       view     gesture      version     fps  frame ms  main ms/frame  goal")
  for (const key of keys.keys()) {
    for (const { name } of versions) {
      const rows = results.filter((row) => row.version === name && `${row.graph}|${row.view}|${row.gesture}` === key)
      if (rows.length > 0) console.log(line(name, rows))
    }
  }
}

function line(version, rows) {
  const [{ graph, view, gesture, wires }] = rows
  const start = [graph.padEnd(11), view.padEnd(8), gesture.padEnd(12), version.slice(0, 9).padEnd(9)].join(" ")
  if (wires !== undefined)
    return `${start}   ${wires.drawn} of ${wires.wires} drawn, ${wires.found} of ${wires.of} found in pixels`
  const goals = gesture === "first paint" ? GOALS.paint : gesture === "overlay on" ? GOALS.overlay : GOALS[view]
  const goal = goals[graph]
  const of = (field) => median(rows.map((row) => row[field]))
  if ("milliseconds" in rows[0]) return `${start}   ${of("milliseconds").toFixed(0)} ms`.padEnd(80) + (goal ?? "")
  const numbers = [
    of("fps").toFixed(1).padStart(6),
    of("frame").toFixed(1).padStart(9),
    of("main").toFixed(1).padStart(14),
  ]
  return `${start} ${numbers.join(" ")}  ${goal ?? ""}`
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

function loadWords() {
  return loadavg()
    .map((n) => n.toFixed(2))
    .join(" ")
}
