import { describe, expect, test } from "vitest"
import { commands } from "../../src/cli/commandLine.ts"
import { call, clash, fine } from "./call.ts"

const batchNorm = "graphs/batch-norm.json"

describe("usage", () => {
  test("without a command, or with a wrong one, the exit code is 2 and help is on standard error", async () => {
    for (const argv of [[], ["frobnicate"]]) {
      const { code, out, err } = await call(argv)
      expect([code, out]).toEqual([2, ""])
      expect(err).toContain("usage: gradwire COMMAND")
    }
  })

  test.for(commands.map(({ name }) => name))(
    "%s --help prints its usage and exits 0; an unknown option exits 2",
    async (name) => {
      const help = await call([name, "--help"])
      expect([help.code, help.err]).toEqual([0, ""])
      expect(help.out).toContain(`usage: gradwire ${name}`)
      const wrong = await call([name, "x", "--frobnicate"])
      expect([wrong.code, wrong.out]).toEqual([2, ""])
      expect(wrong.err).toContain("--frobnicate")
    },
  )

  test.for([
    ["check"],
    ["run", "a", "b"],
    ["run", "no-such-file.json"],
    ["run", batchNorm, "--mode", "test"],
    ["run", batchNorm, "--seed", "-1"],
    ["run", batchNorm, "--seed", "1.5"],
    ["run", batchNorm, "--dtype"],
    ["summary", batchNorm, "--format", "html"],
    ["summary", batchNorm, "--format", "csv", "--json"],
    ["limits", "x"],
  ])("gradwire %s exits 2 with one sentence", async (argv) => {
    const { code, out, err } = await call(argv)
    expect([code, out]).toEqual([2, ""])
    expect(err).toMatch(/^gradwire \w+: .+\.\nusage: /)
  })
})

describe("check", () => {
  test("a document without a problem exits 0 with nothing on standard output", async () => {
    expect(await call(["check", batchNorm])).toEqual({
      code: 0,
      out: "",
      err: "graphs/batch-norm.json: fine (7 nodes, 8 wires)\n",
    })
  })

  test("problems are printed as `file: node:port: sentence` and exit 1, for every file given", async () => {
    const { code, out } = await call(["check", "a.json", batchNorm, "-"], { "a.json": clash, "-": clash })
    expect(code).toBe(1)
    const lines = out.trimEnd().split("\n")
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^a\.json: y:\w+: .*2×3.*2×4/)
    expect(lines[1]).toMatch(/^-: y:\w+: /)
  })

  test("--json carries the file and the code of each", async () => {
    const { code, out } = await call(["check", "a.json", "--json"], { "a.json": clash })
    expect(code).toBe(1)
    expect(JSON.parse(out).problems).toMatchObject([{ file: "a.json", code: "GW-T101", severity: "error", node: "y" }])
  })

  test("what is not a document says so with its place", async () => {
    const { code, out } = await call(["check", "-"], { "-": '{"gradwire": 1,\n "nodes": [}' })
    expect(code).toBe(1)
    expect(out).toMatch(/^-: .*2/)
  })

  test("a file's name cannot drive the terminal", async () => {
    const { out } = await call(["check", "\u001b[2J\u202e.json"], { "\u001b[2J\u202e.json": clash })
    expect(out).toMatch(/^\\u001b\[2J\\u202e\.json: y:/)
    expect(Array.from(out).filter((character) => character === "\u001b" || character === "\u202e")).toEqual([])
  })
})

