// Milliseconds a training step or a run, all sides in turn in one run: our engines and TensorFlow.js on WebAssembly, in Node and in a page of
// Chromium each, and, where GRADWIRE_PYTHON or python3 has it, PyTorch with one thread.
// node bench/engine.mjs [--seconds 0.5] [--rounds 5] [--only W1] [--sides planned,torch]. Ratios of the least times are what to
// compare: they are what each can do when it has its core.

import { fork, spawn, spawnSync } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { cpus, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { parseArgs } from "node:util"
import { builtForNode } from "./built.mjs"
import { servePages } from "./pages.mjs"

/** Sides, and what they are called. */
const NAMES = {
  "page:fastest": "ours, page, fastest",
  "page:planned": "ours, page, reproducible",
  planned: "ours, Node, reproducible",
  "planned:2": "ours, Node, two threads",
  eager: "ours, Node, eager",
  "page:tensorflow": "TensorFlow.js, page",
  tensorflow: "TensorFlow.js, Node",
  torch: "PyTorch",
}
const OURS = ["page:fastest", "page:planned", "planned"]
const SHARED = "planned:2"

const { values: given } = parseArgs({
  options: {
    seconds: { type: "string", default: "0.5" },
    rounds: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    sides: { type: "string", default: Object.keys(NAMES).join() },
  },
})
const [seconds, rounds] = [Number(given.seconds), Number(given.rounds)]
const python = process.env.GRADWIRE_PYTHON ?? "python3"
const folder = await mkdtemp(join(tmpdir(), "gradwire-engine-"))
const children = []
let pages = null
console.log(`${cpus()[0]?.model.trim()}, load at the start ${loadavg()[0].toFixed(1)}, Node ${process.version}`)
try {
  const built = await builtForNode("bench/engine/ours.ts", folder)
  const { timed } = await import(built)
  const sides = await openSides(given.sides.split(","), built)
  for (const [index, workload] of timed().entries()) {
    if (workload.name.includes(given.only)) await printOne(index, workload, sidesOf(workload, sides))
  }
} finally {
  for (const child of children) child.kill()
  await pages?.close()
  await rm(folder, { recursive: true, force: true })
}

/** TensorFlow.js is told chains of layers and ResNet-18, threads share trainings, and rules have no steps of their own. */
function sidesOf({ network, work }, sides) {
  const has = (side) => {
    if (side === SHARED) return work === "train"
    if (work === "convolution") return OURS.includes(side) || side === "torch"
    return network !== "transformer" || !side.includes("tensorflow")
  }
  return new Map([...sides].filter(([side]) => has(side)))
}

/** Each side as a function that takes steps for a while and answers their milliseconds. */
async function openSides(asked, built) {
  const sides = new Map()
  for (const side of Object.keys(NAMES).filter((name) => asked.includes(name))) {
    if (side.startsWith("page:")) sides.set(side, await paged(side.slice("page:".length)))
    else if (side !== "torch") sides.set(side, scripted(side, built))
    else if (hasTorch()) sides.set(side, torch())
    else console.log("PyTorch is not installed here.")
  }
  return sides
}

/** A side in a page of its own. */
async function paged(side) {
  if (pages === null) {
    pages = await servePages("bench/engine")
    console.log(`Chromium ${pages.version}`)
  }
  const page = await pages.open()
  return (index) => page.evaluate((asked) => globalThis.bench(...asked), [side, index, seconds])
}

/** A side in a process of Node. */
function scripted(side, built) {
  const child = fork("bench/engine/child.mjs", { stdio: ["ignore", "ignore", "inherit", "ipc"] })
  children.push(child)
  const broken = new Promise((_, reject) => {
    child.once("exit", (code) => reject(new Error(`${side} ended with ${code}`)))
  })
  // Seen only while something is asked; at the end they are killed.
  broken.catch(() => {})
  return (index, { work }) => {
    const answered = new Promise((resolve) => child.once("message", resolve))
    child.send({ side, index, built, seconds, told: work === "convolution" })
    return Promise.race([answered, broken])
  }
}

function hasTorch() {
  return spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0
}

function torch() {
  const child = spawn(python, ["bench/engine/pytorch.py"], { stdio: ["pipe", "pipe", "inherit"] })
  children.push(child)
  const lines = createInterface({ input: child.stdout })
  return (_, workload) =>
    new Promise((resolve) => {
      lines.once("line", (line) => resolve(JSON.parse(line)))
      const { document: __, ...told } = workload
      child.stdin.write(`${JSON.stringify({ workload: told, seconds })}\n`)
    })
}

async function printOne(index, workload, sides) {
  const times = new Map([...sides.keys()].map((side) => [side, []]))
  // One round to warm up.
  for (let round = -1; round < rounds; round++) {
    for (const [side, ask] of sides) {
      const found = await ask(index, workload)
      if (round >= 0) times.get(side).push(...found)
    }
  }
  const least = (side) => Math.min(...times.get(side))
  console.log(`\n${workload.name}`)
  for (const [side, all] of times) {
    const median = [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]
    console.log(`  ${NAMES[side].padEnd(26)} least ${milliseconds(least(side))}  median ${milliseconds(median)}`)
  }
  const ours = OURS.filter((side) => times.has(side))
  if (times.has(SHARED) && times.has("planned")) {
    console.log(`  one thread / two: ${(least("planned") / least(SHARED)).toFixed(2)}`)
  }
  for (const other of [...times.keys()].filter((side) => !OURS.includes(side) && side !== SHARED)) {
    const ratios = ours.map(
      (side) => `${(least(other) / least(side)).toFixed(2)} (${NAMES[side].slice("ours, ".length)})`,
    )
    if (ratios.length > 0) console.log(`  ${NAMES[other]} / ours: ${ratios.join(" · ")}`)
  }
}

function milliseconds(time) {
  return `${time.toFixed(3).padStart(10)} ms`
}
