import { expect, test } from "vitest"
import { readGraph, train } from "./trained.ts"

test("three layers of tanh tell two spirals apart", () => {
  const { last, steps } = train(readGraph("spirals"), "float32")
  expect(steps).toBe(720)
  expect(last.training.accuracy).toBeGreaterThan(0.97)
  expect(last.validation?.accuracy).toBeGreaterThan(0.95)
})
