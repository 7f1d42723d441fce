// Pictures: the whole graph or a part, well-formed whatever strangers wrote, with the editor's colours.

import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it, test } from "vitest"
import { COLOURS, categoryOf } from "../../../src/formats/figures/colours.ts"
import { fontsIn, withFonts } from "../../../src/formats/figures/fonts.ts"
import { drawPicture, type PictureOptions } from "../../../src/formats/figures/picture.ts"
import type { TilesOf } from "../../../src/formats/figures/tile.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { runLook } from "../../../src/graph/drawing/look.ts"
import { fitText, textWidth } from "../../../src/graph/drawing/text/textWidth.ts"
import { CHIP_HEIGHT } from "../../../src/graph/drawing/wires/chipSize.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import { ops } from "../../../src/ops/registry.ts"
import { statsOf } from "../../../src/tensor/summary/stats.ts"
import { elementsIn } from "./wellFormed.ts"

const PLAIN: PictureOptions = {
  theme: "light",
  chosen: null,
  chips: true,
  details: false,
  background: true,
  title: false,
  table: "none",
  formulas: false,
  order: "CHW",
}

const graphs = readdirSync("graphs").map((file) => file.replace(/\.json$/, ""))
const opened = (name: string): GradwireDocument => {
  const { document } = readDocument(readFileSync(`graphs/${name}.json`, "utf8"))
  if (document === null) throw new Error(`${name} cannot be read`)
  return document
}
const draw = (document: GradwireDocument, options: Partial<PictureOptions> = {}) => {
  const drawn = drawPicture(analyze(document, ops, "train"), { ...PLAIN, ...options })
  return { ...drawn, elements: elementsIn(drawn.svg) }
}
const all = { title: true, details: true, formulas: true, table: "below" } as const
const textsOf = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, text]) => text ?? "")

