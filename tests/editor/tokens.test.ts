// Holds the scale: sizes of text, corners and room come from tokens.css, and every variable that is read is set somewhere.

import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

/** What stays a raw length, as `file: property: value`, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "parts/styles/base.css: margin: 20vh auto": "the one line of a page that did not start, a fifth down the window",
}
/** Set by what is not ours. */
const FOREIGN = new Set(["--available-height"])

const editor = fileURLToPath(new URL("../../src/editor", import.meta.url))
const paths = readdirSync(editor, { recursive: true, encoding: "utf8" }).map((path) => join(editor, path))
const sheets = paths
  .filter((path) => path.endsWith(".css"))
  .map((path) => ({ file: relative(editor, path), text: withoutComments(readFileSync(path, "utf8")) }))
const scripts = paths.filter((path) => /\.tsx?$/.test(path)).map((path) => readFileSync(path, "utf8"))

function withoutComments(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, "")
}

interface Declaration {
  readonly property: string
  readonly value: string
}

function declarationsOf(css: string): readonly Declaration[] {
  const found = css.matchAll(/(?<=[{;]\s*)(-*[a-z][a-z0-9-]*)\s*:\s*([^;{}]+)(?=[;}])/g)
  return [...found].map(([, property = "", value = ""]) => ({ property, value: value.trim().replace(/\s+/g, " ") }))
}

const SCALED = /^(font|font-size|border(-[a-z]+)*-radius|gap|row-gap|column-gap|(padding|margin)(-[a-z]+)*)$/

/** The lengths of a declaration that no token gives. A calc must reckon with a token; the line height of `font` is its own. */
function rawIn({ property, value }: Declaration): readonly string[] {
  if (!SCALED.test(property)) return []
  const reckoned = value.replace(/calc\((?=[^;]*var\(--)(?:[^()]|\([^()]*\))*\)/g, "").replace(/\/\s*\S+/g, "")
  const lengths = reckoned.match(/(?<![\w.-])-?[\d.]+(px|r?em|ch|ex|v[hw]|v?min|v?max|pt|cq[wh])\b/g) ?? []
  return lengths.filter((length) => !/^-?[01]px$/.test(length))
}

const wrongIn = (file: string, css: string) =>
  declarationsOf(css)
    .filter((one) => rawIn(one).length > 0)
    .map(({ property, value }) => `${file}: ${property}: ${value}`)

describe("the reader of raw lengths", () => {
  it("sees them in every form", () => {
    const css = `.a{font-size:12px;margin:0 -4px}
      .b { border-top-left-radius: 50% 3px; padding: var(--space-4) 1.5em; gap: calc(4px + 2px);
      font: 400 15px / 20px serif; row-gap: 2px }`
    expect(wrongIn("x", css)).toEqual([
      "x: font-size: 12px",
      "x: margin: 0 -4px",
      "x: border-top-left-radius: 50% 3px",
      "x: padding: var(--space-4) 1.5em",
      "x: gap: calc(4px + 2px)",
      "x: font: 400 15px / 20px serif",
      "x: row-gap: 2px",
    ])
  })
  it("passes what is not of the scale", () => {
    const css = `.a:hover { margin: 0 auto; border-radius: 50%; padding: 1px var(--space-8); width: 20px; scroll-padding: 9px;
      margin-left: calc(-1 * var(--space-4)); padding-left: calc(140px + var(--space-12)); font-size: 125%;
      font: var(--text-3) / 18px var(--mono); gap: inherit }`
    expect(wrongIn("x", css)).toEqual([])
  })
})

describe("every stylesheet of the editor", () => {
  it("was found", () => expect(sheets.length).toBeGreaterThan(50))
  it("takes its text sizes, corners and room from tokens.css", () => {
    const wrong = sheets
      .filter(({ file }) => file !== "parts/styles/tokens.css")
      .flatMap(({ file, text }) => wrongIn(file, text))
    expect(wrong.filter((one) => !(one in EXCEPTIONS))).toEqual([])
    expect(Object.keys(EXCEPTIONS).filter((one) => !wrong.includes(one))).toEqual([])
  })
  it("reads no variable that nothing sets", () => {
    const set = new Set(
      [
        ...sheets.flatMap(({ text }) => declarationsOf(text).map(({ property }) => property)),
        ...scripts.flatMap((text) => [...text.matchAll(/["'](--[a-z0-9-]+)["']/g)].map(([, name = ""]) => name)),
      ].filter((name) => name.startsWith("--")),
    )
    const read = sheets.flatMap(({ file, text }) =>
      [...text.matchAll(/var\((--[a-z0-9-]+)/g)].map(([, name = ""]) => ({ file, name })),
    )
    expect(read.filter(({ name }) => !set.has(name) && !FOREIGN.has(name))).toEqual([])
  })
})
