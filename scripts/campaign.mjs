// The campaigns of random tests at many times their size, with a seed of their own that is printed:
// `npm run test:long` does both.
//   node scripts/campaign.mjs [TIMES [SEED]]      in memory, some minutes at 25; TAB_STEPS=120 for longer runs of the tabs
//   node scripts/campaign.mjs --browser [TIMES]   kills, full disks, cancels and ways back in the build in dist/, and the
//                                                 grids that a push samples: every graph in every size of the window
// A failure prints what to set to see it again.

import { spawnSync } from "node:child_process"
import { randomInt } from "node:crypto"
import { existsSync } from "node:fs"

const inBrowser = process.argv.includes("--browser")
const [times = "10", seed = String(randomInt(2 ** 31))] = process.argv.slice(2).filter((word) => !word.startsWith("-"))
const unit = [
  "vitest",
  "run",
  "tests/graph/read.test.ts",
  "tests/graph/readAnything.long.test.ts",
  "tests/cli/wrongValues.long.test.ts",
  "tests/formats/link.long.test.ts",
  "tests/state/library",
  "tests/editor/barPlace.test.ts",
  "tests/engine/explain/gallery.long.test.ts",
  "tests/editor/threadWays.long.test.ts",
  "tests/engine/planned/chains.long.test.ts",
  "tests/engine/planned/grids.long.test.ts",
  "tests/engine/planned/pointwise.long.test.ts",
  "tests/engine/planned/rows.long.test.ts",
  "tests/engine/planned/steps.long.test.ts",
  `--testTimeout=${Math.round(30_000 * Math.max(1, Number(times)))}`,
]
const browser = [
  "playwright",
  "test",
  ...["kills", "quota", "faults", "back", "legible", "derivation", "examples", "maths"].map(
    (name) => `tests/e2e/${name}.spec.ts`,
  ),
]

const missing = [...unit, ...browser].filter((word) => word.startsWith("tests/") && !existsSync(word))
if (missing.length > 0 || !(Number(times) > 0) || !/^\d+$/.test(seed)) {
  console.error(
    missing.length > 0 ? `There is no ${missing.join(", ")}` : "TIMES is a number above 0, SEED a whole one",
  )
  process.exit(2)
}
console.log(`GRADWIRE_TIMES=${times} GRADWIRE_SEED=${seed}`)
const { status } = spawnSync("npx", inBrowser ? browser : unit, {
  stdio: "inherit",
  env: { ...process.env, GRADWIRE_TIMES: times, GRADWIRE_SEED: seed },
  shell: process.platform === "win32",
})
if (status !== 0)
  console.log(`To see it again: node scripts/campaign.mjs ${inBrowser ? "--browser " : ""}${times} ${seed}`)
process.exit(status ?? 1)
