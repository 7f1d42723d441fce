// Every class that a component reads of a stylesheet is there, and every one that is there is read.

import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const editor = fileURLToPath(new URL("../../src/editor", import.meta.url))
const paths = readdirSync(editor, { recursive: true, encoding: "utf8" }).map((path) => join(editor, path))
const name = (path: string) => relative(editor, path)

const written = new Map(paths.filter((path) => path.endsWith(".module.css")).map((path) => [path, classesIn(path)]))
const uses = [
  ...paths.filter((path) => path.endsWith(".tsx")).flatMap(usesIn),
  ...[...written.keys()].flatMap(composedIn),
]

function classesIn(path: string): ReadonlySet<string> {
  const css = readFileSync(path, "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/:global\([^)]*\)/g, "")
  const selectors = [...css.matchAll(/([^{};]+)\{/g)].map(([, selector = ""]) => selector).join(" ")
  return new Set([...selectors.matchAll(/\.([A-Za-z]\w*)/g)].map(([, found = ""]) => found))
}

interface Use {
  readonly from: string
  readonly sheet: string
  readonly found: string
}

function usesIn(path: string): readonly Use[] {
  const text = readFileSync(path, "utf8")
  const code = text.replace(/^import .*$/gm, "")
  return [...text.matchAll(/^import (\w+) from "([^"]+\.module\.css)"$/gm)].flatMap(([, styles = "", sheet = ""]) =>
    [...code.matchAll(new RegExp(`(?<![.\\w])${styles}(?:\\.|\\[")(\\w+)`, "g"))].map(([, found = ""]) => ({
      from: name(path),
      sheet: join(dirname(path), sheet),
      found,
    })),
  )
}

/** Classes that one sheet takes from another. */
function composedIn(path: string): readonly Use[] {
  const found = readFileSync(path, "utf8").matchAll(/composes:\s*(\w+) from "([^"]+)"/g)
  return [...found].map(([, found = "", sheet = ""]) => ({
    from: name(path),
    sheet: join(dirname(path), sheet),
    found,
  }))
}

it("finds stylesheets and what reads them", () => {
  expect(written.size).toBeGreaterThan(50)
  expect(uses.length).toBeGreaterThan(300)
})

it("no class is read that is not written", () => {
  const missing = uses.filter(({ sheet, found }) => written.get(sheet)?.has(found) !== true)
  expect(missing.map(({ from, sheet, found }) => `${from} reads .${found} of ${name(sheet)}`)).toEqual([])
})

it("no class is written that is not read", () => {
  const read = new Set(uses.map(({ sheet, found }) => `${name(sheet)} .${found}`))
  const all = [...written].flatMap(([sheet, classes]) => [...classes].map((found) => `${name(sheet)} .${found}`))
  expect(all.filter((one) => !read.has(one))).toEqual([])
})
