// Elementary functions over grids of a hundred thousand numbers: nowhere further off than their files say.

import { expect, test } from "vitest"
import { randomStream } from "../../src/tensor/random.ts"
import { counted, seed } from "../campaign.ts"
import { computed, held, spread, ulpsApart } from "./maths.ts"

const COUNT = 100_000

test.for(held)("$name", (one) => {
  const random = randomStream(seed, "maths", one.name)
  let worst = 0
  for (const range of one.within) {
    const x = spread(range, COUNT)
    // Of two numbers: whole powers and others.
    const y = Float32Array.from(x, (_, i) => (i % 3 === 0 ? random.below(41) - 20 : 8 * random.uniform() - 4))
    const found = computed(one, x, y)
    for (const [i, value] of x.entries()) {
      const apart = ulpsApart(found[i]!, one.exact(value, y[i]!))
      if (apart > one.ulps) expect(apart, `${one.name}(${value}, ${y[i]}) is ${found[i]}`).toBeLessThanOrEqual(one.ulps)
      worst = Math.max(worst, apart)
    }
  }
  // A bound that is far above what is found would hold nothing.
  expect(worst).toBeGreaterThan(one.ulps / 2)
  counted(COUNT * one.within.length, `numbers through ${one.name}, at most ${worst.toFixed(2)} ulps off`)
})
