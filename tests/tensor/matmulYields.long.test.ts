import { expect, it } from "vitest"
import { matmul } from "../../src/tensor/matrix/matmul.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"
import { isGenerator, YIELD_EVERY } from "../../src/tensor/work.ts"

it("long products give way about every YIELD_EVERY multiply-adds and answer the same", () => {
  const [n, k, m] = [3, 6000, 5000] as const
  const a = tensorOf([n, k], new Float32Array(n * k).fill(1), "float32")
  const b = tensorOf([k, m], new Float32Array(k * m).fill(0.5), "float32")
  const work = matmul(a, b)
  if (!isGenerator(work)) throw new Error("a long product should be a generator")
  let yields = 0
  for (;;) {
    const step = work.next()
    if (step.done) {
      expect(step.value.shape).toEqual([n, m])
      expect(step.value.data.every((y) => y === k / 2)).toBe(true)
      break
    }
    yields++
  }
  expect(yields).toBeGreaterThanOrEqual(Math.floor((n * k * m) / YIELD_EVERY) - 1)
})
