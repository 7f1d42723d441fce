// `gradwire convert` and `gradwire weights`: weights out and in again, and what is refused.

import { describe, expect, it } from "vitest"
import { readSafetensors, tensorIn } from "../../src/formats/arrays/safetensors.ts"
import { exportFormats } from "../../src/formats/exports/registry.ts"
import { call, clash } from "./call.ts"

const net = {
  gradwire: 1,
  seed: 3,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 3] } },
    { id: "gamma", op: "Parameter", attrs: { shape: [3] } },
    { id: "scaled", op: "Mul", inputs: { a: "x", b: "gamma" } },
    { id: "bn", op: "BatchNorm1d", inputs: { input: "scaled" }, values: { running_mean: [1, 2, 3] } },
    { id: "fc", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "bn" } },
  ],
  target: "fc",
}
const files = { "net.json": JSON.stringify(net), "other.json": JSON.stringify({ ...net, seed: 4 }) }

async function weightsOf(
  file: string,
  to: "safetensors" | "npz" = "safetensors",
  ...more: string[]
): Promise<Uint8Array> {
  const { code, err, bytes } = await call(["convert", file, "--to", to, "--out", `w.${to}`, ...more], files)
  expect([code, err]).toEqual([
    0,
    `${file}: 7 tensors, 23 numbers in ${more.includes("float64") ? "float64" : "float32"}.\n`,
  ])
  return bytes?.[`w.${to}`] ?? new Uint8Array()
}

describe("convert", () => {
  it("writes params and running statistics under PyTorch's names, in either precision", async () => {
    for (const dtype of ["float32", "float64"]) {
      const read = readSafetensors(await weightsOf("net.json", "safetensors", "--dtype", dtype))
      if ("problem" in read) throw new Error(read.problem)
      expect([...read.metadata]).toEqual([["format", "pt"]])
      expect([...read.tensors.keys()].sort()).toEqual(
        ["bn.bias", "bn.running_mean", "bn.running_var", "bn.weight", "fc.bias", "fc.weight", "gamma"].sort(),
      )
      const mean = read.tensors.get("bn.running_mean")
      expect(mean?.dtype).toBe(dtype === "float32" ? "F32" : "F64")
      expect(mean === undefined ? null : tensorIn(mean)).toMatchObject({ shape: [3] })
    }
  })

  it("is the same bytes each time, and a seed draws others", async () => {
    const [a, b, c] = await Promise.all([
      weightsOf("net.json"),
      weightsOf("net.json"),
      weightsOf("net.json", "safetensors", "--seed", "9"),
    ])
    expect(Buffer.from(a).equals(b)).toBe(true)
    expect(Buffer.from(a).equals(c)).toBe(false)
  })

  it.each([
    [["net.json"], "--to is missing: "],
    [["net.json", "--to", "gif"], "--to is one of "],
    [["net.json", "--to", "npz"], "npz is no text; name its file with --out."],
    [["net.json", "--to", "dot", "--snippet"], "--snippet means nothing to dot."],
  ])("%j is wrong usage", async (args, words) => {
    const { code, out, err } = await call(["convert", ...args], files)
    expect([code, out]).toEqual([2, ""])
    expect(err).toContain(words)
  })

  it("of a document with problems nothing is written, but with --force what stands", async () => {
    const refused = await call(["convert", "-", "--to", "dot"], { "-": clash })
    expect([refused.code, refused.out]).toEqual([1, ""])
    expect(refused.err).toMatch(/y:b: .*\n-: nothing is written; --force writes what stands\n$/)
    const forced = await call(["convert", "-", "--to", "dot", "--force"], { "-": clash })
    expect(forced.code).toBe(0)
    expect(forced.out).toContain('"a" -> "y"')
  })

  it("tells of every format in its help", async () => {
    const { out } = await call(["convert", "--help"])
    for (const { kind, about } of exportFormats.values()) expect(out).toContain(`${kind}: ${about}`)
  })
})

describe("weights", () => {
  it.each(["safetensors", "npz"] as const)("of a %s come back whole, params and running statistics", async (to) => {
    const bytes = await weightsOf("net.json", to)
    const args = ["weights", "other.json", "--from", `w.${to}`, "--out", "new.json"]
    const { code, out, err, written } = await call(args, { ...files, [`w.${to}`]: bytes })
    expect([code, err]).toEqual([0, ""])
    expect(out).toMatch(/^place +shape +how +tensor of the file +its shape +note\n/)
    expect(out).toMatch(/\n\n7 by name\n$/)
    const made = { "new.json": written?.["new.json"] ?? "", ...files }
    const run = async (file: string) => JSON.parse((await call(["run", file, "--json", "--mode", "eval"], made)).out)
    const [before, after] = [await run("net.json"), await run("new.json")]
    for (const kind of ["params", "buffers"]) expect(after[kind]).toEqual(before[kind])
    // Inputs are drawn from the seed as before.
    expect(after.values["x:value"]).not.toEqual(before.values["x:value"])
  })

  it("as JSON, with what was missing and left over, and exit code 1 for it", async () => {
    const bytes = await weightsOf("net.json")
    const smaller = JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [4, 3] } },
        { id: "fc", op: "Linear", attrs: { out_features: 5 }, inputs: { input: "x" } },
        { id: "out", op: "Linear", attrs: { out_features: 7 }, inputs: { input: "fc" } },
      ],
    })
    const { code, out } = await call(["weights", "-", "--from", "w", "--json"], { "-": smaller, w: bytes })
    expect(code).toBe(1)
    const { rows, summary } = JSON.parse(out)
    expect(summary).toBe("2 wrong shape, 2 missing, 5 left over")
    expect(rows[0]).toEqual({
      place: "fc.weight",
      shape: [5, 3],
      verdict: "wrong shape",
      tensor: "fc.weight",
      found: [2, 3],
      dtype: "float32",
      note: "",
    })
  })

  it("writes nothing where nothing fits", async () => {
    const bytes = await weightsOf("net.json")
    const none = JSON.stringify({ gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape: [4, 3] } }] })
    const { code, err, written } = await call(["weights", "-", "--from", "w", "--out", "n.json"], {
      "-": none,
      w: bytes,
    })
    expect([code, written]).toEqual([1, undefined])
    expect(err).toBe("-: no tensor of w fits, so nothing is written\n")
  })

  it.each([
    [
      "a pickle",
      Uint8Array.of(0x80, 2, 0x7d),
      '"w" holds no weights: it is a Python pickle, which may run anything when it is read; in Python: import numpy as np, torch; np.savez("W.npz", **{name: x.numpy() for name, x in torch.load("w", map_location="cpu").items()}).',
    ],
    [
      "a cut file",
      Buffer.from([99, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d]),
      '"w" holds no weights: the header claims 99 bytes (at byte 0), the file has 2 behind its length.',
    ],
  ])("%s is refused", async (_, bytes, words) => {
    const { code, out, err } = await call(["weights", "net.json", "--from", "w"], { ...files, w: bytes })
    expect([code, out]).toEqual([2, ""])
    expect(err).toContain(words)
  })

  it("on standard output the document alone, the table beside it", async () => {
    const bytes = await weightsOf("net.json")
    const { code, out, err, written } = await call(["weights", "net.json", "--from", "w", "--out", "-"], {
      ...files,
      w: bytes,
    })
    expect([code, out]).toEqual([0, ""])
    expect(JSON.parse(written?.["-"] ?? "").nodes).toHaveLength(5)
    expect(err).toContain("7 by name")
  })
})
