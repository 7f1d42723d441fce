// Breaks one term of a backward rule at a time, in a copy of the tree, and asks whether the op's tests notice.
// A rule that only calls a kernel is broken inside that kernel. Prints caught and missed; exits 1 if one was missed.
//   node scripts/mutate.mjs [--count 12] [--seed 1] [--op Conv2d] [--every] [--list]
// --every tries all terms that stand in the rules themselves; --list only prints what would be broken.

import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { rulesOf } from "./breaks.mjs"

/** The real tree, only ever read, and the copy in which rules are broken. */
const root = fileURLToPath(new URL("..", import.meta.url))
const copy = copyTree()
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : process.argv[at + 1]
}
const flag = (name) => process.argv.includes(`--${name}`)

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

function copyTree() {
  const made = mkdtempSync(join(tmpdir(), "gradwire-mutate-"))
  for (const name of [
    "src/tensor",
    "src/formula",
    "src/ops",
    "tests/ops",
    "tests/ops.test.ts",
    "tests/reference/ops",
  ]) {
    cpSync(join(root, name), join(made, name), { recursive: true })
  }
  for (const name of ["package.json", "tsconfig.json", "vitest.config.ts"]) cpSync(join(root, name), join(made, name))
  symlinkSync(join(root, "node_modules"), join(made, "node_modules"))
  return made
}

/** Runs the tests of one op, or of all; a run that hangs has failed. */
function passes(kind) {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs")
  const only = kind === null ? [] : ["-t", `^${kind} `]
  const args = [vitest, "run", "tests/ops.test.ts", ...only, "--reporter=dot", "--no-color"]
  const run = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8", timeout: 120_000 })
  if (run.error?.code === "ETIMEDOUT") return false
  const failed = run.status !== 0
  if (!failed && !/Tests .*\d+ passed/.test(run.stdout)) throw new Error(`no test of ${kind} ran: ${run.stdout}`)
  return !failed
}

function opFiles() {
  const shelves = readdirSync(join(copy, "src/ops"), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return shelves.flatMap((shelf) =>
    readdirSync(join(copy, "src/ops", shelf.name)).map((name) => ({
      kind: name.replace(/\.ts$/, ""),
      file: join(copy, "src/ops", shelf.name, name),
    })),
  )
}

/** Rules in random order, one broken term each; with --every all terms of all rules. */
function plan() {
  const only = option("op", null)
  const rules = opFiles()
    .filter(({ kind }) => only === null || kind === only)
    .flatMap(({ kind, file }) => rulesOf(file).map((rule) => ({ kind, ...rule })))
  if (flag("every")) return rules.flatMap((rule) => rule.own.map((site) => ({ ...rule, site })))
  const choose = chooser(Number(option("seed", "1")))
  const left = rules.filter((rule) => rule.own.length + rule.deep.length > 0)
  const chosen = []
  while (chosen.length < Number(option("count", "12")) && left.length > 0) {
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

/** One after another; the copy is whole again after each. Answers how many were missed. */
function tryAll(chosen) {
  const sound = new Map([[null, passes(null)]])
  // A suite that is red unbroken can catch nothing.
  if (!sound.get(null)) console.log("the whole suite fails unbroken: only each op's own tests count")
  let missed = 0
  for (const one of chosen) {
    if (!sound.has(one.kind)) sound.set(one.kind, passes(one.kind))
    if (!sound.get(one.kind)) {
      console.log(`skipped: tests of ${one.kind} fail unbroken`)
      continue
    }
    const shown = describe(one)
    const whole = readFileSync(one.site.file, "utf8")
    writeFileSync(
      one.site.file,
      whole.slice(0, one.site.at) + one.site.put + whole.slice(one.site.at + one.site.length),
    )
    const own = passes(one.kind)
    const verdict = !own ? "caught" : sound.get(null) && !passes(null) ? "caught by another op" : "MISSED"
    writeFileSync(one.site.file, whole)
    if (verdict === "MISSED") missed++
    console.log(`${verdict}  ${shown}`)
  }
  return missed
}

function main() {
  const chosen = plan()
  if (flag("list")) return console.log(chosen.map(describe).join("\n"))
  const missed = tryAll(chosen)
  console.log(`${chosen.length - missed} of ${chosen.length} caught`)
  process.exitCode = missed === 0 ? 0 : 1
}

try {
  main()
} finally {
  rmSync(copy, { recursive: true, force: true })
}
