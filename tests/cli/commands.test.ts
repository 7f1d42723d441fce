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

  test("help without a command is the overview; of a command that is none it is refused", async () => {
    const all = await call(["help"])
    expect([all.code, all.err]).toEqual([0, ""])
    expect(all.out).toContain("usage: gradwire COMMAND")
    const none = await call(["help", "frobnicate"])
    expect([none.code, none.out]).toEqual([2, ""])
    expect(none.err).toContain('there is no command "frobnicate"')
  })

  test.for(commands.map(({ name }) => name))(
    "%s --help prints its usage and exits 0; an unknown option exits 2",
    async (name) => {
      const help = await call([name, "--help"])
      expect([help.code, help.err]).toEqual([0, ""])
      expect(help.out).toContain(`usage: gradwire ${name}`)
      expect(await call(["help", name])).toEqual(help)
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
    ["run", batchNorm, "--seed", "-1.5"],
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

  test("a hint is a warning with its code: the exit is 0, and nothing is called fine", async () => {
    const hinted = JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [4, 3] } },
        { id: "m", op: "Mean", attrs: { dim: [0], keepdim: true }, inputs: { input: "x" } },
        { id: "v", op: "Var", attrs: { dim: [0], keepdim: true }, inputs: { input: "x" } },
        { id: "z", op: "Standardize", inputs: { x: "x", mean: "m", variance: "v" } },
      ],
    })
    const plain = await call(["check", "a.json"], { "a.json": hinted })
    expect([plain.code, plain.err]).toEqual([0, ""])
    expect(plain.out).toBe(
      "a.json: warning: v:correction: z normalises with v, which divides by n − 1 (PyTorch's default); batch norm and its kin divide by n: set correction of v to 0.\n",
    )
    const { code, out } = await call(["check", "a.json", "--json"], { "a.json": hinted })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      problems: [{ file: "a.json", code: "GW-H101", severity: "warning", node: "v", attr: "correction" }],
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

  test("what is no file does not silence the others: it is said, they are checked, exit 2", async () => {
    for (const files of [
      ["a.json", "none.json", "b.json"],
      ["none.json", "a.json", "b.json"],
      ["a.json", "b.json", "none.json"],
    ]) {
      const given = { "a.json": clash, "b.json": fine }
      const { code, out, err } = await call(["check", ...files], given)
      expect(code).toBe(2)
      expect(out).toMatch(/^a\.json: y:\w+: [^\n]+\n$/)
      expect(err).toContain('gradwire check: "none.json" cannot be read: there is no such file.\n')
      expect(err).toContain("b.json: fine (2 nodes, 1 wires)\n")
      const json = await call(["check", ...files, "--json"], given)
      expect([json.code, JSON.parse(json.out).problems.length]).toEqual([2, 1])
    }
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
