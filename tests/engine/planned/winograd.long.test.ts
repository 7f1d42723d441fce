// Winograd's transforms against the definition: every remainder of a tile, cropped and wide borders, both directions.

import { expect, test } from "vitest"
import { ops } from "../../../src/ops/registry.ts"
import { exampleDocument, twins } from "./twins.ts"

/** Largest difference as a share of the largest number: the transforms multiply by up to 8 and take differences. */
const MOST = 3e-5

test.for([
  { input: [8, 16, 8, 8], filters: 16, padding: 1 },
  { input: [5, 18, 13, 11], filters: 21, padding: 1 },
  { input: [6, 17, 14, 10], filters: 16, padding: 0 },
  { input: [4, 16, 9, 15], filters: 28, padding: 2 },
  { input: [3, 20, 17, 12], filters: 24, padding: 3 },
  { input: [1, 19, 7, 7], filters: 23, padding: 1 },
])("$input to $filters filters, padding $padding", ({ input, filters, padding }) => {
  const attrs = { out_channels: filters, kernel_size: 3, padding, flip: filters === 28 }
  const { apart, steps } = twins(exampleDocument(ops.get("Conv2d")!, { attrs, shapes: { input } }))
  const ways = ["Winograd convolution", "Winograd convolution, weights", "Winograd convolution, input"]
  expect(steps).toEqual(expect.arrayContaining(ways))
  for (const [name, share] of apart) expect(share, name).toBeLessThanOrEqual(MOST)
})
