// Every op with each of its attributes unreadable: what does not hang on it stays known, and is what it was.

import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../src/graph/document.ts"
import { summaryRows } from "../../src/graph/measure/table.ts"
import type { Json } from "../../src/ops/attributes/attrs.ts"
import { ops } from "../../src/ops/registry.ts"
import type { Shape } from "../../src/tensor/tensor.ts"

test("every op answers with any attribute unreadable, or with no shape, or says that it is not known", () => {
  let asked = 0
  for (const op of ops.values()) {
    for (const { attrs = {}, shapes } of op.examples) {
      const lists = Object.entries(shapes).map(([port, held]) => {
        const all =
          op.inputs[port]?.list === true ? (held as readonly Shape[]) : held === undefined ? [] : [held as Shape]
        return [port, all] as const
      })
      const sources: NodeDocument[] = lists.flatMap(([port, all]) =>
        all.map((shape, at) => ({ id: `${port}-${at}`, op: "Input", attrs: { shape: [...shape] } })),
      )
      const inputs = Object.fromEntries(
        lists.flatMap(([port, all]) =>
          all.length === 0
            ? []
            : [[port, op.inputs[port]?.list === true ? all.map((_, at) => `${port}-${at}`) : `${port}-0`]],
        ),
      )
      const look = (own: { readonly [name: string]: Json }, wired: NodeDocument["inputs"]) => {
        const n: NodeDocument = { id: "n", op: op.kind, attrs: own, ...(wired === undefined ? {} : { inputs: wired }) }
        const analysis = analyze({ gradwire: 1, nodes: [...sources, n] }, ops)
        return { row: summaryRows(analysis).find(({ id }) => id === "n"), analysis }
      }
      const sound = look(attrs as { readonly [name: string]: Json }, inputs)
      expect(sound.analysis.nodes.get("n")?.state).toBe("ok")
      const spoiled = [
        ...Object.keys(op.attrs).map((name) => look({ ...attrs, [name]: { no: "value" } } as never, inputs)),
        look(attrs as { readonly [name: string]: Json }, undefined),
      ]
      for (const { row, analysis } of spoiled) {
        asked += 1
        expect(analysis.problems.map(({ code }) => code)).not.toContain("GW-G104")
        if (row?.count != null) expect([op.kind, row.count]).toEqual([op.kind, sound.row?.count])
        if (row?.shape != null) expect([op.kind, row.shape]).toEqual([op.kind, sound.row?.shape])
      }
    }
  }
  expect(asked).toBeGreaterThan(800)
})
