import { expect, test } from "vitest"
import { call } from "./call.ts"

const resnet = "graphs/resnet-152.json"

test("ResNet-152 in words: 240.8 MB of weights, twice that for Adam, the largest batch in 16 GB", async () => {
  const { code, out } = await call(["memory", resnet, "--optimizer", "Adam", "--fits", "16GB", "--batch", "1,32"])
  expect(code).toBe(0)
  expect(out).toMatch(/weights +240\.8 MB +229\.6 MiB/)
  expect(out).toMatch(/optimizer state +481\.5 MB +459\.2 MiB +Adam, 2 × the gradients/)
  expect(out).toMatch(/\n +1 +178\.0 MB/)
  expect(out).toMatch(/In 16\.0 GB \(14\.9 GiB\): The largest batch is 84\.\n/)
})

test("--json: every part in bytes, for each batch; the state is what the optimizer declares", async () => {
  const copies: Record<string, number> = {}
  for (const optimizer of ["SGD", "Adam", "AdamW", "SignSGD", "Muon"]) {
    const { out } = await call(["memory", resnet, "--json", "--optimizer", optimizer, "--batch", "1,2,4"])
    const { weights, gradients, state, buffers, rows, copies: kept, problems } = JSON.parse(out)
    expect([weights, gradients, problems]).toEqual([240_771_232, 240_771_232, []])
    expect(state).toBe(kept * weights)
    copies[optimizer] = kept
    const [one, two, four] = rows
    expect(one.total).toBe(weights + gradients + state + buffers + one.activations)
    expect(four.total - two.total).toBe(2 * (two.total - one.total))
  }
  expect(copies).toEqual({ SGD: 0, Adam: 2, AdamW: 2, SignSGD: 0, Muon: 1 })
})

test("the document's own optimizer counts: momentum keeps one more of each", async () => {
  const document = JSON.stringify({
    gradwire: 1,
    nodes: [
      { id: "X", op: "Input", attrs: { shape: [4, 10] } },
      { id: "fc", op: "Linear", attrs: { out_features: 5 }, inputs: { input: "X" } },
      { id: "L", op: "Sum", inputs: { input: "fc" } },
    ],
    training: { optimizer: { kind: "SGD", momentum: 0.9 } },
  })
  const { out } = await call(["memory", "-", "--json", "--fits", "1KiB"], { "-": document })
  expect(JSON.parse(out)).toMatchObject({ weights: 220, state: 220, copies: 1, fits: { bytes: 1024 } })
})

test.for([
  [["--fits", "16"], /such as 16GB/],
  [["--fits", "16XB"], /such as 16GB/],
  [["--batch", "0"], /at least 1/],
  [["--batch", "a"], /at least 1/],
  [["--optimizer", "Adm"], /Did you mean "Adam"/],
] as const)("%s: wrong usage, exit 2", async ([argv, words]) => {
  const { code, err } = await call(["memory", resnet, ...argv])
  expect(code).toBe(2)
  expect(err).toMatch(words)
})

const reshaping = JSON.stringify({
  gradwire: 1,
  nodes: [
    { id: "X", op: "Input", attrs: { shape: [64, 1, 28, 28] } },
    { id: "r", op: "Reshape", attrs: { shape: [64, 784] }, inputs: { input: "X" } },
    { id: "fc", op: "Linear", attrs: { out_features: 10 }, inputs: { input: "r" } },
  ],
})

test("a graph that cannot be computed at a batch is refused with its node, in words and in JSON", async () => {
  const files = { "r.json": reshaping }
  const asked = await call(["memory", "r.json", "--batch", "8,64"], files)
  expect(asked.code).toBe(1)
  expect(asked.out).toMatch(/\n +8 +– +– +cannot be computed at r\n +64 +205\.8 kB/)
  expect(asked.err).toBe(
    "r.json: r:shape: With a batch of 8 examples: 8×1×28×28 holds 6272 numbers, which do not fill 64×784: 64×784 holds 50176.\n",
  )
  const fitting = await call(["memory", "r.json", "--fits", "1GB", "--json"], files)
  expect(fitting.code).toBe(1)
  expect(JSON.parse(fitting.out)).toMatchObject({
    fits: { bytes: 1e9, batch: 64 },
    problems: [{ code: "GW-R110", node: "r" }],
  })
  // Sizes that nobody asked for are only marked.
  const plain = await call(["memory", "r.json", "--json"], files)
  expect([plain.code, JSON.parse(plain.out).rows[3]]).toEqual([
    0,
    { batch: 8, activations: null, total: null, at: null, refused: { node: "r", sentence: expect.any(String) } },
  ])
  const priced = await call(["summary", "r.json", "--batch", "8"], files)
  expect([priced.code, priced.err]).toEqual([1, asked.err])
})

test("what is wrong with the batch as drawn is not wrong at another; sums that are not complete say so", async () => {
  const norm = (shape: readonly number[]) =>
    JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape } },
        { id: "bn", op: "BatchNorm1d", inputs: { input: "x" } },
        { id: "lost", op: "Linear", attrs: { out_features: 3 } },
      ],
    })
  const bn = "bn:input: "
  const files = { "one.json": norm([1, 3]) }
  expect((await call(["summary", "one.json"], files)).err).toContain(bn)
  const eight = await call(["summary", "one.json", "--batch", "8"], files)
  expect(eight.err).not.toContain(bn)
  expect(eight.out).toContain("at least 6, 1 layer not counted")
  const { out, err } = await call(["memory", "one.json", "--batch", "8"], files)
  expect(err).not.toContain(bn)
  expect(out).toMatch(/weights +at least 24 B/)
  expect(out).toContain("Not complete: 1 layer not counted.")
  const json = JSON.parse((await call(["summary", "one.json", "--json"], files)).out)
  expect(json.totals).toMatchObject({ count: 6, complete: false, unknown: 1 })
})
