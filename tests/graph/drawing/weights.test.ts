// What a layer has learned, beside the words of its card: over layers, sizes and zooms, in free room and nowhere else.

import { describe, expect, it } from "vitest"
import { run } from "../../../src/engine/pass/run.ts"
import type { NodeDocument } from "../../../src/graph/document.ts"
import { cardText } from "../../../src/graph/drawing/card/cardText.ts"
import { type Face, faceOf } from "../../../src/graph/drawing/face.ts"
import { textWidth } from "../../../src/graph/drawing/text/textWidth.ts"
import { mapPixels } from "../../../src/graph/drawing/tile/pixels.ts"
import { stepsOf } from "../../../src/graph/drawing/tile/tile.ts"
import { placeWeights, type Weights } from "../../../src/graph/drawing/tile/weights.ts"
import { windowOf } from "../../../src/state/run/numbers.ts"
import { weightsReading } from "../../../src/state/run/tiles.ts"
import { shown } from "../../state/shown.ts"
import { analysisOf } from "../analysing.ts"

const node = (id: string, op: string, input: string, attrs = {}): NodeDocument => ({ id, op, attrs, inputs: { input } })
const image = (channels: number): NodeDocument => ({ id: "x", op: "Input", attrs: { shape: [1, channels, 9, 9] } })

const CONVS = [1, 2, 3].flatMap((channels) =>
  [1, 3, 10, 32].flatMap((filters) =>
    [1, 3, 5].map((kernel) => [
      image(channels),
      node("l", "Conv2d", "x", { out_channels: filters, kernel_size: kernel }),
    ]),
  ),
)
const LINEARS = [1, 3, 16, 64].flatMap((outputs) => [
  [image(2), node("flat", "Flatten", "x"), node("l", "Linear", "flat", { out_features: outputs })],
  [{ id: "x", op: "Input", attrs: { shape: [4, 2] } }, node("l", "Linear", "x", { out_features: outputs })],
  [{ id: "x", op: "Input", attrs: { shape: [4, 16] } }, node("l", "Linear", "x", { out_features: outputs })],
])
const GRAPHS: readonly (readonly NodeDocument[])[] = [...CONVS, ...LINEARS]
const STEPS = [0.3, 0.5, 0.65, 0.75, 0.85, 1]

function faceIn(nodes: readonly NodeDocument[]): Face {
  const layer = nodes.find(({ id }) => id === "l")
  if (layer === undefined) throw new Error("no layer")
  return faceOf(layer, analysisOf(nodes))
}

function learned(shape: Weights["shape"]): Weights {
  const [outputs, inputs, ...map] = shape
  return { kind: "param", place: "l.weight", shape, view: [outputs * inputs, ...map], words: [], masked: false }
}

function wordsOf(face: Face, step: number) {
  const { lines, left, top } = cardText({ ...face, weights: null }, step)
  return { left, top, texts: lines.map(({ text, size }) => [text, size]) }
}

describe(`what a layer has learned, over ${GRAPHS.length} layers and ${STEPS.length} zooms`, () => {
  it("lies in its card, under the words or right of them and above the picture, in its own proportions", () => {
    let drawn = 0
    for (const nodes of GRAPHS) {
      const face = faceIn(nodes)
      for (const step of STEPS) {
        const { weights, lines, left, top, tile } = cardText(face, step)
        if (weights === null) continue
        drawn++
        const name = `${face.weights?.shape} at ${step}`
        expect(weights.x + weights.width, name).toBeLessThanOrEqual(face.width)
        expect(weights.y + weights.height, name).toBeLessThanOrEqual(tile?.top ?? face.height)
        let y = top
        for (const { text, size, height } of lines) {
          const isBeside = y < weights.y + weights.height - 1e-6 && y + height > weights.y + 1e-6
          if (isBeside) expect(left + textWidth(text, size), name).toBeLessThan(weights.x)
          y += height
        }
        const [wide, high] = stepsOf(weights)
        expect(weights.width / weights.height, name).toBeCloseTo(wide / high, 6)
        expect((weights.width / wide) * weights.steps * step, name).toBeGreaterThanOrEqual(0.9 - 1e-9)
        // What words a card has, and how large they are, does not depend on it.
        expect({ left, top, texts: lines.map(({ text, size }) => [text, size]) }, name).toEqual(wordsOf(face, step))
      }
    }
    expect(drawn).toBeGreaterThan(40)
  })

  it("is every number of it, in their order", async () => {
    for (const nodes of GRAPHS) {
      const { weights } = cardText(faceIn(nodes), 1)
      if (weights === null) continue
      const result = shown(run(analysisOf(nodes), { mode: "train", dtype: "float64", backward: false }))
      const param = result.at("param", "l.weight")
      const small = await weightsReading(result, weights)?.later()
      if (param === undefined || small === undefined) throw new Error("nothing is read")
      const { data } = await windowOf(param).later()
      expect([...small.planes.data]).toEqual([...data])
      const { length } = new Uint32Array(mapPixels(data, weights, { largest: 1, family: "value", dark: false }).buffer)
      expect(length).toBe(stepsOf(weights)[0] * stepsOf(weights)[1])
    }
  })

  it("has a row of maps for each output of a Linear behind a Flatten, and none where cells could not be told apart", () => {
    const weights = learned([3, 10, 7, 7])
    const room = { x: 10, y: 5, width: 150, height: 34 }
    expect(placeWeights(weights, [room], 1)).toMatchObject({ across: 10, planes: 30, steps: 1 })
    expect(placeWeights(weights, [{ ...room, width: 60 }], 1)).toBeNull()
    expect(placeWeights(weights, [{ ...room, height: 14 }], 1)).toBeNull()
    expect(placeWeights(weights, [], 1)).toBeNull()
    expect(placeWeights(weights, [{ ...room, width: 0 }], 1)).toBeNull()
    // The largest of several rooms.
    expect(placeWeights(weights, [{ ...room, height: 24 }, room], 1)?.height).toBeGreaterThan(30)
  })

  it("is of nodes that learn pictures, in graphs whose cards are large", () => {
    const many = Array.from(
      { length: 14 },
      (_, i): NodeDocument => ({ id: `o${i}`, op: "Input", attrs: { shape: [2] } }),
    )
    const nodes = [image(1), node("l", "Conv2d", "x", { out_channels: 4, kernel_size: 3 })]
    expect(faceIn(nodes).weights).toEqual(learned([4, 1, 3, 3]))
    expect(faceIn([...nodes, ...many]).weights).toBeNull()
    expect(faceIn([image(1), node("l", "ReLU", "x")]).weights).toBeNull()
    expect(faceIn([image(64), node("l", "Conv2d", "x", { out_channels: 64, kernel_size: 3 })]).weights).toBeNull()
    const [layer] = nodes.slice(1)
    expect(layer && faceOf(layer, analysisOf(nodes), "plain").weights).toBeNull()
  })
})
