// Lint and format, types of the page and of its worker, and what nobody uses: all at once, as each keeps one core busy. What
// they say is printed one after the other; exits 1 if any of them failed.

import { spawn } from "node:child_process"

const CHECKS = [
  ["biome", "ci", "--colors=off", "."],
  ["tsc", "-p", "."],
  ["tsc", "-p", "tsconfig.worker.json"],
  ["knip"],
]

const ended = await Promise.all(CHECKS.map(run))
for (const { name, code, said } of ended) process.stdout.write(`${name}: ${code === 0 ? "fine" : "failed"}\n${said}`)
process.exit(ended.every(({ code }) => code === 0) ? 0 : 1)

/** Runs a tool of the project to its end; one that a signal ended has failed. */
function run([tool, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(`node_modules/.bin/${tool}`, args, { stdio: ["ignore", "pipe", "pipe"] })
    let said = ""
    const hear = (data) => {
      said += data
    }
    child.stdout.on("data", hear)
    child.stderr.on("data", hear)
    const end = (code) => resolve({ name: [tool, ...args].join(" "), code, said })
    child.on("error", (error) => {
      said += `${error.message}\n`
      end(1)
    })
    child.on("close", end)
  })
}
