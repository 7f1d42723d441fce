import { expect, test } from "vitest"
import { byKind } from "../../src/ops/byKind.ts"

test("a folder is a list by kind, in the order of its files", () => {
  const [relu, tanh] = [{ kind: "ReLU" }, { kind: "Tanh" }]
  const found = byKind({ "./activation/Tanh.ts": { Tanh: tanh }, "./activation/ReLU.ts": { ReLU: relu } })
  expect([...found]).toEqual([
    ["Tanh", tanh],
    ["ReLU", relu],
  ])
})

test("a file whose name, export and kind are not one is refused by its path", () => {
  expect(() => byKind({ "./activation/ReLU.ts": { relu: { kind: "ReLU" } } })).toThrow(
    './activation/ReLU.ts must export const ReLU with kind "ReLU", got "undefined"',
  )
  expect(() => byKind({ "./ReLU.ts": { ReLU: { kind: "Relu" } } })).toThrow('with kind "ReLU", got "Relu"')
})
