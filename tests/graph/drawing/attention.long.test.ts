// Attention weights on a card: over both ops, heads, queries, keys, batches and masks they are those of the run, what is masked is
// a hole, and every row that is shown whole adds up to 1.

import { describe, expect, it } from "vitest"
import { run } from "../../../src/engine/pass/run.ts"
import type { NodeDocument } from "../../../src/graph/document.ts"
import { cardText } from "../../../src/graph/drawing/card/cardText.ts"
import { faceOf } from "../../../src/graph/drawing/face.ts"
import { maskedIn, placeWeights } from "../../../src/graph/drawing/tile/weights.ts"
import { ops } from "../../../src/ops/registry.ts"
import { weightsReading } from "../../../src/state/run/tiles.ts"
import { shown } from "../../state/shown.ts"
import { analysisOf } from "../analysing.ts"

interface Case {
  readonly op: string
  readonly query: readonly number[]
  readonly key: readonly number[]
  readonly attrs: Record<string, number | boolean>
  readonly heads: number
}

const BOTH = [false, true]
const LENGTHS = [
  [2, 2],
  [4, 4],
  [3, 7],
  [12, 5],
  [40, 36],
] as const
const MULTI: readonly Case[] = LENGTHS.flatMap(([l, s]) =>
  [1, 2, 4].flatMap((heads) =>
    [1, 3].flatMap((n) =>
      BOTH.map((is_causal) => ({
        op: "MultiheadAttention",
        query: [n, l, 8],
        key: [n, s, 8],
        attrs: { num_heads: heads, batch_first: true, is_causal },
        heads,
      })),
    ),
  ),
)
const SCALED: readonly Case[] = LENGTHS.flatMap(([l, s]) =>
  [[], [2], [2, 3]].flatMap((lead) =>
    BOTH.map((is_causal) => ({
      op: "ScaledDotProductAttention",
      query: [...lead, l, 6],
      key: [...lead, s, 6],
      attrs: { is_causal },
      heads: lead[1] ?? 1,
    })),
  ),
)
const CASES = [...MULTI, ...SCALED]

function drawn({ op, query, key, attrs }: Case) {
  const input = (id: string, shape: readonly number[]): NodeDocument => ({
    id,
    op: "Input",
    attrs: { shape: [...shape] },
  })
  const node: NodeDocument = { id: "a", op, attrs, inputs: { query: "q", key: "k", value: "v" } }
  const analysis = analysisOf([input("q", query), input("k", key), input("v", key), node])
  return { face: faceOf(node, analysis), result: run(analysis, { mode: "train", dtype: "float64", backward: false }) }
}

describe(`attention weights, over ${CASES.length} layers`, () => {
  it("are those of the first example, a map a head; queries that are made small keep their largest", async () => {
    for (const one of CASES) {
      const name = `${one.op} ${one.query} ${one.key} ${JSON.stringify(one.attrs)}`
      const { face, result } = drawn(one)
      expect(result.problems, name).toEqual([])
      const place = face.weights && placeWeights(face.weights, [{ x: 0, y: 0, width: 4000, height: 4000 }], 1)
      if (place === null) throw new Error(`${name} has no place`)
      const small = await weightsReading(shown(result), place)?.later()
      if (small === undefined) throw new Error(`${name} is not read`)
      const [l, s] = [one.query.at(-2) ?? 0, one.key.at(-2) ?? 0]
      const [rows, columns] = [Math.min(32, l), Math.min(32, s)]
      expect(small.planes.shape, name).toEqual([one.heads, rows, columns])
      if (rows < l || columns < s) continue
      const { data } = small.planes
      // What the op itself puts out is the mean of the heads; with one head, and of the other op, it is the weights.
      const out = result.values.get("a:attn_weights")?.data ?? []
      const isMean = one.op === "MultiheadAttention"
      for (let cell = 0; cell < (isMean ? 1 : one.heads) * l * s; cell++) {
        const own = isMean ? mean(data, one.heads, l * s, cell) : (data[cell] ?? Number.NaN)
        expect(own, `${name} at ${cell}`).toBeCloseTo(out[cell] ?? Number.NaN, 12)
      }
      for (let row = 0; row < one.heads * l; row++) {
        expect(
          [...data.subarray(row * s, (row + 1) * s)].reduce((a, b) => a + b, 0),
          name,
        ).toBeCloseTo(1, 12)
      }
      const after = Array.from({ length: one.heads * l * s }, (_, i) => (i % s > Math.floor(i / s) % l ? 1 : 0))
      const none = after.map(() => 0)
      expect([...(maskedIn(data, place) ?? [])], name).toEqual(one.attrs.is_causal === true ? after : none)
    }
  })

  it("lie in a strip between words and picture, with what lies along their sides beside them where there is room", () => {
    for (const one of CASES) {
      const { face } = drawn(one)
      const { weights, tile, top, lines } = cardText(face, 1)
      if (weights === null) continue
      const name = `${one.op} ${one.query} ${one.key}`
      expect(weights.y, name).toBeGreaterThanOrEqual(top + lines.reduce((sum, { height }) => sum + height, 0) - 1e-6)
      expect(weights.y + weights.height, name).toBeLessThanOrEqual(tile?.top ?? 0)
      expect(weights.x, name).toBeGreaterThanOrEqual(0)
      const end = weights.label === null ? weights.x + weights.width : weights.label.x
      expect(end, name).toBeLessThanOrEqual(face.width)
    }
    const { weights } = cardText(drawn({ ...CASES[0]!, query: [1, 4, 8], key: [1, 4, 8] }).face, 1)
    expect(weights?.label?.lines.map(({ text }) => text)).toEqual(["queries ↓", "keys →"])
  })

  it("are said by every op that has such weights", () => {
    const attending = [...ops.values()].filter(({ outputs }) => "attn_weights" in outputs)
    expect(attending.map(({ kind, attends }) => [kind, attends !== undefined])).toEqual([
      ["MultiheadAttention", true],
      ["ScaledDotProductAttention", true],
    ])
  })
})

function mean(data: ArrayLike<number>, heads: number, each: number, cell: number): number {
  return (
    Array.from({ length: heads }, (_, head) => data[head * each + cell] ?? Number.NaN).reduce((a, b) => a + b, 0) /
    heads
  )
}
