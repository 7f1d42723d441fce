// Documents name a seed and expect the same numbers for ever. The numbers are those of the same generator written in Python.

import { expect, test } from "vitest"
import { randomStream } from "../../src/tensor/random.ts"

test.each([
  [
    182,
    "conv1",
    "weight",
    [0.6265006533389466, 0.8130530526715813, 0.41033994087100256],
    [-0.9631632385626405, 0.10164810205575062, -0.6022131216057829],
    [8, 0, 0, 6, 0, 0],
  ],
  [
    0,
    "x",
    "value",
    [0.8635978908290955, 0.40782234822137287, 0.8471492469964577],
    [-1.5512585822108789, -0.7267691319498157, 0.09840484547050313],
    [7, 5, 2, 3, 2, 6],
  ],
  [
    9007199254740991,
    "a.b.γ",
    "",
    [0.9503951754790285, 0.3219253161068104, 0.4109374051201947],
    [-0.6609029543415651, 0.011175421653547853, -0.26600106056540523],
    [2, 7, 2, 0, 0, 0],
  ],
])("the first numbers of seed %d for %s's %s", (seed, owner, name, uniforms, normals, digits) => {
  const { uniform, normal, below } = randomStream(seed, owner, name)
  expect(uniforms.map(() => uniform())).toEqual(uniforms)
  const drawn = normals.map(() => normal())
  for (const [i, wanted] of normals.entries()) expect(drawn[i]).toBeCloseTo(wanted, 14)
  expect(digits.map(() => below(10))).toEqual(digits)
})
