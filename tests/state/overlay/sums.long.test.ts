// Overlays: every number of every card, against a second way to it, over graphs whose groups are closed one by one.

import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { run } from "../../../src/engine/pass/run.ts"
import type { Analysis } from "../../../src/graph/analysis/analysis.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, GroupDocument } from "../../../src/graph/document.ts"
import { fold } from "../../../src/graph/edit/fold.ts"
import { heatOf } from "../../../src/graph/measure/overlay/heat.ts"
import { numberOf, OVERLAYS, type OverlayName } from "../../../src/graph/measure/overlay/parts.ts"
import { amountOf } from "../../../src/graph/measure/overlay/words.ts"
import { summaryRows } from "../../../src/graph/measure/table.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import { ops } from "../../../src/ops/registry.ts"
import { partsOf } from "../../../src/state/player/heating.ts"
import type { ShownRun } from "../../../src/state/run/shown.ts"
import { shown } from "../shown.ts"

const GRAPHS = [
  "batch-norm",
  "conv3-pool2-fc3",
  "t1-edges-cnn",
  "spirals",
  "f8-depthwise-separable",
  "t3-newton-schulz",
]

function galleryDocument(name: string): GradwireDocument {
  const { document } = readDocument(readFileSync(new URL(`../../../graphs/${name}.json`, import.meta.url), "utf8"))
  if (document === null) throw new Error(`${name} cannot be read`)
  return document
}

/** The nodes cut in three runs, and the first two of them in a group around both. */
function grouped(document: GradwireDocument): GradwireDocument {
  const third = Math.ceil(document.nodes.length / 3)
  const nodes = document.nodes.map((node, i) => ({ ...node, group: ["a", "b", "c"][Math.floor(i / third)] }))
  const groups: readonly GroupDocument[] = [
    { id: "outer" },
    { id: "a", parent: "outer" },
    { id: "b", parent: "outer" },
    { id: "c" },
  ]
  return { ...document, nodes, groups } as GradwireDocument // entries of the gallery are all readable
}

function closed(document: GradwireDocument, ids: readonly string[]): GradwireDocument {
  const groups = document.groups?.map((group) => ({ ...group, collapsed: ids.includes(group.id) }))
  return { ...document, groups } as GradwireDocument // as above
}

type Result = ReturnType<typeof run>

/** The long way: over the table's rows and over every single number of the run. */
function secondWay(name: OverlayName, ids: readonly string[], analysis: Analysis, result: Result): number | null {
  const inside = new Set(ids)
  const rows = summaryRows(analysis).filter(({ id }) => inside.has(id))
  const own = (place: string): boolean => inside.has(place.slice(0, place.indexOf(":")))
  switch (name) {
    case "params":
      return rows.reduce((sum, { count }) => sum + (count ?? 0), 0)
    case "macs":
      return rows.reduce((sum, { macs }) => sum + (macs ?? 0), 0)
    case "memory":
      return rows.reduce(
        (sum, { memory }) =>
          sum + (memory === null ? 0 : memory.params + memory.gradients + memory.buffers + memory.activations),
        0,
      )
    case "gradient": {
      const numbers = [...result.gradients].flatMap(([place, { data }]) =>
        place.includes(":") && own(place) ? [...data] : [],
      )
      return numbers.length === 0 ? null : Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length)
    }
    case "dead":
      return deadShare(ids, analysis, result)
    case "time":
      return result.steps.reduce((sum, { node, milliseconds }) => sum + (inside.has(node) ? milliseconds : 0), 0)
  }
}

function deadShare(ids: readonly string[], analysis: Analysis, result: Result): number | null {
  let [dead, units] = [0, 0]
  for (const id of ids) {
    const tensor = result.values.get(`${id}:output`)
    if (analysis.nodes.get(id)?.op?.kind !== "ReLU" || tensor === undefined || tensor.shape.length < 2) continue
    const [, count = 0, ...rest] = tensor.shape
    const inner = rest.reduce((product, n) => product * n, 1)
    const fired = new Set<number>()
    tensor.data.forEach((x, i) => {
      if (x !== 0) fired.add(Math.floor(i / inner) % count)
    })
    units += count
    dead += count - fired.size
  }
  return units === 0 ? null : dead / units
}

