// What a source holds before anything is written into it, over every init and shape, against PyTorch's zeros, ones, full, eye,
// arange, tril and triu.

import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"

type Case = readonly [init: string, fill: number, shape: readonly number[], numbers: readonly number[] | null]
const file = new URL("../reference/grids/fills.json", import.meta.url)
const { cases }: { readonly cases: readonly Case[] } = JSON.parse(readFileSync(file, "utf8"))

function held(op: string, attrs: NonNullable<NodeDocument["attrs"]>) {
  const analysis = analyze({ gradwire: 1, seed: 3, nodes: [{ id: "c", op, attrs }] }, ops, "train")
  const { values } = run(analysis, { mode: "train", dtype: "float64" })
  return { problems: analysis.problems, numbers: Array.from(values.get("c:value")?.data ?? []) }
}

test.each(["Constant", "Parameter"])("%s holds what PyTorch makes, and refuses where it has no such tensor", (op) => {
  expect(cases.length).toBeGreaterThan(1000)
  for (const [init, fill, shape, wanted] of cases) {
    const { problems, numbers } = held(op, { shape, init, fill })
    const what = `${init} of ${shape.join("×")}`
    expect(
      problems.map(({ code, attr }) => [code, attr]),
      what,
    ).toEqual(wanted === null ? [["GW-T101", "init"]] : [])
    expect(numbers, what).toEqual(wanted ?? [])
  }
})

test("without fill the pattern is of ones; constant reads fill_value as ever", () => {
  expect(held("Constant", { shape: [2, 2], init: "eye" }).numbers).toEqual([1, 0, 0, 1])
  expect(held("Constant", { shape: [2], init: "full" }).numbers).toEqual([1, 1])
  expect(held("Constant", { shape: [2], init: "constant", fill_value: 2.5, fill: 9 }).numbers).toEqual([2.5, 2.5])
  expect(held("Constant", { shape: [2], init: "constant" }).numbers).toEqual([0, 0])
})

test.each([
  ["eye", [3], "Init eye fills a matrix, but shape 3 has 1 axis; make the shape n×m, or choose another init."],
  [
    "tril",
    [],
    "Init tril fills the last two axes of a tensor, but a scalar has no axis; make the shape n×m, or choose another init.",
  ],
  ["arange", [2, 3], "Init arange fills one axis, but shape 2×3 has 2 axes; make the shape n, or choose another init."],
])("%s of %j: %s", (init, shape, sentence) => {
  expect(held("Constant", { shape, init }).problems.map((problem) => problem.sentence)).toEqual([sentence])
})
