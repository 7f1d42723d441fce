// The frozen generator as a kernel, against the one that documents know.

import { expect, test } from "vitest"
import { drawnMask } from "../../src/kernels/maths/random.ts"
import { instantiate } from "../../src/kernels/wasm/instance.ts"
import { ModuleBuilder } from "../../src/kernels/wasm/module.ts"
import { dropoutMask } from "../../src/tensor/net/dropout.ts"
import { randomStream, streamStart, UNUSED } from "../../src/tensor/random.ts"

test.for([
  [0, "drop", 0.5],
  [182, "layer18", 0.1],
  [2 ** 53 - 1, "a.b.γ", 1 / 3],
  [-3, "x", 0.999],
  [7, "none", 0],
  [7, "all", 1],
] as const)("the mask of seed %d and node %s with p = %d is that of the loop", ([seed, node, p]) => {
  const count = 1501
  const module = new ModuleBuilder()
  const { name } = drawnMask(module, { count, p, unused: UNUSED })
  const { memory, kernels } = instantiate(module, 64 + 4 * count)
  new Int32Array(memory, 16, 3).set(streamStart(seed, node, "mask"))
  kernels.get(name)?.(16, 64)
  const wanted = dropoutMask([count], p, randomStream(seed, node, "mask"), "float32").data
  expect(new Float32Array(memory, 64, count)).toEqual(wanted)
})
