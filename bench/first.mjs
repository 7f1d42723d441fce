// Milliseconds from a document to the end of its first training step, each time in a fresh process and in a fresh page: nothing is
// compiled, warm or in memory before.
// node bench/first.mjs [--times 7] [--only W2]

import { execFileSync } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { cpus, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { builtForNode } from "./built.mjs"
import { servePages } from "./pages.mjs"

const { values: given } = parseArgs({
  options: { times: { type: "string", default: "7" }, only: { type: "string", default: "" } },
})
const folder = await mkdtemp(join(tmpdir(), "gradwire-first-"))
const pages = await servePages("bench/engine")
console.log(
  `${cpus()[0]?.model.trim()}, load at the start ${loadavg()[0].toFixed(1)}, Node ${process.version}, Chromium ${pages.version}`,
)
try {
  const built = await builtForNode("bench/engine/ours.ts", folder)
  const { timed } = await import(built)
  for (const [index, { name, work }] of timed().entries()) {
    if (work !== "train" || !name.includes(given.only)) continue
    console.log(`\n${name}`)
    print("page, fastest", await several(() => inPage("fastest", index)))
    print("page, reproducible", await several(() => inPage("planned", index)))
    print("Node, reproducible", await several(() => inNode(built, index)))
  }
} finally {
  await pages.close()
  await rm(folder, { recursive: true, force: true })
}

async function several(once) {
  const times = []
  for (let i = 0; i < Number(given.times); i++) times.push(await once())
  return times.sort((a, b) => a - b)
}

async function inPage(engine, index) {
  const page = await pages.open()
  const time = await page.evaluate((asked) => globalThis.first(...asked), [engine, index])
  await page.context().close()
  return time
}

function inNode(built, index) {
  const code = `import { firstStep, timed } from "${built}"; console.log(firstStep(timed()[${index}], "planned"))`
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" }))
}

function print(side, times) {
  const median = times[Math.floor(times.length / 2)]
  console.log(
    `  ${side.padEnd(20)} least ${times[0].toFixed(0).padStart(5)} ms  median ${median.toFixed(0).padStart(5)} ms`,
  )
}
