// Elementary functions at special numbers and over a small grid; the same bits on every machine. maths.long.test.ts has large grids.

import { expect, test } from "vitest"
import { computed, held, specialPairs, spread, ulpsApart } from "./maths.ts"

/** FNV-1a over the bits of what comes out, NaN apart, whose bits are the machine's. */
function checksum(numbers: Float32Array): string {
  const kept = numbers.filter((x) => !Number.isNaN(x))
  let sum = 0x811c9dc5
  for (const byte of new Uint8Array(kept.buffer)) sum = Math.imul(sum ^ byte, 0x01000193)
  return (sum >>> 0).toString(16)
}

/** Of answers to 2000 numbers from −10 to 10. A kernel that answers others answers them everywhere. */
const BITS: { readonly [name: string]: string } = {
  exp: "207806c0",
  expm1: "8135f6a6",
  sigmoid: "17783a52",
  tanh: "69915b61",
  log: "b2f1104b",
  softplus: "8f3ddea7",
  erf: "7b545a79",
  bell: "eb704b39",
  cdf: "f4490063",
  sin: "f3755c9d",
  cos: "6b1356d",
  power: "230c5fce",
}

test.for(held)("$name at special numbers and between them", (one) => {
  const [x, y] = specialPairs()
  const found = computed(one, x, y)
  const trusted = one.within.at(-1)!
  const wrong = [...x.entries()].flatMap(([i, value]) => {
    // Beyond where it promises anything, NaN and infinities hold all the same.
    if (Number.isFinite(value) && !(value >= trusted[0] && value <= trusted[1])) return []
    const exact = one.exact(value, y[i]!)
    return ulpsApart(found[i]!, exact) <= one.ulps ? [] : [`${value}, ${y[i]}: ${found[i]} for ${exact}`]
  })
  expect(wrong).toEqual([])
  const between = spread([-10, 10], 2000)
  expect(checksum(computed(one, between, between))).toBe(BITS[one.name])
})
