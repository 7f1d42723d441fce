// What a first visit waits for. Times are those of a machine that has other work as well; `npm run bench:load` measures.

import { expect, test } from "@playwright/test"
import { firstLoad } from "../../scripts/firstLoad.mjs"

test("the first visit shows its graph at once: no empty canvas, nothing that moves, few and small files", async ({
  page,
}) => {
  const { drawn, emptied, shift, requests, sizes, start } = await firstLoad(page, "./")
  expect(emptied).toBe(false)
  expect(shift).toBeLessThan(0.05)
  expect(requests).toBeLessThanOrEqual(33)
  // What must have arrived before the first graph, beside React and React Flow (`vendor`).
  expect([...start]).toEqual(expect.arrayContaining(["index", "kept", "mount", "start", "vendor"]))
  const own = [...start].filter((name) => name !== "vendor").reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0)
  // It may grow to 220 kB with what this round still brings.
  expect(own / 1000).toBeLessThan(165)
  expect(sizes.get("vendor")).toBeLessThan(135_000)
  // 0.4 s on a quiet machine.
  expect(drawn).toBeLessThan(6_000)
})

test("on a processor four times slower the bar is painted long before the editor has come", async ({ page }) => {
  const { painted, drawn, emptied, shift } = await firstLoad(page, "./", 4)
  expect(emptied).toBe(false)
  expect(shift).toBeLessThan(0.05)
  // 1.2 s on a quiet machine.
  expect(painted).toBeLessThan(4_000)
  expect(painted).toBeLessThan(drawn)
})
