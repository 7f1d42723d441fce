// What cards say, over all ops, names of many lengths and all zooms: never too small, never outside of the card, the op first.

import { describe, expect, it } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { type CardText, cardText } from "../../src/graph/drawing/card/cardText.ts"
import { type Face, faceOf } from "../../src/graph/drawing/face.ts"
import { heatedFace } from "../../src/graph/drawing/heat/heatedFace.ts"
import { textWidth } from "../../src/graph/drawing/text/textWidth.ts"
import { wrap } from "../../src/graph/drawing/text/wrap.ts"
import { barsHeight } from "../../src/graph/drawing/tile/bars.ts"
import { LEAST_TEXT } from "../../src/graph/drawing/tile/hanging.ts"
import { textZoom } from "../../src/graph/layout/textZoom.ts"
import { ops } from "../../src/ops/registry.ts"

const IDS = ["a", "conv1", "encoder.layer.11.attention.self.query", "W".repeat(60), "\\gamma"]
const ZOOMS = [3, 1.15, 1, 0.97, 0.87, 0.7, 0.55, 0.5, 0.41, 0.35, 0.3, 0.25]
const STEPS = [...new Set(ZOOMS.map(textZoom))]

/** A network whose cards carry numbers, a map, sheets of maps and a strip; ids as long as asked. */
function pictured(id: string): readonly Face[] {
  const nodes: readonly NodeDocument[] = [
    { id: `x${id}`, op: "Input", attrs: { shape: [1, 3, 16, 16] } },
    { id: `c${id}`, op: "Conv2d", attrs: { out_channels: 10, kernel_size: 3 }, inputs: { input: `x${id}` } },
    { id: `p${id}`, op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: `c${id}` } },
    { id: `f${id}`, op: "Flatten", inputs: { input: `p${id}` } },
    { id: `l${id}`, op: "Linear", attrs: { out_features: 4 }, inputs: { input: `f${id}` } },
    { id: `m${id}`, op: "Input", attrs: { shape: [9, 14] } },
  ]
  const analysis = analyze({ gradwire: 1, nodes }, ops, "train")
  return nodes.map((node) => faceOf(node, analysis))
}

const bare: readonly Face[] = [...ops.values()].flatMap((op) =>
  IDS.flatMap((label, i) => {
    const document: GradwireDocument = { gradwire: 1, nodes: [{ id: `n${i}`, op: op.kind, label }] }
    const face = faceOf(document.nodes[0]!, analyze(document, ops, "train"))
    return face.kind === "card" ? [face] : []
  }),
)

const withPictures = ["", "_encoder_layer_11_attention"].flatMap(pictured)
const plain: readonly Face[] = [...bare, ...withPictures]
/** Under overlays: with units and without, short and long. */
const AMOUNTS = [
  { long: "1 param", short: "1" },
  { long: "8,015,314,944 MACs", short: "8.02 G" },
  { long: "RMS 1.83e−4", short: "1.83e−4" },
]
const heated = AMOUNTS.flatMap((amount) => plain.map((face) => heatedFace({ ...face }, amount)))
const faces: readonly Face[] = [...plain, ...heated]

/** Whose names fit one line of a low card. */
const COMMON = new Set([
  "Conv2d",
  "Linear",
  "ReLU",
  "BatchNorm2d",
  "MaxPool2d",
  "Flatten",
  "Dropout",
  "LayerNorm",
  "Embedding",
  "Parameter",
])

const titleOf = ({ lines }: CardText) =>
  lines
    .filter(({ kind }) => kind === "title")
    .map(({ text }) => text)
    .join("")
    .replaceAll(" ", "")

/** What is wrong at each face and zoom; null where nothing is. Thousands of cases are one assertion: each costs its time. */
function wrong(
  of: readonly Face[],
  steps: readonly number[] | ((face: Face) => readonly number[]),
  faultAt: (face: Face, step: number) => unknown,
): readonly unknown[] {
  return of.flatMap((face) =>
    (typeof steps === "function" ? steps(face) : steps).flatMap((step) => {
      const fault = faultAt(face, step)
      return fault === null ? [] : [[`${face.title} ${face.name} at ${step}`, fault]]
    }),
  )
}

describe("zooms of words", () => {
  it("are at most the zoom itself, at least 7/8 of it, and 1 near by", () => {
    for (let zoom = 0.02; zoom < 4; zoom *= 1.013) {
      const step = textZoom(zoom)
      expect(step).toBeLessThanOrEqual(Math.min(1, zoom) * (1 + 1e-6))
      expect(step).toBeGreaterThan(Math.min(1, zoom) * 0.87)
      expect(textZoom(step)).toBe(step)
    }
  })
})

