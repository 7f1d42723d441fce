// Everything that must hold, in order: lint, format and types; unit tests; three broken rules that they must notice; the
// build; the browser tests. Ends with what the campaigns of random tests counted and with one line, `N passed, N failed`;
// exits 1 if anything failed. What did nothing has failed: a test left out, a campaign that counted none, a focused test.

import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findBrowser } from "./browser.mjs"

const reports = mkdtempSync(join(tmpdir(), "gradwire-test-"))
const counts = join(reports, "counts.jsonl")
const totals = { passed: 0, failed: 0 }

step("check", () => npm("check"))
tests(
  "unit",
  "unit.json",
  (file) => npm("unit:all", "--allowOnly=false", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`),
  {
    count: (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests + suitesThatDied(report) + leftOut(report).length,
    }),
  },
)
step("mutants", () => node("scripts/mutate.mjs", "--count", "3", "--seed", "20261121"))
step("build", () => npm("build"))
const browser = await findBrowser()
console.log(`\nBrowser: ${browser.found}, ${browser.executablePath}`)
tests(
  "browser",
  "e2e.json",
  (file) => npm("e2e", "--forbid-only", "--reporter=list,json", { PLAYWRIGHT_JSON_OUTPUT_NAME: file }),
  {
    count: ({ stats }) => {
      if (stats.flaky > 0)
        console.log(`${stats.flaky} browser tests passed on their second try only; they are named above.`)
      if (stats.skipped > 0) console.log(`${stats.skipped} browser tests were left out: that counts as failed.`)
      return { passed: stats.expected + stats.flaky, failed: stats.unexpected + stats.skipped }
    },
  },
)

const found = campaigns()
if (found.length === 0) totals.failed++
console.log(`\nCampaigns: ${found.join("; ") || "none ran: that counts as failed"}.`)
rmSync(reports, { recursive: true, force: true })
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed === 0 ? 0 : 1)

/** A step that is one check: it passes or it fails. */
function step(name, run) {
  if (timed(name, run) === 0) totals.passed++
  else totals.failed++
}

/** Says what is run, and how long it took. */
function timed(name, run) {
  console.log(`\n— ${name}`)
  const start = performance.now()
  const answer = run()
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
  return answer
}

/** A test runner: its own counts are added; a runner that fails without a failed test counts as one. */
function tests(name, reportName, run, { count }) {
  const file = join(reports, reportName)
  const code = timed(name, () => run(file))
  const counted = readCount(file, count)
  totals.passed += counted.passed
  totals.failed += code !== 0 && counted.failed === 0 ? 1 : counted.failed
}

function readCount(file, count) {
  try {
    const counted = count(JSON.parse(readFileSync(file, "utf8")))
    if (counted.passed + counted.failed === 0) throw new Error("no test ran")
    return counted
  } catch (error) {
    console.error(`No usable report in ${file}: ${error.message}`)
    return { passed: 0, failed: 1 }
  }
}

function suitesThatDied(report) {
  return report.testResults.filter((suite) => suite.status === "failed" && suite.assertionResults.length === 0).length
}

/** Unit tests that did not run. Some may, and are named: what asks the registry, which need not answer, or needs a PyTorch. */
function leftOut(report) {
  const names = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status !== "passed" && status !== "failed").map(({ fullName }) => fullName),
  )
  if (names.length > 0) console.log(`Left out: ${names.join("; ")}`)
  return names.filter((name) => !/as far as the registry answers$|^where PyTorch is installed, /.test(name))
}

/** What tests/campaign.ts was told, a phrase each; counts of one thing are added. */
function campaigns() {
  const found = new Map()
  for (const line of existsSync(counts) ? readFileSync(counts, "utf8").trim().split("\n") : []) {
    const { count, what, note } = JSON.parse(line)
    const before = found.get(what)
    found.set(what, { count: count + (before?.count ?? 0), note: before === undefined ? note : "" })
  }
  return [...found].map(([what, { count, note }]) =>
    [count.toLocaleString("en-GB"), what, ...(note === "" ? [] : [`(${note})`])].join(" "),
  )
}

function node(...args) {
  return spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 1
}

function npm(script, ...rest) {
  const env = typeof rest.at(-1) === "object" ? rest.pop() : {}
  const { status } = spawnSync("npm", ["run", "--silent", script, ...(rest.length > 0 ? ["--", ...rest] : [])], {
    stdio: "inherit",
    env: { ...process.env, GRADWIRE_COUNTS: counts, ...env },
    shell: process.platform === "win32",
  })
  return status ?? 1
}
