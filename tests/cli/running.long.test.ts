// `gradwire run` and `gradwire gradcheck`: numbers on standard output, as JSON and in words.

import { describe, expect, test } from "vitest"
import { call, clash, fine } from "./call.ts"

const batchNorm = "graphs/batch-norm.json"

describe("run", () => {
  test("--json prints one object with every key of the contract", async () => {
    const { code, out, err } = await call(["run", batchNorm, "--dtype", "float64", "--json"])
    expect([code, err]).toEqual([0, ""])
    const result = JSON.parse(out)
    expect(Object.keys(result)).toEqual([
      "mode",
      "dtype",
      "engine",
      "target",
      "loss",
      "values",
      "params",
      "buffers",
      "gradients",
      "wires",
      "problems",
    ])
    expect(result).toMatchObject({ mode: "train", dtype: "float64", target: "Y:output", problems: [] })
    expect(result.values["mu:output"]).toEqual({ shape: [1, 3], data: [3.25, 3.75, 4.75] })
    expect(Object.keys(result.wires)).toContain("X:value>mu:input")
    expect(Object.keys(result.params)).toEqual(["gamma.value", "beta.value"])
  })

  test("a document with data runs on its first examples, and says so; check of the gradients as well", async () => {
    const spirals = await call(["run", "graphs/spirals.json"])
    expect([spirals.code, spirals.err]).toEqual([0, ""])
    expect(spirals.out).toContain("\nfirst 25 examples of Spirals in points, labels\n")
    expect((await call(["gradcheck", "graphs/spirals.json"])).code).toBe(0)
  })

  test("in words a single number stands with its sign, several as a root mean square", async () => {
    const signed = JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "a", op: "Input", attrs: { shape: [] }, values: { value: -3 } },
        { id: "x", op: "Input", attrs: { shape: [2] }, values: { value: [3, -4] } },
        { id: "y", op: "Mul", inputs: { a: "a", b: "x" } },
        { id: "s", op: "Sum", inputs: { input: "y" } },
      ],
    })
    const { out } = await call(["run", "-"], { "-": signed })
    expect(out.split("\n").slice(-5, -1)).toEqual([
      "a:value   scalar         −3                 −1",
      "x:value   2       RMS 3.536        4     RMS 3",
      "y:output  2       RMS 10.61       12     RMS 1",
      "s:output  scalar          3                  1",
    ])
  })

  test("two sinks and no target: no gradient, and where backward could start", async () => {
    const two = JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [2] }, values: { value: [3, -4] } },
        { id: "a", op: "ReLU", inputs: { input: "x" } },
        { id: "b", op: "Tanh", inputs: { input: "x" } },
      ],
    })
    const { code, out } = await call(["run", "-"], { "-": two })
    expect(code).toBe(1)
    expect(out).toContain(
      'no gradient was worked out; choose a target in the document:\n  "target": "a"\n  "target": "b"\n',
    )
    expect((await call(["run", "-", "--no-backward"], { "-": two })).out).not.toContain("no gradient")
  })

  test("float32 is the default, and its numbers are rounded ones", async () => {
    const { out } = await call(["run", "-", "--json"], { "-": fine })
    const result = JSON.parse(out)
    expect(result.dtype).toBe("float32")
    expect(result.values["y:output"].data).toEqual([0, 2, Math.fround(0.1)])
  })

  test("numbers that are not finite are words", async () => {
    const logs = JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [3] }, values: { value: [0, -1, 1] } },
        { id: "l", op: "Log", inputs: { input: "x" } },
        { id: "n", op: "Neg", inputs: { input: "l" } },
      ],
    })
    const { code, out } = await call(["run", "-", "--json"], { "-": logs })
    expect(code).toBe(0)
    const result = JSON.parse(out)
    expect(result.values["l:output"].data).toEqual(["-Infinity", "NaN", 0])
    expect(result.values["n:output"].data[0]).toBe("Infinity")
    expect(result.loss).toBe("NaN")
    expect(result.problems).toMatchObject([{ code: "GW-E120", node: "l" }])
  })

  test("where the target cannot be reached, what could be computed is there and the exit is 1", async () => {
    const { code, out, err } = await call(["run", "-", "--json"], { "-": clash })
    expect(code).toBe(1)
    const result = JSON.parse(out)
    expect([result.target, result.loss, result.gradients, result.wires]).toEqual([null, null, {}, {}])
    expect(Object.keys(result.values)).toEqual(["a:value", "b:value", "e:output"])
    expect(result.problems[0].code).toBe("GW-T101")
    expect(err).toMatch(/^-: y:/)
  })

  test("even what cannot be read gets an object", async () => {
    const { code, out } = await call(["run", "-", "--json"], { "-": "[" })
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ target: null, loss: null, values: {}, problems: [{ severity: "error" }] })
  })

  test("another seed draws other numbers, the same seed the same", async () => {
    const drawn = JSON.stringify({ gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape: [2] } }] })
    const outs = await Promise.all(
      ["1", "1", "2"].map((seed) => call(["run", "-", "--json", "--seed", seed], { "-": drawn })),
    )
    expect(outs[0]?.out).toBe(outs[1]?.out)
    expect(outs[0]?.out).not.toBe(outs[2]?.out)
  })

  test("in words it prints a line a tensor", async () => {
    const { out } = await call(["run", batchNorm])
    expect(out).toMatch(
      /^Batch normalisation, training time\ntrain, float32, seed 182, eager\nbackward from Y:output, Σ dY·Y = 8\.632/,
    )
    expect(out).toMatch(/\nX:value +4×3 +RMS 4\.\d+ +9 +RMS 0\.\d+/)
  })
})

describe("gradcheck", () => {
  test("the batch-norm graph agrees", async () => {
    const { code, out } = await call(["gradcheck", batchNorm, "--json"])
    expect(code).toBe(0)
    const result = JSON.parse(out)
    expect(result.tensors.map(({ name }: { name: string }) => name)).toEqual(["X:value", "gamma.value", "beta.value"])
    expect(result.passed).toBe(true)
    expect(result.worst).toBeLessThan(1e-7)
  })

  test("in words it names every tensor and the verdict", async () => {
    const { code, out } = await call(["gradcheck", batchNorm])
    expect(code).toBe(0)
    expect(out).toMatch(/X:value +12 +12 +0 +\d\.\d\de-/)
    expect(out).toContain("backward agrees")
  })

  test("without a target there is nothing to check, exit 1", async () => {
    expect((await call(["gradcheck", "-"], { "-": clash })).code).toBe(1)
  })
})
