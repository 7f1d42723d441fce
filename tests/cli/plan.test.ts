// `gradwire plan`: what the planned engine would do, and what has no kernel.

import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { call } from "./call.ts"

const course = "graphs/conv3-pool2-fc3.json"

test("prints steps with their kernels, bytes and multiply-adds", async () => {
  const { code, out, err } = await call(["plan", course])
  expect([code, err]).toEqual([0, ""])
  expect(out).toMatch(/forward +conv1 +direct convolution +70,560/)
  expect(out).toMatch(/backward +conv2 +direct convolution, weights +176,400/)
  expect(out).toContain("Every node has a kernel.")
  expect(out).toMatch(/An arena of \d/)
})

test("--json holds the same; in evaluation mode there is no way back", async () => {
  const told = JSON.parse((await call(["plan", course, "--json", "--mode", "eval"])).out)
  expect(told).toMatchObject({ engine: "planned", mode: "eval", eager: [], problems: [] })
  expect(new Set(told.steps.map(({ phase }: { phase: string }) => phase))).toEqual(new Set(["forward"]))
  expect(told.arena).toBeLessThanOrEqual(told.unshared + 4096)
})

test("--time runs it, and says how fast each step is", async () => {
  const { code, out } = await call(["plan", course, "--time"])
  expect(code).toBe(0)
  expect(out).toMatch(/bytes +ms +GFLOP\/s +GB\/s/)
  expect(out).toMatch(/multiply-adds in [\d.]+ ms: [\d.]+ GFLOP\/s\.\n/)
  const { steps } = JSON.parse((await call(["plan", course, "--time", "--json"])).out)
  const product = steps.find(({ step }: { step: string }) => step === "direct convolution")
  expect(product.milliseconds).toBeGreaterThan(0)
  expect(product.gflops).toBeCloseTo((2 * product.macs) / product.milliseconds / 1e6, 6)
  expect(product.gbps).toBeCloseTo(product.bytes / product.milliseconds / 1e6, 6)
})

test("a document that is trained has the steps of its optimizer, param by param", async () => {
  const document = JSON.parse(readFileSync("graphs/conv3-pool2-fc3.json", "utf8"))
  const training = {
    optimizer: { kind: "Adam" },
    clip: { kind: "norm", max_norm: 1 },
    multipliers: { conv1: 0 },
  }
  const trained = { "-": JSON.stringify({ ...document, training }) }
  const { out } = await call(["plan", "-"], trained)
  expect(out).toMatch(/update +conv2 +gradient norm/)
  expect(out).toMatch(/update +conv2 +clip by norm/)
  expect(out).toMatch(/update +fc1 +Adam step/)
  expect(out).not.toMatch(/update +conv1/)
  const { steps } = JSON.parse((await call(["plan", "-", "--json", "--time"], trained)).out)
  const step = steps.find(({ step: what }: { step: string }) => what === "Adam step")
  expect(step).toMatchObject({ phase: "update", kernel: true, milliseconds: expect.any(Number) })
})

test("names the nodes that run by their own rules", async () => {
  const nodes = [
    { id: "x", op: "Input", attrs: { shape: [1, 2, 4, 4] } },
    {
      id: "odd",
      op: "Conv2d",
      attrs: { out_channels: 1, kernel_size: 3, padding: 1, padding_mode: "circular" },
      inputs: { input: "x" },
    },
    { id: "y", op: "ReLU", inputs: { input: "odd" } },
  ]
  const files = { "-": JSON.stringify({ gradwire: 1, target: "y", nodes }) }
  const { out } = await call(["plan", "-"], files)
  // What they multiply is not counted, nor is their time.
  expect((await call(["plan", "-", "--time"], files)).out).toMatch(/\n\d+ steps in [\d.]+ ms\.\n/)
  expect(out).toContain('By their own rules: odd (no kernel for Conv2d with padding_mode "circular").')
})

test("without a target there is nothing to plan, and the exit is 1", async () => {
  const two = { gradwire: 1, nodes: ["a", "b"].map((id) => ({ id, op: "Input", attrs: { shape: [2] } })) }
  const { code, err } = await call(["plan", "-", "--json"], { "-": JSON.stringify(two) })
  expect(code).toBe(1)
  expect(err).toContain("target")
})