describe(`the words of ${faces.length} cards at ${STEPS.length} zooms`, () => {
  it("have letters of 11 pixels of the screen, or more", () => {
    expect(faces.length).toBeGreaterThan(250)
    const small = wrong(faces, STEPS, (face, step) => {
      const { lines, beside } = cardText(face, step)
      const sizes = (beside === null ? lines : [...lines, beside]).map(({ size }) => size * step)
      return sizes.every((size) => size >= LEAST_TEXT - 1e-9) ? null : sizes
    })
    expect(small).toEqual([])
  })
  it("stay inside their card", () => {
    const high = (face: Face) => STEPS.filter((step) => face.height * step >= 16)
    const outside = wrong(faces, high, (face, step) => {
      const { lines, beside, left, right, top } = cardText(face, step)
      const inner = face.width - left - right
      const wide = lines.filter(({ kind, text, size }) => {
        if (kind === "formula") return false
        const own = textWidth(text, size, kind === "title" ? 600 : 400)
        const name =
          kind === "title" && beside !== null && (face.tex === null || beside.kind === "amount")
            ? textWidth(beside.text, beside.size)
            : 0
        return !(own + name <= inner + 1e-6)
      })
      const tall = lines.reduce((sum, { height }) => sum + height, 0)
      const within = top >= 0 && top + tall <= face.height + 1
      return within && wide.length === 0 ? null : { wide, inner, top, tall }
    })
    expect(outside).toEqual([])
  })
  it("say the op whole at 0.55, and before anything else at any zoom", () => {
    const unsaid = wrong(faces, STEPS, (face, step) => {
      const text = cardText(face, step)
      const said = titleOf(text)
      const whole = face.title.replaceAll(" ", "")
      const isNamed = (): boolean => {
        if (step > 0.5) return [whole, whole.replace(/[12]d$/, "")].includes(said)
        // Far out a source may be called by its symbol alone.
        if (text.lines[0]!.tex !== undefined) return face.shelf === "source" && said === face.name
        return said === face.short.replaceAll(" ", "") || whole.startsWith(said.replace("…", ""))
      }
      const isCut = step > 0.43 && COMMON.has(face.title) && said.includes("…")
      return text.lines[0]!.kind === "title" && isNamed() && !isCut ? null : said
    })
    expect(unsaid).toEqual([])
  })
  it("drop ids first and settings last", () => {
    const order = ["title", "formula", "caption", "amount", "footer", "name"]
    const mixed = wrong(faces, STEPS, (face, step) => {
      const kinds = cardText(face, step).lines.map(({ kind }) => kind)
      const places = kinds.map((kind) => order.indexOf(kind))
      return places.every((place, i) => place >= (places[i - 1] ?? -1)) ? null : kinds
    })
    expect(mixed).toEqual([])
  })
  it("never cut an overlay's number, and keep it at the settings' expense", () => {
    const cut = wrong(heated, STEPS, (face, step) => {
      const { lines, beside } = cardText(face, step)
      const own = lines.find(({ kind }) => kind === "amount")?.text
      const said = own ?? (beside?.kind === "amount" ? beside.text : null)
      if (said !== null) return said === face.amount?.long || said === face.amount?.short ? null : said
      return lines.some(({ kind }) => kind === "caption") ? "settings and no number" : null
    })
    expect(cut).toEqual([])
    const low = heated.filter(({ caption, tile }) => caption !== "" && tile === null)
    expect(low.length).toBeGreaterThan(0)
    const without = wrong(low, [1], (face, step) =>
      cardText(face, step).lines.some(({ kind }) => kind === "amount") ? null : "no number",
    )
    expect(without).toEqual([])
  })
  it("say a count of parameters whole, or for short, but never cut", () => {
    const counted = faces.filter(({ footer }) => footer !== "")
    const said = new Set<string>()
    const cut = wrong(counted, STEPS, (face, step) => {
      const text = cardText(face, step).lines.find(({ kind }) => kind === "footer")?.text
      if (text === undefined) return null
      said.add(text === face.footer ? "whole" : "short")
      return text === face.footer || text === face.footer.replace(/ params?$/, " p") ? null : text
    })
    expect(cut).toEqual([])
    expect(said).toEqual(new Set(["whole", "short"]))
  })
  it("show the last part of an id that is too long", () => {
    const long = faces.find(({ name, title }) => name === IDS[2] && title === "Linear")!
    expect(cardText(long, 1).beside?.text).toMatch(/^….*self\.query$/)
  })
})

