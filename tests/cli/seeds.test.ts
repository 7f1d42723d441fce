// A seed is one thing wherever it is written: in a document, behind --seed, as a value of a sweep.

import { describe, expect, test } from "vitest"
import { readSeed } from "../../src/graph/values/seed.ts"
import { call } from "./call.ts"

const document = (seed: string) =>
  `{"gradwire":1,"seed":${seed},"nodes":[{"id":"x","op":"Input","attrs":{"shape":[2]}}],"sweep":{"set":["x.std"],"values":[1],"readouts":[{"take":"rms","of":"value x:value"}]}}`

/** As it is written, and the seed that it is; null if it is none. */
const SEEDS: readonly (readonly [text: string, seed: number | null])[] = [
  ["0", 0],
  ["-0", 0],
  ["7", 7],
  ["-1", -1],
  ["1e3", 1000],
  ["-2E2", -200],
  ["1.0", 1],
  ["9007199254740991", 2 ** 53 - 1],
  ["-9007199254740991", 1 - 2 ** 53],
  ["9007199254740992", null],
  ["-9007199254740993", null],
  ["0.5", null],
  ["-0.5", null],
  ["1e-3", null],
  ["1e16", null],
  ["1e308", null],
]

describe.each(SEEDS)("seed %s", (text, seed) => {
  test("in a document, behind --seed and in a sweep it is the same seed, or refused by each", async () => {
    const files = { "own.json": document(text), "other.json": document("3") }
    const runs = [
      await call(["run", "own.json", "--json"], files),
      await call(["run", "other.json", "--json", "--seed", text], files),
      await call(["run", "other.json", "--json", `--seed=${text}`], files),
    ]
    const swept = await call(["sweep", "other.json", "--json", "--set", `seed=${text}`], files)
    const first = await call(["sweep", "other.json", "--json", "--seed", text], files)
    const others = [
      await call(["gradcheck", "other.json", "--json", "--seed", text], files),
      await call(["train", "other.json", "--json", "--seed", text], files),
    ]
    if (seed === null) {
      expect(runs.map(({ code }) => code)).toEqual([1, 2, 2])
      expect(swept.code).toBe(1)
      expect(JSON.parse(swept.out).problems[0]).toMatchObject({ code: "GW-E411", path: "/sweep/values" })
      expect([first.code, ...others.map(({ code }) => code)]).toEqual([2, 2, 2])
      for (const { err } of [...runs.slice(1), first, ...others]) expect(err).toContain(`not "${text}".`)
      return
    }
    const drawn = runs.map(({ out }) => JSON.parse(out).values["x:value"].data)
    expect(drawn[1]).toEqual(drawn[0])
    expect(drawn[2]).toEqual(drawn[0])
    const [{ readouts }] = JSON.parse(swept.out).points
    expect(readouts[0]).toBeCloseTo(Math.sqrt((drawn[0][0] ** 2 + drawn[0][1] ** 2) / 2), 6)
    expect(JSON.parse(first.out).plan.seeds).toEqual([seed])
    expect(JSON.parse(others[0]?.out ?? "").seed).toBe(seed)
  })
})

test("typed text that is no number is no seed", () => {
  for (const text of ["", " ", "NaN", "Infinity", "0x10", "1_000", "1,000", "--1", "1e", "seed", "∞"])
    expect([text, readSeed(text)]).toEqual([text, null])
  expect(["−1", " 5 ", "+5"].map(readSeed)).toEqual([-1, 5, 5])
})

test("half a seed in a list or at an end of a range is refused before anything runs", async () => {
  for (const values of ["1,0.5", "0.5:2:4", "0:1.5:4"]) {
    const { code, out, err } = await call(["sweep", "-", "--csv", "--set", `seed=${values}`], { "-": document("3") })
    expect([values, code, out]).toEqual([values, 1, ""])
    expect(err).toContain("it is a whole number from −9,007,199,254,740,991")
  }
  const whole = await call(["sweep", "-", "--json", "--set", "seed=0:5:3"], { "-": document("3") })
  expect(JSON.parse(whole.out).plan.values).toEqual([0, 3, 5])
})

test("seeds that are counted up past the largest are refused", async () => {
  const { code, err } = await call(["sweep", "-", "--repeats", "3"], { "-": document("9007199254740990") })
  expect(code).toBe(1)
  expect(err).toContain("3 seeds counted up from 9007199254740990 pass the largest seed")
})

describe("link --base", () => {
  test.each([
    ["https://example.org", "https://example.org/"],
    ["http://localhost:4173/a/", "http://localhost:4173/a/"],
    ["file:///home/me/gradwire/index.html", "file:///home/me/gradwire/index.html"],
    ["HTTPS://EXAMPLE.org/x", "https://example.org/x"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
  ])("%s is an address", async (base, href) => {
    const { code, out } = await call(["link", "-", "--base", base], { "-": document("3") })
    expect([code, out.slice(0, href.length + 4)]).toEqual([0, `${href}#g1.`])
  })

  test.each([
    "javascript:alert(1)",
    "\u0001javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>1</script>",
    "blob:https://example.org/1",
    "vbscript:x",
    "ftp://example.org/",
    "mailto:me@example.org",
    "about:blank",
    "localhost:4173",
    "example.org",
    "/gradwire/",
    "./",
    "",
    "https://",
    "https:example.org",
    "http:/example.org/",
    "http:///example.org/",
    "file:x",
    "file://x",
    "https://example.org/?src=x",
    "https://example.org/?",
    "https://example.org/#old",
    "https://me:secret@example.org/",
    "https://exa mple.org/",
  ])("%j is refused in one sentence", async (base) => {
    const { code, out, err } = await call(["link", "-", "--base", base], { "-": document("3") })
    expect([code, out]).toEqual([2, ""])
    expect(err).toMatch(/^gradwire link: --base .+\.\nusage: /)
  })
})