describe("pictures of the gallery", () => {
  it.each(graphs)("%s: whole, well-formed, the same each time, nothing from elsewhere", (name) => {
    const document = opened(name)
    for (const theme of ["light", "dark"] as const) {
      const { svg, elements, width, height, nodes } = draw(document, { theme, ...all })
      expect(elements[0]).toMatchObject({ name: "svg", attrs: { width: String(width), height: String(height) } })
      expect(elements.filter(({ attrs }) => attrs["data-node"] !== undefined)).toHaveLength(nodes)
      expect(svg).toBe(draw(document, { theme, ...all }).svg)
      expect(svg).not.toMatch(/NaN|undefined|Infinity|foreignObject|<script|<image|href=|url\(/)
    }
  })
  it("draws batch norm with its names, shapes and signs", () => {
    const { svg, nodes, wires, elements } = draw(opened("batch-norm"))
    expect([nodes, wires]).toEqual([7, 8])
    expect(elements.filter(({ attrs }) => attrs["data-wire"] !== undefined)).toHaveLength(8)
    const texts = textsOf(svg)
    expect(texts.filter((text) => text === "4×3").length).toBe(4)
    expect(texts).toContain("Standardize")
    expect(texts).toContain("target")
    for (const letter of ["μ", "σ", "γ", "β"]) expect(svg).toContain(`>${letter}</tspan>`)
  })
  it("holds words to the width that Inter has, for where another font stands in", () => {
    const { elements } = draw(opened("batch-norm"))
    const held = elements.filter(({ attrs }) => attrs.textLength !== undefined)
    expect(held.map(({ attrs }) => attrs.textLength)).toContain(
      String(Math.round(10 * textWidth("Standardize", 13, 600)) / 10),
    )
    expect(held.length).toBeGreaterThan(15)
  })
  it("marks the card at which a playback stands, and the cell that it follows", () => {
    const numbers = { data: Float64Array.from({ length: 12 }, (_, i) => i), largest: 11 }
    const tiles: TilesOf = ({ rows, columns, place }, family) =>
      place !== "X:value" || family === "gradient"
        ? null
        : { ...numbers, data: numbers.data.slice(0, rows * columns), followed: { x: 1, y: 2, width: 1, height: 1 } }
    const { elements } = draw(opened("batch-norm"), { tiles, current: { node: "mu", family: "gradient" } })
    const edges = (stroke: string) => elements.filter(({ attrs }) => attrs.stroke === stroke && attrs.fill === "none")
    expect(edges(COLOURS.light.gradient).filter(({ attrs }) => attrs["stroke-width"] === "3")).toHaveLength(1)
    const [{ attrs: cell } = { attrs: {} as Record<string, string> }] = edges(COLOURS.light.selection)
    // The second of three columns, the third of four rows.
    expect(Number(cell.x)).toBeCloseTo(Number(cell.width) + 1, 1)
    expect(Number(cell.y)).toBeCloseTo(2 * (Number(cell.height) + 1), 1)
  })
  it("draws a collapsed group as one card, with a row of its own in the table", () => {
    const { svg, nodes } = draw(opened("resnet-152"), { table: "right" })
    expect(nodes).toBe(12)
    const texts = textsOf(svg)
    expect(texts).toContain("40,613,888 params, 362 nodes")
    expect(texts).toContain("512×28×28 → 1024×14×14")
    expect(texts).toContain("layer3: 36 blocks, 1024 channels")
    expect(texts).toContain("40,613,888")
    expect(texts).toContain("60,192,808")
    expect(texts.filter((text) => text.startsWith("Subtotal"))).toEqual([])
  })
})

describe("what one may choose", () => {
  const conv = opened("conv3-pool2-fc3")
  it("the table beside it: computations, dimensions, fields and totals", () => {
    const texts = textsOf(draw(conv, { table: "below", order: "HWC" }).svg)
    for (const words of ["3×3×10×10 + 10 = 910", "490×3 + 3 = 1473", "7×7×10", "10, 4", "all of the input", "2,483"]) {
      expect(texts, words).toContain(words)
    }
    const [plain, below, right] = [draw(conv), draw(conv, { table: "below" }), draw(conv, { table: "right" })]
    expect(below.height).toBeGreaterThan(plain.height + 200)
    expect(below.width).toBe(plain.width)
    expect(right.width).toBeGreaterThan(plain.width + 300)
  })
  it("a selection: its nodes, the wires between them, its own table", () => {
    const { nodes, wires, svg, width } = draw(conv, { chosen: new Set(["conv1", "pool1"]), table: "below" })
    expect([nodes, wires]).toEqual([2, 1])
    expect(width).toBeLessThan(draw(conv).width)
    expect(textsOf(svg)).toContain("100")
    expect(textsOf(svg)).not.toContain("FC-3")
  })
  it("chips or none; details; title; a transparent background", () => {
    expect(textsOf(draw(conv, { order: "HWC" }).svg)).toContain("28×28×10")
    expect(textsOf(draw(conv, { order: "HWC", chips: false }).svg)).not.toContain("28×28×10")
    expect(textsOf(draw(conv, { details: true }).svg)).toContain("3×3×1×10 + 10 = 100")
    expect(textsOf(draw(conv, { details: true }).svg)).toContain("receptive field: 4, jump 2")
    expect(textsOf(draw(conv).svg)).toContain("100 params")
    expect(textsOf(draw(conv, { title: true }).svg)).toContain(conv.title)
    const papers = (options: Partial<PictureOptions>) =>
      draw(conv, options).elements.filter(({ name, depth }) => name === "rect" && depth === 1).length
    expect([papers({}), papers({ background: false })]).toEqual([1, 0])
  })
  it("numbers of a run in their own hue, zero dashed", () => {
    const analysis = analyze(opened("batch-norm"), ops, "train")
    const [big, zero] = [
      [30, 40],
      [0, 0],
    ].map((data) => statsOf({ shape: [2], data: Float32Array.from(data) }))
    const look =
      (stats = big!) =>
      (wire: (typeof analysis.wires)[number]) =>
        runLook(wire, analysis, "HWC", { kind: "gradient", stats })
    const loud = drawPicture(analysis, { ...PLAIN, look: look() }).svg
    expect(textsOf(loud)).toContain("RMS 35.4")
    expect(loud).toContain(COLOURS.light["gradient-line"])
    expect(loud).not.toContain("stroke-dasharray")
    expect(drawPicture(analysis, { ...PLAIN, look: look(zero) }).svg).toContain('stroke-dasharray="5 5"')
  })
  it("no nodes at all still make a picture", () => {
    expect(draw({ gradwire: 1, nodes: [] }, all).elements[0]!.name).toBe("svg")
  })
  it("nodes without places are laid out", () => {
    const nodes = conv.nodes.map((node) => ("at" in node ? { ...node, at: undefined } : node)) as typeof conv.nodes
    const boxes = draw({ ...conv, nodes }).elements.flatMap(({ attrs }) =>
      attrs["data-node"] ? [attrs.transform] : [],
    )
    expect(new Set(boxes).size).toBe(7)
  })
})

describe("what strangers write", () => {
  const nasty = [
    "<script>alert(1)</script>",
    "]]>",
    "&amp; &lt; & <",
    `"' onload="alert(1)`,
    "\u202Egnp.exe\u202C",
    "a\u0000b\u0008\uFFFE\uD800",
    "]]><![CDATA[",
    "<!-- -->",
    "\\text{<b>&}",
    "x^{<i>}",
    "日本語 ключ عربى 🙂",
    "</text></svg>",
    "l".repeat(500),
  ]
  it.each(nasty)("%j as label, title, description and group name stays text", (label) => {
    const document: GradwireDocument = {
      gradwire: 1,
      title: label,
      description: label,
      nodes: [
        { id: "X", op: "Input", attrs: { shape: [2, 3] }, label, at: [0, 0], group: "g" },
        { id: "s", op: "Sum", inputs: { input: "X" }, label, at: [300, 0], group: "g" },
        { id: "b", op: label, inputs: { input: "X" }, at: [300, 100] },
      ],
      groups: [{ id: "g", label }],
    }
    const { svg, elements } = draw(document, all)
    const known = ["svg", "title", "desc", "style", "rect", "g", "path", "circle", "text", "tspan"]
    expect([...new Set(elements.map(({ name }) => name))].filter((name) => !known.includes(name))).toEqual([])
    expect(elements.flatMap(({ attrs }) => Object.keys(attrs)).filter((name) => /^on|href/i.test(name))).toEqual([])
    expect(svg).not.toMatch(/[\p{Cf}\p{Cs}\ufffe\uffff]|(?!\n)\p{Cc}/u)
  })
})

describe("colours, letters and fonts", () => {
  const css = readFileSync("src/editor/parts/styles/tokens.css", "utf8")
  it("are those of the style sheet, in both themes", () => {
    const [light = "", dark = ""] = css.split(':root[data-theme="dark"]')
    for (const [theme, text] of [
      ["light", light],
      ["dark", dark],
    ] as const) {
      for (const [token, colour] of Object.entries(COLOURS[theme])) {
        expect(new RegExp(`--${token}: (#[0-9a-f]{6});`).exec(text)?.[1], `${theme} ${token}`).toBe(colour)
      }
    }
  })
  it("categories have the hues of the style sheet", () => {
    const rules = [...css.matchAll(/((?:\[data-shelf="\w+"\],?\s*)+)\{\s*--category: var\(--([\w-]+)\)/g)]
    const shelves = rules.flatMap(([, names = "", hue]) =>
      [...names.matchAll(/"(\w+)"/g)].map(([, shelf = ""]) => [shelf, hue] as const),
    )
    expect(shelves.length).toBeGreaterThan(10)
    for (const [shelf, hue] of shelves) expect(categoryOf(shelf), shelf).toBe(hue)
  })
  it("texts are measured letter by letter and cut where room ends", () => {
    expect(textWidth("CONV3-10", 12)).toBeGreaterThan(50)
    expect(textWidth("CONV3-10", 12)).toBeLessThan(70)
    expect(textWidth("mm", 13, 600)).toBeGreaterThan(textWidth("ii", 13, 600))
    const cut = fitText("Adaptive average pooling", 80, 13, 600)
    expect(cut).toMatch(/^Adaptive.*…$/)
    expect(textWidth(cut, 13, 600)).toBeLessThanOrEqual(80)
    expect(fitText("short", 80, 13)).toBe("short")
  })
  it("asks for the fonts that it uses, and no others", () => {
    expect(fontsIn(draw(opened("resnet-152")).svg)).toEqual(["inter-latin"])
    expect(fontsIn(draw(opened("batch-norm")).svg)).toEqual(["inter-latin", "katex-main", "katex-math"])
    const named = { ...opened("batch-norm"), title: "Ключ α ő" }
    const wanted = fontsIn(draw(named, { title: true, formulas: true }).svg)
    for (const font of ["inter-greek", "inter-cyrillic", "inter-latin-ext", "katex-large"])
      expect(wanted).toContain(font)
  })
  it("puts fonts in as data", () => {
    const { svg } = draw(opened("batch-norm"))
    const filled = withFonts(svg, new Map([["inter-latin", "AAAA"]]))
    expect(elementsIn(filled).length).toBe(elementsIn(svg).length)
    expect(filled).toContain("src:url(data:font/woff2;base64,AAAA)")
  })
})

test("what is not wired yet is dashed, what is wrong is red", () => {
  const nodes = [
    { id: "a", op: "ReLU", at: [0, 0] },
    { id: "b", op: "Add", at: [300, 0] },
    { id: "c", op: "Linear", attrs: { out_features: "many" }, at: [600, 0] },
  ]
  const edges = draw({ gradwire: 1, nodes } as unknown as GradwireDocument).elements.filter(({ attrs }) => attrs.rx)
  expect(edges.filter(({ attrs }) => attrs["stroke-dasharray"] === "4 3")).toHaveLength(2)
  expect(edges.filter(({ attrs }) => attrs.stroke === COLOURS.light.problem)).toHaveLength(1)
})

test("a picture holds everything in it: no chip outside its edges", () => {
  let seen = 0
  for (const name of graphs) {
    const document = opened(name)
    for (const chosen of [null, new Set(document.nodes.slice(0, 3).map(({ id }) => id))]) {
      const { svg, width, height } = draw(document, { chosen, details: true })
      const [, x = 0, y = 0] = (
        /<g transform="translate\(24 24\)"><g transform="translate\(0 0\)"><g transform="translate\((-?\d+) (-?\d+)\)">/.exec(
          svg,
        ) ?? []
      ).map(Number)
      const chip = `<rect x="(-?[\\d.]+)" y="(-?[\\d.]+)" width="([\\d.]+)" height="${CHIP_HEIGHT}" rx="6"`
      const chips = [...svg.matchAll(new RegExp(chip, "g"))]
      seen += chips.length
      for (const [, left, top, wide] of chips.map((match) => match.map(Number))) {
        expect(left! + x + 24, name).toBeGreaterThanOrEqual(0)
        expect(top! + y + 24, name).toBeGreaterThanOrEqual(0)
        expect(left! + wide! + x + 24, name).toBeLessThanOrEqual(width)
        expect(top! + CHIP_HEIGHT + y + 24, name).toBeLessThanOrEqual(height)
      }
    }
  }
  expect(seen).toBeGreaterThan(200)
})
