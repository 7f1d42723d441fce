// Every graph of the gallery but the largest: the terms of some cells of each of its tensors add up to their numbers, and each
// factor is the number that stands in its cell.

import { readdirSync } from "node:fs"
import { afterAll, expect, it } from "vitest"
import { explain } from "../../../src/engine/explain/explain.ts"
import type { Cell } from "../../../src/engine/explain/terms/explanation.ts"
import { cases, counted } from "../../campaign.ts"
import { openGraph } from "../../graphs/gallery.ts"
import { wrongFactors, wrongSum } from "./hold.ts"
import { someCells } from "./single.ts"

const names = readdirSync(new URL("../../../graphs", import.meta.url))
  .map((file) => file.replace(/\.json$/, ""))
  .filter((name) => name !== "resnet-152")

let asked = 0

it.for(names)("%s", (name) => {
  const opened = openGraph(name)
  const { analysis, result } = opened
  const sides = [
    ["value", result.values],
    ["gradient", result.gradients],
    ["gradient", result.wires],
  ] as const
  const wrong = sides.flatMap(([side, tensors]) =>
    [...tensors].flatMap(([place, tensor]) =>
      someCells(place, tensor, cases(1)).flatMap((index) => {
        const cell: Cell = { name: place, side, index }
        const explanation = explain(analysis, result, cell)
        asked++
        if (explanation === null) return [`${side} ${place}[${index}] is not explained`]
        const found = [...wrongSum(opened, explanation), ...wrongFactors(opened, explanation)]
        return found.map((words) => `${side} ${place}[${index}]: ${words}`)
      }),
    ),
  )
  expect(wrong).toEqual([])
})

afterAll(() => counted(asked, "explained cells", "of the gallery"))
