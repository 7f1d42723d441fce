// The assembler: numbers as WebAssembly writes them, and a function that runs.

import { expect, test } from "vitest"
import { float32Bytes, float64Bytes, named, signed, unsigned } from "../../src/kernels/wasm/bytes.ts"
import { instantiate } from "../../src/kernels/wasm/instance.ts"
import { ModuleBuilder } from "../../src/kernels/wasm/module.ts"
import { f32, f64, f64x2, i32, v128 } from "../../src/kernels/wasm/values.ts"

test("whole numbers are LEB128, as in the specification's appendix and DWARF's examples", () => {
  expect([0, 127, 128, 624_485, 2 ** 32 - 1].map(unsigned)).toEqual([
    [0],
    [0x7f],
    [0x80, 1],
    [0xe5, 0x8e, 0x26],
    [0xff, 0xff, 0xff, 0xff, 0x0f],
  ])
  expect([0, 63, 64, -1, -64, -65, -123_456].map(signed)).toEqual([
    [0],
    [0x3f],
    [0xc0, 0],
    [0x7f],
    [0x40],
    [0xbf, 0x7f],
    [0xc0, 0xbb, 0x78],
  ])
  expect([float32Bytes(1), float64Bytes(-2), named("ab")]).toEqual([
    [0, 0, 0x80, 0x3f],
    [0, 0, 0, 0, 0, 0, 0, 0xc0],
    [2, 97, 98],
  ])
})

test("a function with a loop inside a loop, a branch and a call does what it says", () => {
  const module = new ModuleBuilder()
  const sum = module.define("sum", ["i32", "i32"], (code, from, to) => {
    const total = code.let(f64.constant(0))
    code.repeat(3, () => {
      code.repeat(2, () => {
        code.set(total, f64.add(total, f64.fromF32(f32.load(from))))
        code.advance(from, 4)
      })
    })
    code.store(to, 0, f32.fromF64(total))
  })
  module.define("both", ["i32", "i32", "i32"], (code, from, to, which) => {
    code.when(
      i32.less(which, i32.constant(1)),
      () => code.call(sum, from, to),
      () => code.store(to, 0, f32.fromF64(f64x2.lane(f64x2.fromHigh(v128.load(from)), 1))),
    )
  })
  expect(module.define("sum", ["i32", "i32"], () => {})).toBe(sum)
  const { memory, kernels } = instantiate(module, 64)
  const floats = new Float32Array(memory)
  floats.set([1, 2, 3, 4, 5, 6.5], 4)
  kernels.get("both")?.(16, 0, 0)
  expect(floats[0]).toBe(21.5)
  kernels.get("both")?.(16, 4, 1)
  expect(floats[1]).toBe(4)
})
