// Where many answers fit, the rule of the step chooses among them.

import { expect, test } from "vitest"
import { train } from "../../../src/engine/train/train.ts"
import { onePoint } from "./documents.ts"
import { planned, weights } from "./training.ts"

test("gradient descent from zero finds the answer of least norm, Adam another (D1)", () => {
  const descent = train(planned(onePoint({ optimizer: { kind: "SGD", lr: 0.004 }, epochs: 500 })))
  expect(weights(descent, "w.weight")).toEqual([expect.closeTo(110 / 101, 6), expect.closeTo(11 / 101, 6)])
  const adam = train(planned(onePoint({ optimizer: { kind: "Adam", lr: 0.01 }, epochs: 4000 })))
  expect(weights(adam, "w.weight")).toEqual([expect.closeTo(1, 4), expect.closeTo(1, 4)])
})
