// ResNet-152 of the gallery: torchvision's counts, and groups that hold what they say. It is not run here: a pass takes
// eleven thousand million multiplications.

import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { isQuarantined, type NodeDocument } from "../../src/graph/document.ts"
import { costs, totalCost } from "../../src/graph/measure/costs.ts"
import { totalCount } from "../../src/graph/measure/counts.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"

const text = readFileSync(new URL("../../graphs/resnet-152.json", import.meta.url), "utf8")
const { document } = readDocument(text)
const analysis = analyze(document!, ops, "eval")
const nodes = document!.nodes.filter((entry): entry is NodeDocument => !isQuarantined(entry))

test("has torchvision's 60,192,808 params in 240.8 MB and 11.5 GMACs", () => {
  expect(analysis.problems.filter(({ severity }) => severity === "error")).toEqual([])
  expect(totalCount(analysis)).toBe(60_192_808)
  const { memory, macs } = totalCost(costs(analysis).values())
  expect((memory.params / 1e6).toFixed(1)).toBe("240.8")
  expect((macs / 1e9).toFixed(1)).toBe("11.5")
  expect(analysis.nodes.get("layer4.2.relu3")?.outputs).toEqual({ output: [1, 2048, 7, 7] })
})

test("names its tensors as torchvision's state_dict does", () => {
  const names = [...analysis.nodes.values()].flatMap(({ id, params }) => params.map(({ name }) => `${id}.${name}`))
  expect(names).toHaveLength(467)
  for (const name of ["conv1.weight", "layer1.0.downsample.0.weight", "layer3.35.bn3.bias", "fc.bias"]) {
    expect(names).toContain(name)
  }
})

test("four closed stages hold 3, 8, 36 and 3 closed blocks, and every block its layers", () => {
  const groups = document!.groups!
  const blocks = (stage: string) => groups.filter(({ parent }) => parent === stage)
  expect(groups.filter(({ parent }) => parent == null).map(({ id }) => blocks(id).length)).toEqual([3, 8, 36, 3])
  expect(groups.every(({ collapsed }) => collapsed === true)).toBe(true)
  for (const { id } of groups.filter(({ parent }) => parent != null)) {
    expect(nodes.filter(({ group }) => group === id)).toHaveLength(id.endsWith(".0") ? 12 : 10)
  }
})

test("keeps no values, and is small enough to open at once", () => {
  expect(nodes.some(({ values }) => values !== undefined)).toBe(false)
  expect(text.length).toBeLessThan(150_000)
})
