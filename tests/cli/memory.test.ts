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
