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
})