describe.each(GRAPHS)("%s", (name) => {
  const document = grouped(galleryDocument(name))
  const analysis = analyze(document, ops, "train")
  let clock = 0
  // Each step takes another time.
  const result = run(analysis, { mode: "train", dtype: "float32" }, () => (clock += 0.3 + (clock % 7)))
  const told: ShownRun = shown(result)
  test.each(OVERLAYS)("%s of every node and of every closed group", (overlay) => {
    const found: object[] = []
    for (const ids of [[], ["a"], ["b", "c"], ["outer"], ["outer", "a", "b", "c"]]) {
      const { shown: open, cards } = fold(closed(document, ids))
      const parts = partsOf(overlay, analysis, told)
      const heat = heatOf(
        overlay,
        parts,
        open.map(({ id }) => id),
        cards,
      )
      expect([...heat.cards.keys()]).toEqual([...open.map(({ id }) => id), ...cards.map(({ id }) => id)])
      const drawn = [...open.map(({ id }) => ({ id, members: [id] })), ...cards]
      for (const { id, members } of drawn) {
        const wanted = secondWay(overlay, members, analysis, result)
        const card = heat.cards.get(id)
        if (wanted === null) {
          expect(card).toMatchObject({ at: null, amount: null })
          continue
        }
        const inside = members.flatMap((member) => parts.get(member) ?? [])
        const sums = inside.reduce((sum, { amount, of }) => ({ amount: sum.amount + amount, of: sum.of + of }), {
          amount: 0,
          of: 0,
        })
        const number = numberOf(overlay, sums)
        const digits = 6 - Math.ceil(Math.log10(Math.max(1, wanted)))
        const at = card?.at
        const isSound = Math.abs(number - wanted) < 10 ** -digits / 2 && at !== null && (at === 0) === (wanted === 0)
        if (!isSound) found.push({ ids, id, number, wanted, at })
        expect(card?.amount, id).toEqual(amountOf(overlay, number))
      }
    }
    expect(found).toEqual([])
  })
})

test("before a run there are no numbers of one, which is not 0; before Backward none of the gradient", () => {
  const analysis = analyze(galleryDocument("batch-norm"), ops, "train")
  for (const overlay of ["gradient", "dead", "time"] as const) expect(partsOf(overlay, analysis, null).size).toBe(0)
  const forward = shown(run(analysis, { mode: "train", dtype: "float32", backward: false }))
  expect(partsOf("gradient", analysis, forward).size).toBe(0)
  expect(partsOf("time", analysis, forward).size).toBe(analysis.nodes.size)
})

test("what is not shown yet has no number", () => {
  const analysis = analyze(galleryDocument("batch-norm"), ops, "train")
  const told = shown(run(analysis, { mode: "train", dtype: "float32" }))
  const parts = partsOf("gradient", analysis, told, (_, place) => place === "Y:output")
  expect([...parts.keys()]).toEqual(["Y"])
})

test("ResNet-152's closed stages and what stands between them come to torchvision's counts", () => {
  const document = galleryDocument("resnet-152")
  const analysis = analyze(document, ops, "train")
  const { shown: open, cards } = fold(document)
  for (const [overlay, whole] of [
    ["params", 60_192_808],
    ["macs", 11_513_626_624],
  ] as const) {
    const parts = partsOf(overlay, analysis, null)
    const heat = heatOf(
      overlay,
      parts,
      open.map(({ id }) => id),
      cards,
    )
    const stages = cards.map(({ members }) => members.reduce((sum, id) => sum + (parts.get(id)?.amount ?? 0), 0))
    const others = open.map(({ id }) => parts.get(id)?.amount ?? 0)
    expect([...stages, ...others].reduce((sum, x) => sum + x, 0)).toBe(whole)
    expect(heat.scale?.most).toBe(Math.max(...stages))
    expect(heat.scale?.log).toBe(true)
    expect(heat.missing).toBe(false)
  }
})
