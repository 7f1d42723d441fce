// Every op × its examples and odd settings × moods of numbers × both precisions: see hold.ts for what is held against what.

import { afterAll, describe, expect, it, vi } from "vitest"
import type { Cell } from "../../../src/engine/explain/terms/explanation.ts"
import type { Mode } from "../../../src/ops/op.ts"
import { ops } from "../../../src/ops/registry.ts"
import type { Dtype, Tensor } from "../../../src/tensor/tensor.ts"
import { cases, counted, patience, seed } from "../../campaign.ts"
import type { Setting } from "../../ops/context.ts"
import { wrongWith } from "./hold.ts"
import { oddSettings } from "./odd.ts"
import { type Change, runSingle, type Single, someCells } from "./single.ts"

const BROKEN = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
/** Numbers as they are drawn, whole, large, tiny, and not finite. */
const MOODS: Readonly<Record<string, Change>> = {
  plain: (x) => x,
  ties: (x) => Math.round(x),
  saturated: (x) => Math.fround(30 * x),
  tiny: (x) => Math.fround(1e-6 * x),
  broken: (x, i) => (i % 5 === 3 ? (BROKEN[Math.floor(i / 5) % 3] ?? x) : x),
}

/** Ops that work otherwise in evaluation mode. */
const MODAL = /^(?:BatchNorm|InstanceNorm|Dropout|ScaledDot|Multihead)/

vi.setConfig({ testTimeout: patience(30_000) })

let asked = 0

function* cellsOf({ result }: Single): Generator<Cell> {
  const sides: readonly (readonly [Cell["side"], ReadonlyMap<string, Tensor>])[] = [
    ["value", result.values],
    ["gradient", result.gradients],
    ["gradient", result.wires],
  ]
  for (const [side, tensors] of sides) {
    for (const [name, tensor] of tensors) {
      if (!name.includes("node")) continue
      for (const index of someCells(name, tensor, cases(2))) yield { name, side, index }
    }
  }
}

function wrong(kind: string, setting: Setting, mode: Mode, dtype: Dtype, change: Change): readonly string[] {
  const op = ops.get(kind)
  const single = op === undefined ? null : runSingle(op, setting, mode, { dtype, change })
  if (single === null) return []
  return [...cellsOf(single)].flatMap((cell) => {
    asked++
    return wrongWith(single, cell).map((words) => `${cell.side} ${cell.name}[${cell.index}]: ${words}`)
  })
}

const withInputs = [...ops.values()].filter((op) => Object.keys(op.inputs).length > 0)

describe.for(withInputs.map((op) => [op.kind, op] as const))("%s", ([kind, op]) => {
  const modes: readonly Mode[] = MODAL.test(kind) ? ["train", "eval"] : ["train"]
  const settings = [...op.examples, ...oddSettings(kind)]
  // At each push every setting in one mood; in a long campaign in all.
  const moods = Object.values(MOODS)
  it.for(settings.map((setting, i) => [i, setting] as const))("setting %i", ([i, setting]) => {
    const only = op.examples[i]?.mode
    const found = moods.slice(0, cases(1)).flatMap((_, m) => {
      const change = moods[(i + m + seed) % moods.length] ?? ((x: number) => x)
      return (only === undefined ? modes : [only]).flatMap((mode) =>
        (["float64", "float32"] as const).flatMap((dtype) =>
          wrong(kind, setting, mode, dtype, change).map((words) => `${mode} ${dtype} ${words}`),
        ),
      )
    })
    expect(found).toEqual([])
  })
})

afterAll(() => counted(asked, "explained cells"))
