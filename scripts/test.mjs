// Everything that must hold, in order: lint, format and types; unit tests; the build; the browser tests.
// Ends with what the campaigns of random tests counted and with one line, `N passed, N failed`; exits 1 if anything failed.

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
  (file) => npm("unit", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`),
  {
    count: (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests + suitesThatDied(report) }),
  },
)
step("build", () => npm("build"))
const browser = await findBrowser()
console.log(`\nBrowser: ${browser.found}, ${browser.executablePath}`)
tests("browser", "e2e.json", (file) => npm("e2e", "--reporter=list,json", { PLAYWRIGHT_JSON_OUTPUT_NAME: file }), {
  count: ({ stats }) => {
    if (stats.flaky > 0)
      console.log(`${stats.flaky} browser tests passed on their second try only; they are named above.`)
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected }
  },
})

console.log(`\n${campaigns()}`)
rmSync(reports, { recursive: true, force: true })
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exit(totals.failed === 0 ? 0 : 1)

/** A step that is one check: it passes or it fails. */
function step(name, run) {
  console.log(`\n— ${name}`)
  if (run() === 0) totals.passed++
  else totals.failed++
}

/** A test runner: its own counts are added; a runner that fails without a failed test counts as one. */
function tests(name, reportName, run, { count }) {
  console.log(`\n— ${name}`)
  const file = join(reports, reportName)
  const code = run(file)
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

/** One line of what tests/campaign.ts was told; counts of one thing are added. */
function campaigns() {
  const found = new Map()
  for (const line of existsSync(counts) ? readFileSync(counts, "utf8").trim().split("\n") : []) {
    const { count, what, note } = JSON.parse(line)
    const before = found.get(what)
    found.set(what, { count: count + (before?.count ?? 0), note: before === undefined ? note : "" })
  }
  const parts = [...found].map(([what, { count, note }]) =>
    [count.toLocaleString("en-GB"), what, ...(note === "" ? [] : [`(${note})`])].join(" "),
  )
  return `Campaigns: ${parts.join("; ") || "none ran"}.`
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
