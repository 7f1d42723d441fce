// `gradwire run --only`, `--no-backward` and `--out`: of a large network only what is asked for.

import { expect, test } from "vitest"
import { readSafetensors, tensorIn } from "../../src/formats/arrays/safetensors.ts"
import { call } from "./call.ts"

const net = {
  gradwire: 1,
  seed: 3,
  target: "loss",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 3] } },
    { id: "t", op: "Input", attrs: { shape: [4] }, values: { value: [0, 1, 1, 0] } },
    { id: "bn", op: "BatchNorm1d", inputs: { input: "x" } },
    { id: "drop", op: "Dropout", inputs: { input: "bn" } },
    { id: "parts", op: "Split", attrs: { split_size: 1, dim: 1 }, inputs: { input: "drop" } },
    { id: "cat", op: "Concat", attrs: { dim: 1 }, inputs: { inputs: ["parts:outputs[0]", "parts:outputs[2]"] } },
    { id: "fc", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "cat" } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  ],
}
const files = { "net.json": JSON.stringify(net) }
const run = (...options: string[]) => call(["run", "net.json", ...options], files)
const json = async (...options: string[]) => {
  const { code, out, err } = await run("--json", ...options)
  expect([code, err]).toEqual([0, ""])
  return JSON.parse(out)
}
const SECTIONS = ["values", "params", "buffers", "gradients", "wires"] as const

const ONLY: readonly (readonly [only: string, ...keys: (readonly string[])[]])[] = [
  ["fc:output", ["fc:output"], [], [], ["fc:output"], []],
  ["fc", ["fc:output"], [], [], ["fc:output"], []],
  ["x", ["x:value"], [], [], ["x:value"], []],
  ["fc.weight, bn.running_mean", [], ["fc.weight"], ["bn.running_mean"], ["fc.weight"], []],
  ["x:value>bn:input", [], [], [], [], ["x:value>bn:input"]],
  ["parts:outputs[2]>cat:inputs[1]", [], [], [], [], ["parts:outputs[2]>cat:inputs[1]"]],
  ["parts:outputs[2]", ["parts:outputs[2]"], [], [], ["parts:outputs[2]"], []],
  [
    "parts:outputs",
    ["parts:outputs[0]", "parts:outputs[1]", "parts:outputs[2]"],
    [],
    [],
    // Nothing comes back to the one that feeds nothing.
    ["parts:outputs[0]", "parts:outputs[2]"],
    [],
  ],
  ["drop:mask", ["drop:mask"], [], [], [], []],
]

test.each(ONLY.map(([only, ...keys]) => ({ only, keys })))(
  "--only $only holds that, and every section stays",
  async ({ only, keys }) => {
    const all = await json()
    const some = await json("--only", only)
    expect(Object.keys(some)).toEqual(Object.keys(all))
    for (const [at, section] of SECTIONS.entries()) {
      expect([section, Object.keys(some[section])]).toEqual([section, keys[at]])
      for (const key of keys[at] ?? []) expect(some[section][key]).toEqual(all[section][key])
    }
    expect([some.loss, some.target, some.engine]).toEqual([all.loss, "loss:output", "eager"])
  },
)

test.each([
  ["dropp", 'there is no such place. Did you mean "drop"?'],
  ["fc:outptu", 'there is no such place. Did you mean "fc:output"?'],
  ["fc.wieght", 'there is no such place. Did you mean "fc.weight"?'],
  ["fc:nothing_like_it", 'there is no such place. "fc" has fc:output, fc.weight, fc.bias, fc:output>loss:input.'],
  ["x:value>bn:inptu", 'Did you mean "x:value>bn:input"?'],
  ["nothing_like_it", "A place is node:port, node.param, a wire's name or a node; the target is loss:output."],
  ["fc,", "--only names places with commas between"],
])("--only %s is wrong usage", async (only, words) => {
  const { code, out, err } = await run("--json", "--only", only)
  expect([code, out]).toEqual([2, ""])
  expect(err).toContain(words)
})

test("--only leaves the words short as well", async () => {
  const { out } = await run("--only", "fc.weight")
  expect(out.split("\n").filter((line) => /^\S+[:.]\S+ /.test(line))).toEqual([expect.stringContaining("fc.weight")])
})

test("--no-backward has no gradients, and the same values and loss", async () => {
  const [all, forward] = [await json(), await json("--no-backward")]
  expect(forward).toEqual({ ...all, gradients: {}, wires: {} })
})

async function numbers(...options: string[]) {
  const { code, out, err, bytes } = await run("--out", "n.safetensors", ...options)
  expect([code, err]).toEqual([0, ""])
  const read = readSafetensors(bytes?.["n.safetensors"] ?? new Uint8Array())
  if ("problem" in read) throw new Error(read.problem)
  return { ...read, out }
}

test.each(["float64", "float32"])("--out writes every number of a %s run, named by what it is", async (dtype) => {
  const told = await json("--dtype", dtype)
  const { tensors, metadata, out } = await numbers("--dtype", dtype)
  expect(out).toContain("backward from loss:output")
  expect(Object.fromEntries(metadata)).toMatchObject({
    engine: "eager",
    dtype,
    mode: "train",
    seed: "3",
    target: "loss:output",
  })
  expect(Number(metadata.get("loss"))).toBe(told.loss)
  const kinds = { values: "value", params: "param", buffers: "buffer_after", gradients: "grad", wires: "wire" }
  let counted = 0
  for (const [section, kind] of Object.entries(kinds)) {
    for (const [name, { shape, data }] of Object.entries<{ shape: number[]; data: number[] }>(told[section])) {
      const stored = tensors.get(`${kind}/${name}`)
      if (stored === undefined) throw new Error(`${kind}/${name} is missing`)
      const tensor = tensorIn(stored)
      expect(tensor).toMatchObject({ shape })
      expect("data" in tensor ? Array.from(tensor.data) : []).toEqual(data)
      expect(stored.dtype).toBe(name === "t:value" ? "I64" : dtype === "float64" ? "F64" : "F32")
      counted += 1
    }
  }
  const rest = [...tensors.keys()].filter((name) => /^(?:buffer|upstream|mask)\//.test(name)).sort()
  expect(rest).toEqual(["buffer/bn.running_mean", "buffer/bn.running_var", "mask/drop:mask", "upstream/loss:output"])
  expect(tensors.size).toBe(counted + rest.length)
  const before = tensors.get("buffer/bn.running_mean")
  expect(before === undefined ? null : tensorIn(before)).toMatchObject({ shape: [3], data: { 0: 0, 1: 0, 2: 0 } })
})

test("--out with --only and --no-backward holds what was named", async () => {
  expect([...(await numbers("--only", "fc,fc.weight", "--no-backward")).tensors.keys()].sort()).toEqual([
    "param/fc.weight",
    "value/fc:output",
  ])
})

test("--out N.json is what --json prints; other endings are refused", async () => {
  const { written } = await run("--out", "n.json")
  expect(written?.["n.json"]).toBe((await run("--json")).out)
  const odd = await run("--out", "n.npz")
  expect([odd.code, odd.err]).toEqual([2, expect.stringContaining('--out writes .safetensors or .json, not ".npz".')])
  expect((await run("--out", "-", "--json")).code).toBe(2)
})
