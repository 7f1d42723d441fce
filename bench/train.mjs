// Training steps per second, ours beside TensorFlow.js (cpu and wasm): node bench/train.mjs [--page] [--seconds 1].
// Each side in a process of its own, or with `--page` in a page of Chromium of its own.

import { fork } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { builtForNode } from "./built.mjs"
import { servePages } from "./pages.mjs"
import { compare, SIDES, shareLines } from "./train/compare.mjs"

const { values: given } = parseArgs({
  options: { page: { type: "boolean" }, seconds: { type: "string", default: "1" } },
})
const seconds = Number(given.seconds)
const folder = await mkdtemp(join(tmpdir(), "gradwire-train-"))
console.log(`Load at the start: ${loadavg()[0].toFixed(1)}`)
try {
  await (given.page === true ? inPages() : inProcesses())
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function inProcesses() {
  const built = await builtForNode("bench/train/ours.ts", folder)
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
  const { close, open } = await servePages("bench/train")
  try {
    const pages = new Map()
    for (const side of SIDES) pages.set(side, await open())
    await printAll(
      await pages.get(SIDES[0]).evaluate(() => globalThis.bench.names),
      (side, index) => pages.get(side).evaluate((asked) => globalThis.bench.round(...asked), [side, index, seconds]),
      (index) => pages.get(SIDES[0]).evaluate((asked) => globalThis.bench.shares(asked), index),
    )
  } finally {
    await close()
  }
}

async function printAll(names, round, shares) {
  for (const [index, name] of names.entries()) {
    console.log(`\n${name}`)
    for (const line of await compare((side) => round(side, index))) console.log(line)
    for (const line of shareLines(await shares(index))) console.log(line)
  }
}
