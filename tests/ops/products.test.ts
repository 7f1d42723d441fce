// The products that an op says its output is a sum of: they add up to what forward answers, and from whichever end one
// asks, they are the same products.

import { describe, expect, it } from "vitest"
import type { Product } from "../../src/ops/port.ts"
import { ops } from "../../src/ops/registry.ts"
import type { Tensor } from "../../src/tensor/tensor.ts"
import { forwardContext, runForward, tensorsAt } from "./context.ts"

const withProducts = [...ops.values()].filter((op) => op.products !== undefined)

it("the large linear layers have them", () => {
  expect(withProducts.map(({ kind }) => kind).sort()).toEqual(
    ["Conv1d", "Conv2d", "ConvTranspose1d", "ConvTranspose2d", "Linear", "MatMul"].sort(),
  )
})

const keyOf = ({ output, cells }: Product): string =>
  `${output} ${cells.map(({ port, cell }) => `${port}[${cell}]`).join(" ")}`

describe.for(withProducts.map((op) => [op.kind, op] as const))("%s", ([, op]) => {
  it.for(op.examples.map((example, i) => [i, example] as const))("example %i", ([, example]) => {
    const at = forwardContext(op, example, "train", 3)
    const output = runForward(op, at).output as Tensor
    const all = new Map<string, Product>()
    const wrong = Array.from(output.data).flatMap((wanted, cell) => {
      const own = op.products!(at, { port: "output", cell })
      for (const product of own) all.set(keyOf(product), product)
      const sum = own.reduce(
        (sum, { cells }) =>
          sum + cells.reduce((value, { port, cell }) => value * tensorsAt(at, port)[0]!.data[cell]!, 1),
        0,
      )
      const isOwn = own.every(({ output }) => output === cell)
      return isOwn && Math.abs(sum - wanted) < 5e-11 ? [] : [{ cell, sum, wanted, own }]
    })
    expect(output.data.length).toBeGreaterThan(0)
    expect(wrong).toEqual([])
    for (const port of [...Object.keys(op.inputs), ...Object.keys(op.params)]) {
      const [tensor] = tensorsAt(at, port)
      const byCell = Array.from(tensor?.data ?? [], (_, cell) => op.products!(at, { port, cell }))
      const found = byCell.flat()
      const wanted = [...all.values()].filter(({ cells }) => cells.some((place) => place.port === port))
      expect(found.map(keyOf).sort(), port).toEqual(wanted.map(keyOf).sort())
      const strange = byCell.flatMap((own, cell) =>
        own.filter(({ cells }) => !cells.some((place) => place.port === port && place.cell === cell)),
      )
      expect(strange, port).toEqual([])
    }
  })
})
