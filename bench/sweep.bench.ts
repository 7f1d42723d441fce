// A sweep as large as homework G2, singular values of square and unfolded matrices, and the memory of ResNet-152.

import { readFileSync } from "node:fs"
import { bench, describe } from "vitest"
import { analyze, type Matrix, ops, read, singularValues, spectralNorm, sweep, trainingMemory } from "../src/library.ts"

function gallery(name: string) {
  const { document } = read(readFileSync(`graphs/${name}.json`))
  if (document === null) throw new Error(`${name} cannot be read`)
  return document
}

function noise(rows: number, columns: number): Matrix {
  let state = 1
  const uniform = (): number => {
    state = (state * 48271) % 2147483647
    return state / 2147483647 - 0.5
  }
  return { rows, columns, data: Float64Array.from({ length: rows * columns }, uniform) }
}

const once = { iterations: 1, warmupIterations: 0, time: 0, warmupTime: 0 }

describe("singular values, all of them", () => {
  for (const [rows, columns] of [
    [10, 90],
    [64, 64],
    [128, 128],
    [256, 256],
    [64, 4608],
    [512, 512],
  ] as const) {
    const matrix = noise(rows, columns)
    bench(`${rows}×${columns}`, () => void singularValues(matrix), { time: 200 })
  }
  for (const n of [1024, 2048]) {
    const matrix = noise(n, n)
    bench(`${n}×${n}`, () => void singularValues(matrix), once)
  }
})

describe("the largest singular value", () => {
  for (const n of [128, 512, 2048]) {
    const matrix = noise(n, n)
    bench(`${n}×${n}`, () => void spectralNorm(matrix), n < 1000 ? { time: 200 } : once)
  }
})

describe("sweeps and reckoning", () => {
  const g2 = gallery("g2-gradient-grows-with-n")
  bench("G2: 28 runs forward and backward, n = 8…64", () => void sweep(g2, { dtype: "float32" }), { time: 500 })
  const resnet = analyze(gallery("resnet-152"), ops, "train")
  bench("memory of a training step of ResNet-152", () => {
    trainingMemory(resnet, { dtype: "float32", stateCopies: 2 })
  })
})
