// Whatever a document says of its data: it is set aside when it is read, refused in a sentence when it is made, or makes
// examples. Never an exception. Drawn from a seed, so that a failure comes again.

import { expect, test } from "vitest"
import { isDataProblem, makeData } from "../../../src/engine/data/make.ts"
import { dataSources } from "../../../src/engine/data/registry.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import type { Json } from "../../../src/ops/attributes/attrs.ts"
import { randomStream } from "../../../src/tensor/random.ts"

const random = randomStream(7, "tests", "anything")
const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!

const ANYTHING: readonly Json[] = [
  ...[null, true, false, 0, -0, 1, 2, 3, 7, -1, 0.5, 1e-300, 1e38, -1e38, 1e300, 2 ** 24, 2 ** 53],
  ...["", "x", "labels", "first half", "uniform", "0,1", "constructor"],
  ...[[], [1], [2, 3], [0.5], [[1, 2], [3]], [[1], [0]], ["a"], [null], [[[]]]],
  ...[
    {},
    { kind: "edges" },
    { shape: [2], f32: "AACAPwAAAEA=" },
    { shape: [-1], f32: "" },
    { shape: [2, 1], f64: "A" },
  ],
]
const NUMBERS: readonly Json[] = [1, 2, 3, 5, 0.25, 1e38, 28, [], [2], [1, 2, 1], "second half", true, 40, 8_000]

function drawnData(): Json {
  const kind = pick([...dataSources.keys()])
  const settings = Object.keys(dataSources.get(kind)!.attrs)
  const source: Record<string, Json> = { kind }
  for (let i = random.below(4); i > 0; i--)
    source[pick([...settings, "odd"])] = pick([...ANYTHING, ...NUMBERS, ...NUMBERS])
  const values: Record<string, Json> = {}
  for (let i = random.below(3); i > 0; i--) values[pick(["x", "labels", "t"])] = pick(ANYTHING)
  const rest: Record<string, Json> = { feeds: {}, ...(kind === "values" ? { values } : {}) }
  if (random.below(3) === 0) rest.validation = pick([...ANYTHING, 0.2, 0.99])
  if (random.below(20) === 0) rest[pick(["feeds", "values"])] = pick(ANYTHING)
  return { source: random.below(20) === 0 ? pick(ANYTHING) : source, ...rest }
}

test("1,000 data of a document are made, or refused in a sentence", () => {
  const counts = { aside: 0, refused: 0, made: 0 }
  for (let i = 0; i < 1_000; i++) {
    const data = drawnData()
    const { document, problems } = readDocument(JSON.stringify({ gradwire: 1, data, nodes: [] }))
    if (document!.data === undefined) {
      expect(problems.length).toBe(1)
      counts.aside++
      continue
    }
    const made = makeData(document!.data, i, "float32")
    if (isDataProblem(made)) {
      counts.refused++
      expect(made.sentence).toMatch(/^[A-Z].*[.?]$/s)
      continue
    }
    counts.made++
    for (const part of [made.training, made.validation]) {
      for (const { tensor, shape } of part?.fields.values() ?? []) {
        expect(tensor.shape).toEqual([part!.count, ...shape])
        expect(tensor.data.every(Number.isFinite)).toBe(true)
      }
    }
  }
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(50)
})
