// Writes public/licences.txt: every package that the built page or command line contains, with its licence's own text.
// node scripts/licences.mjs [--check]: with --check it only says whether the file is as it should be.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const target = join(root, "public", "licences.txt")

/** The packages of the lock file that are not for development alone, by path. */
export function runtimePackages() {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"))
  return Object.entries(packages).filter(([path, one]) => path !== "" && !one.dev && !one.devOptional)
}

/** The text of the file. */
export function licences() {
  const parts = runtimePackages().map(([path, { version, license }]) => {
    const name = path.replace(/^.*node_modules\//, "")
    return `${name} ${version} (${license})\n${"-".repeat(72)}\n${textIn(join(root, path))}`
  })
  return `Gradwire contains the following packages.\n\n${parts.join("\n\n")}\n`
}

function textIn(folder) {
  const file = existsSync(folder)
    ? readdirSync(folder).find((name) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(name))
    : null
  return file ? readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim() : "The package holds no text."
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = licences()
  if (!process.argv.includes("--check")) writeFileSync(target, wanted)
  else if (!existsSync(target) || readFileSync(target, "utf8") !== wanted) {
    console.error("public/licences.txt is not up to date; run node scripts/licences.mjs")
    process.exitCode = 1
  }
}
