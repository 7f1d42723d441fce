// The first number that is not finite: where its op knows the reason, the message says it.

import { expect, it, test } from "vitest"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { ignoredTargets } from "../../src/graph/analysis/ignoredTargets.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"

type Numbers = number | readonly Numbers[]
const shapeOf = (value: Numbers): number[] =>
  typeof value === "number" ? [] : [value.length, ...shapeOf(value[0] ?? 0)]

/** A document of one op, its inputs written. */
function single(
  op: string,
  inputs: Readonly<Record<string, Numbers>>,
  attrs: NodeDocument["attrs"] = {},
): GradwireDocument {
  const sources = Object.entries(inputs).map(
    ([port, value]): NodeDocument => ({
      id: port,
      op: "Input",
      attrs: { shape: shapeOf(value) },
      values: { value: value as never },
    }),
  )
  const wired = Object.fromEntries(Object.keys(inputs).map((port) => [port, port]))
  return { gradwire: 1, target: "n", nodes: [...sources, { id: "n", op, attrs, inputs: wired }] }
}
const warned = (document: GradwireDocument, dtype: "float32" | "float64" = "float64") =>
  run(analyze(document, ops, "train"), { mode: "train", dtype }).problems.find(({ code }) => code === "GW-E120")

const SCORES = [
  [1, 2],
  [0.5, -1],
  [0, 3],
]
it.each([
  [
    "all targets ignored",
    single("CrossEntropyLoss", { input: SCORES, target: [-100, -100, -100] }),
    "every target is ignore_index −100: no example counts, and a mean over none is 0/0",
  ],
  [
    "another ignore_index",
    single("NLLLoss", { input: SCORES, target: [1, 1, 1] }, { ignore_index: 1 }),
    "every target is ignore_index 1",
  ],
  [
    "weights that add up to 0",
    single("CrossEntropyLoss", { input: SCORES, target: [1, 1, 1], weight: [1, 0] }),
    "the weights of the classes that occur add up to 0",
  ],
  ["the logarithm of 0", single("Log", { input: [1, 0] }), "the logarithm of 0"],
  ["of a negative number", single("Log", { input: [1, -2] }), "the logarithm of a negative number"],
  ["a root", single("Sqrt", { input: [-1, 4] }), "the root of a negative number"],
  ["a root below the line", single("Rsqrt", { input: [4, 0] }), "1 over the root of 0"],
  ["a reciprocal", single("Reciprocal", { input: [4, 0] }), "1 over 0"],
  [
    "0/0",
    single("Div", {
      a: [
        [1, 0],
        [2, 3],
      ],
      b: [2, 0],
    }),
    "0 over 0",
  ],
  [
    "x/0, broadcast",
    single("Div", {
      a: [
        [1, 2],
        [2, 3],
      ],
      b: [2, 0],
    }),
    "a number over 0",
  ],
  ["0 to a negative power", single("Pow", { a: [2, 0], b: -1 }), "0 to a negative power, which is 1 over 0"],
  [
    "the root of a negative number as a power",
    single("Pow", { a: [2, -2], b: [0.5] }),
    "a negative number to a power that is no whole number",
  ],
  [
    "a target of logarithms that is taken for probabilities",
    single("KLDivLoss", { input: [-1, -2], target: [0.5, -1] }),
    "the logarithm of a negative target; if the targets are logarithms, set log_target",
  ],
  [
    "a variance of 0 without eps",
    single("Standardize", { x: [2, 2], mean: [2], variance: [0] }, { eps: 0 }),
    "0 over 0: the variance is 0 and so is eps",
  ],
  [
    "one number with correction 1",
    single("Var", { input: [3] }),
    "0 over 0: the variance of 1 number with correction 1 divides by 0",
  ],
  [
    "the same as a deviation",
    single("Std", { input: [[3], [4]] }, { dim: [1] }),
    "0 over 0: the variance of 1 number with correction 1 divides by 0",
  ],
] as const)("%s", (_, document, reason) => {
  for (const dtype of ["float32", "float64"] as const) {
    const found = warned(document, dtype)
    expect(found?.node).toBe("n")
    expect(found?.sentence).toContain(`It is ${reason}`)
  }
})

test("a number that is too large is called so; no reason is made up for what is finite", () => {
  expect(warned(single("Exp", { input: [1000] }))?.sentence).toMatch(
    /is not finite\. It is too large for float64, whose numbers end at 1\.8·10³⁰⁸\.$/,
  )
  expect(warned(single("Exp", { input: [100] }), "float32")?.sentence).toMatch(/too large for float32.*3\.4·10³⁸\.$/)
  expect(warned(single("CrossEntropyLoss", { input: SCORES, target: [-100, 1, 0] }))).toBeUndefined()
  expect(
    warned(single("CrossEntropyLoss", { input: SCORES, target: [-100, -100, -100] }, { reduction: "sum" })),
  ).toBeUndefined()
})

test("check knows of written targets that are all ignored", () => {
  const of = (document: GradwireDocument) => ignoredTargets(analyze(document, ops, "train"))
  expect(of(single("CrossEntropyLoss", { input: SCORES, target: [-100, -100, -100] }))).toMatchObject([
    { code: "GW-E121", node: "n", severity: "warning" },
  ])
  expect(of(single("CrossEntropyLoss", { input: SCORES, target: [-100, 0, -100] }))).toEqual([])
  expect(of(single("CrossEntropyLoss", { input: SCORES, target: [-100, -100, -100] }, { reduction: "none" }))).toEqual(
    [],
  )
})

test("GroupNorm names each of its groups", () => {
  const problems = (groups: number, shape: number[]) =>
    analyze(
      {
        gradwire: 1,
        nodes: [
          { id: "x", op: "Input", attrs: { shape } },
          { id: "n", op: "GroupNorm", attrs: { num_groups: groups }, inputs: { input: "x" } },
        ],
      },
      ops,
      "train",
    )
      .problems.map(({ sentence }) => sentence)
      .join()
  expect(problems(4, [1, 4, 1])).toContain(
    "has one value for each of 4 groups, whose variance is 0; each needs at least two",
  )
  expect(problems(1, [1, 1, 1])).toContain("has one value for its one group")
  expect(problems(2, [1, 4, 1])).toBe("")
})