describe("lines", () => {
  it("break between words and inside compound names, and nowhere else", () => {
    expect(wrap("ConvTranspose2d", 76, 2, 11, 600)).toEqual(["Conv", "Transpose2d"])
    expect(wrap("layer1: 3 blocks, 256 channels", 80, 3, 11, 600)).toEqual(["layer1: 3", "blocks, 256", "channels"])
    expect(wrap("BatchNorm2d", 40, 1, 11, 600)).toBeNull()
    expect(wrap("ReLU", 5, 9, 11, 600)).toBeNull()
    expect(wrap("ReLU", 40, 1, 11, 600)).toEqual(["ReLU"])
  })
})

describe(`the pictures on ${withPictures.length} cards at ${STEPS.length} zooms`, () => {
  it("hang inside of the card, below its words, the gradient below the value, and go before the words do", () => {
    expect(withPictures.every(({ tile }) => tile !== null)).toBe(true)
    for (const face of withPictures) {
      for (const step of STEPS) {
        const text = cardText(face, step)
        const { tile, lines, top } = text
        expect(titleOf(text), face.id).not.toBe("")
        if (tile === null || face.tile === null) throw new Error(`${face.id} has no picture at ${step}`)
        const words = top + lines.reduce((sum, { height }) => sum + height, 0)
        const high = tile.height
        expect(tile.top, `${face.id} at ${step}`).toBeGreaterThanOrEqual(words - 0.6)
        expect(tile.gradient, face.id).toBeGreaterThanOrEqual(high)
        expect(tile.top + tile.gradient + high, face.id).toBeLessThanOrEqual(face.height)
        expect(tile.height / face.tile.height, face.id).toBeGreaterThan(0.4)
        expect(tile.width, face.id).toBeLessThanOrEqual(face.width - 20)
      }
      const near = cardText(face, 1)
      expect(near.tile?.scaled, face.id).toBe(true)
      // Whole, but for what a strip above takes of it.
      const hasStrip = near.weights !== null || near.statistics !== null
      expect(near.tile!.height / face.tile!.height, face.id).toBeGreaterThanOrEqual(hasStrip ? 0.5 : 1)
    }
  })
})

describe("scores of classes on a card", () => {
  const scores = (classes: number, step: number) => {
    const document: GradwireDocument = {
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [1, 12] } },
        { id: "fc", op: "Linear", attrs: { out_features: classes }, inputs: { input: "x" } },
        { id: "y", op: "Input", attrs: { shape: [1], dtype: "int64" } },
        { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "y" } },
      ],
    }
    const face = faceOf(document.nodes[1]!, analyze(document, ops, "train"))
    if (face.tile?.kind !== "bars") throw new Error(`${face.tile?.kind}`)
    const { tile, lines, top } = cardText(face, step)
    if (tile === null) throw new Error("no picture")
    return { face, tile, lines, words: top + lines.reduce((sum, { height }) => sum + height, 0) }
  }
  const isLettered = (classes: number, step: number) =>
    scores(classes, step).tile.height >= barsHeight(classes, LEAST_TEXT / step) - 1e-6

  it("keep their letters at the settings' expense, down to a zoom of 0.38 for three classes", () => {
    expect([1, 0.87, 0.66, 0.5, 0.436, 0.38].map((zoom) => isLettered(3, textZoom(zoom)))).toEqual(Array(6).fill(true))
    const { lines } = scores(3, textZoom(0.38))
    expect(lines[0]!.kind).toBe("title")
  })
  it("else say the largest in a line above them, between the words and the bars, inside of the card", () => {
    for (const [classes, zoom] of [
      [3, 0.28],
      [10, 0.38],
      [10, 0.28],
    ] as const) {
      const step = textZoom(zoom)
      const { tile, words, face } = scores(classes, step)
      expect(isLettered(classes, step)).toBe(false)
      const half = (0.5 * 1.25 * LEAST_TEXT) / step
      expect(tile.lead!.y - half, `${classes} at ${zoom}`).toBeGreaterThanOrEqual(words - 0.6)
      expect(tile.lead!.y + half).toBeLessThanOrEqual(tile.top + 1e-6)
      expect(tile.top + tile.gradient + tile.height).toBeLessThanOrEqual(face.height)
    }
  })
  it("never lie on words, and never leave the card", () => {
    for (const classes of [2, 3, 5, 10, 11]) {
      for (const step of STEPS) {
        const { tile, words, face } = scores(classes, step)
        expect(tile.top, `${classes} at ${step}`).toBeGreaterThanOrEqual(words - 0.6)
        expect(tile.gradient).toBeGreaterThanOrEqual(tile.height)
        expect(tile.top + tile.gradient + tile.height).toBeLessThanOrEqual(face.height)
      }
    }
  })
})
