import { describe, expect, test } from "vitest"
import { elementsIn } from "../formats/figures/wellFormed.ts"
import { call, clash } from "./call.ts"

const conv = "graphs/conv3-pool2-fc3.json"

describe("gradwire picture", () => {
  test("prints an SVG with the order of the document", async () => {
    const { code, out, err } = await call(["picture", conv])
    expect([code, err]).toEqual([0, ""])
    expect(elementsIn(out)[0]?.name).toBe("svg")
    expect(out).toContain(">28×28×10<")
    expect((await call(["picture", conv, "--layout", "CHW"])).out).toContain(">10×28×28<")
  })
  test("takes what the page's panel takes", async () => {
    const flags = ["--theme", "dark", "--table", "--no-chips", "--title", "--formulas", "--details", "--transparent"]
    const { code, out } = await call(["picture", conv, ...flags])
    expect(code).toBe(0)
    expect(elementsIn(out).length).toBeGreaterThan(100)
    expect(out).toContain("Dimension of Activations")
    expect(out).not.toContain(">1×28×28×1<")
    expect(out).toContain("#6cb6ee")
  })
  test("draws only the nodes that are named, and refuses names of none", async () => {
    const { out } = await call(["picture", conv, "--only", "conv1, pool1"])
    expect(elementsIn(out).filter(({ attrs }) => attrs["data-node"]).length).toBe(2)
    const wrong = await call(["picture", conv, "--only", "conv1,nope"])
    expect([wrong.code, wrong.out]).toEqual([2, ""])
    expect(wrong.err).toContain('"nope"')
    expect((await call(["picture", conv, "--format", "png"])).code).toBe(2)
  })
  test("a document with problems is drawn with them, and exits 1", async () => {
    const { code, out, err } = await call(["picture", "-"], { "-": clash })
    expect(code).toBe(1)
    expect(err).toContain("y:b")
    expect(out).toContain("#b42318")
  })
  test("runs the graph and draws its tensors on its cards, values and gradients", async () => {
    const norm = "graphs/batch-norm.json"
    const [pictured, forward, plain] = await Promise.all(
      [[], ["--no-backward"], ["--plain"]].map((flags) => call(["picture", norm, ...flags])),
    )
    expect([pictured?.code, forward?.code, plain?.code]).toEqual([0, 0, 0])
    const words = (out = ""): readonly string[] =>
      [...out.matchAll(/<text[^>]*>([^<]+)</g)].map(([, text]) => text ?? "")
    // X is 1 to 9; ∂L/∂X is at most 1.08.
    for (const word of ["±9", "∂ ±1.08", "−0.905"]) expect(words(pictured?.out)).toContain(word)
    expect(words(forward?.out)).toContain("±9")
    expect(words(forward?.out).filter((word) => word.startsWith("∂ ±"))).toEqual([])
    expect(words(plain?.out).filter((word) => word.includes("±"))).toEqual([])
    expect(elementsIn(pictured?.out ?? "").length).toBeGreaterThan(elementsIn(plain?.out ?? "").length + 100)
  })
  test("draws maps as pictures, names classes, and hatches what is dropped", async () => {
    const { out } = await call(["picture", conv, "--no-backward"])
    expect(elementsIn(out).filter(({ name }) => name === "image").length).toBeGreaterThan(4)
    expect(out).toContain(">horizontal<")
    const dropped = await call(["picture", "graphs/d3-dropout.json"])
    expect(dropped.out).toContain(">kept 14 of 24, ×2<")
    const other = await call(["picture", "graphs/d3-dropout.json", "--seed", "7"])
    expect(other.out).toMatch(/>kept \d+ of 24, ×2</)
    expect(other.out).not.toBe(dropped.out)
    expect((await call(["picture", "graphs/d3-dropout.json", "--mode", "eval"])).out).toContain(">does nothing<")
  })
  test("lays an overlay over the cards, of counts or of the run, with its scale underneath", async () => {
    const told = async (name: string, graph = conv, ...more: readonly string[]) => {
      const { code, out, err } = await call(["picture", graph, "--overlay", name, ...more])
      expect([code, err]).toEqual([0, ""])
      return [...out.matchAll(/<text[^>]*>([^<]+)</g)].map(([, text]) => text ?? "")
    }
    expect(await told("params")).toEqual(expect.arrayContaining(["Parameters", "1,473 params"]))
    expect(await told("macs")).toEqual(expect.arrayContaining(["MACs", "70,560 MACs", "176 k MACs"]))
    expect((await told("memory")).some((text) => /^Memory$/.test(text))).toBe(true)
    const gradient = await told("gradient", "graphs/batch-norm.json")
    // X: the root of the mean square of its gradient, at most 1.08 large.
    expect(gradient).toContain("Gradient RMS")
    expect(gradient.some((text) => /^RMS 0\.\d+$/.test(text))).toBe(true)
    expect(await told("time", conv, "--plain")).toContain("Time of the last run")
    const relus = JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [1, 2] }, values: { value: [[1, -1]] } },
        { id: "r", op: "ReLU", inputs: { input: "x" } },
      ],
    })
    const dead = (await call(["picture", "-", "--overlay", "dead"], { "-": relus })).out
    for (const words of [">Dead units<", ">50 % dead<", ">no number<"]) expect(dead).toContain(words)
    const large = await told("params", "graphs/resnet-152.json")
    expect(large).toContain("Parameters")
    const wrong = await call(["picture", conv, "--overlay", "flops"])
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("params, macs, memory, gradient, dead, time")])
    const none = await call(["picture", conv, "--overlay", "gradient", "--no-backward"])
    expect([none.code, none.err]).toEqual([2, expect.stringContaining("--no-backward")])
  })
  test("runs nothing where the document asks for words alone, nor what would take seconds", async () => {
    const nodes = [{ id: "x", op: "Input", attrs: { shape: [2, 3] } }]
    const document = JSON.stringify({ gradwire: 1, view: { cards: "plain" }, nodes })
    const { out } = await call(["picture", "-"], { "-": document })
    expect(out).toBe((await call(["picture", "-", "--plain"], { "-": document })).out)
    const square = (size: number) => ({ id: "x", op: "Input", attrs: { shape: [size, size] } })
    const products = (size: number) =>
      JSON.stringify({ gradwire: 1, nodes: [square(size), { id: "y", op: "MatMul", inputs: { a: "x", b: "x" } }] })
    const [light, heavy] = [
      await call(["picture", "-"], { "-": products(10) }),
      await call(["picture", "-"], { "-": products(1300) }),
    ]
    expect([light.out, heavy.out].map((svg) => svg.includes("<image"))).toEqual([true, false])
    expect(heavy.err).toBe("")
  })
  test("draws small pictures in graphs of hundreds of nodes", async () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ id: `x${i}`, op: "Input", attrs: { shape: [2, 9] } }))
    const { out, err } = await call(["picture", "-"], {
      "-": JSON.stringify({ gradwire: 1, target: "x0", nodes: many }),
    })
    expect([err, out.split("<image").length - 1]).toEqual(["", 301])
  })
  test("says what kept the graph from running, and draws it all the same", async () => {
    const nodes = [
      { id: "x", op: "Input", attrs: { shape: [600, 600] } },
      { id: "y", op: "MatMul", inputs: { a: "x", b: "x" } },
    ]
    const asked = ["picture", "-", "--max-memory", "1"]
    const { code, out, err } = await call(asked, { "-": JSON.stringify({ gradwire: 1, nodes }) })
    expect([code, elementsIn(out)[0]?.name]).toEqual([1, "svg"])
    expect(err).toMatch(/memory|MiB|hold/)
  })
})
