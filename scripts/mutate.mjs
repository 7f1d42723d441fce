// Breaks one term of a backward rule at a time, in a copy of the tree, and asks whether the op's tests notice.
// A rule that only calls a kernel is broken inside that kernel. Prints a verdict for each; exits 1 unless every one was caught:
// one that was missed, skipped (its tests fail unbroken) or that no test met (the broken file does not load) proves nothing.
//   node scripts/mutate.mjs [--count 12] [--seed 1] [--op Conv2d] [--every] [--list]
// --every tries all terms that stand in the rules themselves; --list only prints what would be broken.

import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { rulesOf } from "./breaks.mjs"

const { values: given } = parseArgs({
  options: {
    count: { type: "string", default: "12" },
    seed: { type: "string", default: "1" },
    op: { type: "string" },
    every: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
})
const count = wholeNumber("count", 1)
const seed = wholeNumber("seed", 0)
/** The real tree, only ever read, and the copy in which rules are broken. */
const root = fileURLToPath(new URL("..", import.meta.url))
const copy = copyTree()

function wholeNumber(name, least) {
  const number = Number(given[name])
  if (Number.isInteger(number) && number >= least) return number
  console.error(`--${name} must be a whole number of at least ${least}, not ${given[name]}`)
  process.exit(2)
}

/** Small, seeded, good enough to choose with (mulberry32). */
function chooser(seed) {
  let state = seed >>> 0
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % n
  }
}

/** All of src and tests but the browser's: what a test or its set-up imports later is there as well. */
function copyTree() {
  const made = mkdtempSync(join(tmpdir(), "gradwire-mutate-"))
  const browserTests = join(root, "tests", "e2e")
  for (const name of ["src", "tests", "package.json", "tsconfig.json", "vitest.config.ts"]) {
    cpSync(join(root, name), join(made, name), { recursive: true, filter: (path) => path !== browserTests })
  }
  symlinkSync(join(root, "node_modules"), join(made, "node_modules"), "junction")
  return made
}

/** What the tests of one op, or of all, say: "pass", "fail", or "none" where none ran. A run that hangs has failed. */
function verdictOf(kind) {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs")
  const only = kind === null ? [] : ["-t", `^${kind} `]
  const args = [vitest, "run", "tests/ops.long.test.ts", ...only, "--reporter=json", "--no-color"]
  const run = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8", timeout: 120_000, maxBuffer: 2 ** 28 })
  if (run.error?.code === "ETIMEDOUT") return "fail"
  const { numPassedTests = 0, numFailedTests = 0 } = reportIn(run.stdout)
  if (numFailedTests > 0) return "fail"
  return run.status === 0 && numPassedTests > 0 ? "pass" : "none"
}

/** The tests print as well; the report is the last line. */
function reportIn(text) {
  try {
    return JSON.parse(text.trimEnd().split("\n").at(-1))
  } catch {
    return {}
  }
}

function opFiles() {
  const shelves = readdirSync(join(copy, "src/ops"), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return shelves.flatMap((shelf) =>
    readdirSync(join(copy, "src/ops", shelf.name))
      .filter((name) => /^[A-Z].*\.ts$/.test(name))
      .map((name) => ({ kind: name.replace(/\.ts$/, ""), file: join(copy, "src/ops", shelf.name, name) })),
  )
}

/** Rules in random order, one broken term each; with --every all terms of all rules. */
function plan() {
  const rules = opFiles()
    .filter(({ kind }) => given.op === undefined || kind === given.op)
    .flatMap(({ kind, file }) => rulesOf(file).map((rule) => ({ kind, ...rule })))
  if (given.every) return rules.flatMap((rule) => rule.own.map((site) => ({ ...rule, site })))
  const choose = chooser(seed)
  const left = rules.filter((rule) => rule.own.length + rule.deep.length > 0)
  const chosen = []
  while (chosen.length < count && left.length > 0) {
    const [rule] = left.splice(choose(left.length), 1)
    // Half of the time inside a kernel, where there is one: that is where most of the arithmetic is.
    const sites = rule.own.length === 0 || (rule.deep.length > 0 && choose(2) === 0) ? rule.deep : rule.own
    chosen.push({ ...rule, site: sites[choose(sites.length)] })
  }
  return chosen
}

function describe({ kind, arrow, site }) {
  const text = readFileSync(site.file, "utf8")
  const line = text.slice(0, site.at).split("\n").length
  const broken = `${text.slice(0, site.at)}${site.put}${text.slice(site.at + site.length)}`
  const file = site.file.slice(copy.length + 1)
  const shown = broken.split("\n")[line - 1]?.trim() ?? ""
  return `${kind}.${arrow}: ${site.what} in ${site.where} (${file}:${line})\n    ${shown}`
}

/** Breaks one term, asks, and makes the copy whole again. */
function tryOne(one) {
  const whole = readFileSync(one.site.file, "utf8")
  const { at, length, put } = one.site
  writeFileSync(one.site.file, whole.slice(0, at) + put + whole.slice(at + length))
  const own = verdictOf(one.kind)
  const others = own === "pass" ? verdictOf(null) : null
  writeFileSync(one.site.file, whole)
  if (own === "none") return "NOT RUN: the broken file does not load"
  if (own === "fail") return "caught"
  return others === "fail" && soundness(null) === "pass" ? "caught by another op" : "MISSED"
}

/** What the unbroken tests of an op, or of all, say; asked once. Tests that fail unbroken can catch nothing. */
const sound = new Map()
function soundness(kind) {
  if (!sound.has(kind)) sound.set(kind, verdictOf(kind))
  return sound.get(kind)
}

function main() {
  const chosen = plan()
  if (chosen.length === 0) throw new Error("nothing to break: no rule with a term was found")
  if (given.list) return console.log(chosen.map(describe).join("\n"))
  let caught = 0
  for (const one of chosen) {
    const unbroken = soundness(one.kind)
    const verdict = unbroken === "pass" ? tryOne(one) : `SKIPPED: unbroken, its tests say "${unbroken}"`
    if (verdict.startsWith("caught")) caught++
    console.log(`${verdict}  ${describe(one)}`)
  }
  console.log(`${caught} of ${chosen.length} caught`)
  process.exitCode = caught === chosen.length ? 0 : 1
}

try {
  main()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  rmSync(copy, { recursive: true, force: true })
}
