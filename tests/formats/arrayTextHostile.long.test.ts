import { expect, it } from "vitest"
import { readArrayText } from "../../src/formats/arrays/arrayText.ts"

it("reads hostile text of a megabyte without searching it again and again", () => {
  const start = performance.now()
  const pieces = [
    " ",
    "-",
    "1",
    "a=",
    '"',
    "np.array(",
    "<tf.x:",
    "\\frac{",
    "1 × 10 ^ ",
    "dtype=<",
    "float(",
    "(:,:,",
    "| - ",
    "\n",
    "a:",
    "; 1",
  ]
  for (const piece of pieces) readArrayText(piece.repeat(1_000_000 / piece.length))
  expect(performance.now() - start).toBeLessThan(15_000)
})
