// Writes how wide and tall letters are, for what is set without a browser that could measure: the formulas of pictures
// (src/formats/figures/tex/metrics.ts) and the words of cards (src/graph/drawing/text/interWidths.ts). Run it again when the fonts change: node scripts/picture-metrics.mjs

import { readFileSync, writeFileSync } from "node:fs"
import { chromium } from "@playwright/test"
import katex from "../node_modules/katex/src/fontMetricsData.js"
import { findBrowser } from "./browser.mjs"

const root = new URL("../", import.meta.url)
const MAIN = `!"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_abcdefghijklmnopqrstuvwxyz{|}~¬±×÷ΓΔΘΛΞΠΣΥΦΨΩ…′ℓ←→⇒↦∀∂∃∇∈∉−∓∗∘√∝∞∣∥∧∨∩∪∫∼≈≅≠≡≤≥≪≫⊂⊆⊕⊗⊙⊤⊥⋅⋆⋮⋯⌈⌉⌊⌋⟨⟩`
const MATH = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzαβγδεζηθικλμνξοπρςστυφχψωϑϕϖϱϵ"
const INTER = `${MAIN}${MATH}·–—‘’“”°²³µ¼½¾ÄÖÜäöüßéèêàáçñ`

const per = (em) => Math.round(em * 1000)

function mathFont(name, characters) {
  return [...new Set(characters)].flatMap((character) => {
    const found = katex[name][character.codePointAt(0)]
    if (found === undefined) return []
    const [depth, height, italic, , width] = found
    return [`${character}${[width, height, depth, italic].map(per).join()}`]
  })
}

async function interWidths(weight) {
  const font = readFileSync(
    new URL("node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", root),
  )
  const greek = readFileSync(
    new URL("node_modules/@fontsource-variable/inter/files/inter-greek-wght-normal.woff2", root),
  )
  const { executablePath, args } = await findBrowser()
  const browser = await chromium.launch({ executablePath, args })
  const page = await browser.newPage()
  const face = (file, range) =>
    `@font-face { font-family: X; font-weight: 100 900; src: url(data:font/woff2;base64,${file.toString("base64")}); ${range} }`
  await page.setContent(`<style>${face(font, "")}${face(greek, "unicode-range: U+0370-03FF;")}
    span { font: ${weight} 100px X; font-feature-settings: "tnum", "ss03", "cv05"; white-space: pre }</style><body></body>`)
  const widths = await page.evaluate(
    async ([characters, weight]) => {
      await document.fonts.load(`${weight} 100px X`, "aα")
      return characters.map((character) => {
        const span = document.createElement("span")
        span.textContent = character.repeat(10)
        document.body.append(span)
        return span.getBoundingClientRect().width
      })
    },
    [[" ", ...new Set(INTER)], weight],
  )
  await browser.close()
  return [" ", ...new Set(INTER)].map((character, i) => `${character}${Math.round(widths[i])}`)
}

/** A constant of texts that fit a line. */
function constant(doc, name, entries, separator) {
  const lines = [""]
  for (const entry of entries) {
    if (JSON.stringify(`${lines.at(-1)}${entry}${separator}`).length > 112) lines.push("")
    lines[lines.length - 1] += `${entry}${separator}`
  }
  return `/** ${doc} */\nexport const ${name} = [\n${lines.map((line) => `  ${quoted(line)},`).join("\n")}\n].join("")\n`
}

/** As the formatter writes it. */
function quoted(line) {
  return line.includes('"') && !line.includes("'") ? `'${line.replaceAll("\\", "\\\\")}'` : JSON.stringify(line)
}

const FOUR = "Each character, then its width, height, depth and slant in thousandths of the size."
const ONE = "Each character, then its width in thousandths of the size; tabular figures."
const formulas = `// Written by scripts/picture-metrics.mjs from KaTeX's metrics (MIT). Do not edit.

${constant(`KaTeX_Main-Regular. ${FOUR}`, "MAIN", mathFont("Main-Regular", MAIN), "\n")}
${constant(`KaTeX_Math-Italic. ${FOUR}`, "MATH", mathFont("Math-Italic", MATH), "\n")}
${constant(`KaTeX_Size1-Regular: operators that take limits. ${FOUR}`, "LARGE", mathFont("Size1-Regular", "∑∏∫"), "\n")}`
const letters = `// Written by scripts/picture-metrics.mjs from the widths of Inter's letters. Do not edit.

${constant(`Inter, regular. ${ONE}`, "INTER", await interWidths(400), "\n")}
${constant(`Inter, semibold. ${ONE}`, "INTER_BOLD", await interWidths(600), "\n")}`
writeFileSync(new URL("src/formats/figures/tex/metrics.ts", root), formulas)
writeFileSync(new URL("src/graph/drawing/text/interWidths.ts", root), letters)
