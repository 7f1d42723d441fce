// What comes from others: few packages, locked, none that runs anything while it is installed, each with a known licence.

import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { counted, notRun } from "./campaign.ts"

interface Locked {
  readonly version?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly hasInstallScript?: boolean
  readonly license?: string
  readonly integrity?: string
}
// npm's own file, in its third form.
const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked> }
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: Record<string, string> }
const runtime = Object.entries(lock.packages).filter(([path, one]) => path !== "" && !one.dev && !one.devOptional)

test("at most 15 direct dependencies at run time, each at one exact version", () => {
  const direct = Object.entries(manifest.dependencies)
  expect(direct.length).toBeLessThanOrEqual(15)
  expect(direct.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
})

test("no package at run time has an install script, and every one is locked by its digest", () => {
  expect(runtime.length).toBeGreaterThan(Object.keys(manifest.dependencies).length)
  expect(runtime.filter(([, one]) => one.hasInstallScript).map(([path]) => path)).toEqual([])
  expect(runtime.filter(([, one]) => !/^sha512-/.test(one.integrity ?? "")).map(([path]) => path)).toEqual([])
})

test("every licence lets the page be given away, and the list of them is up to date", () => {
  const free = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "OFL-1.1", "0BSD"])
  expect(runtime.filter(([, one]) => !free.has(one.license ?? "")).map(([path]) => path)).toEqual([])
  const checked = spawnSync(process.execPath, ["scripts/licences.mjs", "--check"], { encoding: "utf8" })
  expect(checked.stderr).toBe("")
  expect(checked.status).toBe(0)
})

// What npm prints of an audit, or of why there is none.
interface Audit {
  readonly statusCode?: number
  readonly error?: { readonly code?: string }
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> }
}

test("no weakness is known of a package at run time, as far as the registry answers", ({ skip }) => {
  const patience = ["--fetch-retries=0", "--fetch-timeout=10000"]
  const asked = spawnSync("npm", ["audit", "--omit=dev", "--json", ...patience], {
    encoding: "utf8",
    timeout: 20_000,
    shell: process.platform === "win32",
  })
  const audit = readAudit(asked.stdout)
  const weak = audit.metadata?.vulnerabilities
  if (weak === undefined) {
    const why = `the registry answered ${audit.statusCode ?? audit.error?.code ?? "nothing"}`
    notRun("audits of packages", why)
    return skip(why)
  }
  counted(1, "audit of packages", `${weak.total} known weaknesses`)
  expect(weak.high).toBe(0)
  expect(weak.critical).toBe(0)
})

function readAudit(text: string): Audit {
  try {
    return JSON.parse(text) as Audit // checked where it is used
  } catch {
    return {}
  }
}