describe("run", () => {
  test("--json prints one object with every key of the contract", async () => {
    const { code, out, err } = await call(["run", batchNorm, "--dtype", "float64", "--json"])
    expect([code, err]).toEqual([0, ""])
    const result = JSON.parse(out)
    expect(Object.keys(result)).toEqual([
      "mode",
      "dtype",
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
      /^Batch normalisation, training time\ntrain, float32, seed 182\nbackward from Y:output, loss 8\.632/,
    )
    expect(out).toMatch(/\nX:value +4×3 +4\.\d+ +9 +0\.\d+/)
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

describe("link and unlink", () => {
  test("a document comes back from its link as it was", async () => {
    const { code, out: link } = await call(["link", batchNorm, "--base", "https://example.org/gradwire/"])
    expect(code).toBe(0)
    expect(link).toMatch(/^https:\/\/example\.org\/gradwire\/#g1\./)
    const back = await call(["unlink", link.trim()])
    expect(back.code).toBe(0)
    const again = await call(["link", "-"], { "-": back.out })
    expect(again.out).toBe(link.slice(link.indexOf("#")))
    const piped = await call(["unlink", "-"], { "-": link })
    expect(piped.out).toBe(back.out)
  })

  test("every command takes a link for a file", async () => {
    const { out: link } = await call(["link", batchNorm])
    const direct = await call(["run", batchNorm, "--json"])
    expect((await call(["run", link.trim(), "--json"])).out).toBe(direct.out)
  })

  test("a cut link says so and exits 1", async () => {
    const { out: link } = await call(["link", batchNorm])
    const { code, out, err } = await call(["unlink", link.slice(0, 200)])
    expect([code, out]).toEqual([1, ""])
    expect(err).toMatch(/^link: .*incomplete/)
  })
})

describe("summary", () => {
  test("--json has a row a node and the totals", async () => {
    const { code, out } = await call(["summary", batchNorm, "--json"])
    expect(code).toBe(0)
    const { rows, totals } = JSON.parse(out)
    expect(rows.map(({ id }: { id: string }) => id)).toEqual(["X", "gamma", "beta", "mu", "sigma2", "Z", "Y"])
    expect(rows[1]).toMatchObject({ op: "Parameter", params: "3", count: 3, shape: [3] })
    expect(totals.count).toBe(6)
  })

  test.for(["table", "markdown", "csv", "latex"])("--format %s ends in the total", async (format) => {
    const { code, out } = await call(["summary", batchNorm, "--format", format])
    expect(code).toBe(0)
    expect(out).toMatch(/Total\W+6\b/)
  })

  test("--batch and --dtype scale the costs; a batch of 0 is refused", async () => {
    const course = "graphs/conv3-pool2-fc3.json"
    const totals = async (...options: string[]) => {
      const { code, out } = await call(["summary", course, "--json", ...options])
      expect(code).toBe(0)
      return JSON.parse(out).totals
    }
    const [one, many] = [await totals(), await totals("--batch", "64", "--dtype", "float64")]
    expect(many.count).toBe(one.count)
    expect(many.macs).toBe(64 * one.macs)
    expect(many.memory.params).toBe(2 * one.memory.params)
    expect(many.memory.activations).toBe(128 * one.memory.activations)
    const refused = await call(["summary", course, "--batch", "0"])
    expect(refused.code).toBe(2)
    expect(refused.err).toContain("--batch is a whole number of at least 1")
  })
})

describe("build", () => {
  test("the course's shorthand becomes a document whose table is the course's", async () => {
    const shorthand = "INPUT 28x28x1, CONV3-10, POOL2, CONV3-10, POOL2, FLATTEN, FC-3"
    const built = await call(["build", shorthand])
    expect([built.code, built.err]).toEqual([0, ""])
    const { out } = await call(["summary", "-", "--format", "csv"], { "-": built.out })
    expect(out).toContain("3×3×1×10 + 10 = 100,100,28×28×10,")
    expect(out).toContain("490×3 + 3 = 1473,1473,3,")
    expect(out).toMatch(/Total.*2483/)
    expect((await call(["build", "-"], { "-": shorthand })).out).toBe(built.out)
  })

  test("a layer that is not known, or does not fit, exits 1 with a code", async () => {
    const unknown = await call(["build", "INPUT 28x28x1, CONVO3-10", "--json"])
    expect(unknown.code).toBe(1)
    expect(JSON.parse(unknown.out).problems[0].code).toMatch(/^GW-/)
    const large = await call(["build", "INPUT 4x4x1, CONV9-1 p0"])
    expect(large.code).toBe(1)
    expect(JSON.parse(large.out).nodes).toHaveLength(2)
    expect(large.err).toMatch(/^build: .*9/)
  })
})

test("limits are printed, as a table and as JSON", async () => {
  expect((await call(["limits"])).out).toMatch(/nodes +1,000 +5,000 +200,000/)
  expect(JSON.parse((await call(["limits", "--json"])).out).limits.length).toBeGreaterThan(10)
})
