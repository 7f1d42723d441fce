// The formulas of a node as they are for this node.

import { describe, expect, it } from "vitest"
import { conditionsInTex } from "../../src/formula/tex.ts"
import { rulesOf } from "../../src/graph/analysis/rules.ts"
import { ops } from "../../src/ops/registry.ts"
import { runDocument } from "../graphs/gallery.ts"

type Attrs = Parameters<typeof runDocument>[0]["nodes"][number] extends infer N
  ? N extends { readonly attrs?: infer A }
    ? A
    : never
  : never

function ruleOf(op: string, attrs: Attrs, shape: readonly number[], mode: "train" | "eval" = "train") {
  const { analysis } = runDocument(
    {
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [...shape] } },
        { id: "y", op, attrs: attrs ?? {}, inputs: { input: "x" } },
      ],
    },
    mode,
  )
  return rulesOf(analysis.nodes.get("y")!)!
}

describe("a rule says what happens here", () => {
  it("of a batch norm in training and in evaluation", () => {
    expect(ruleOf("BatchNorm1d", {}, [4, 3]).backward.input).toContain("\\sum_k")
    const still = ruleOf("BatchNorm1d", {}, [4, 3], "eval")
    expect(still.backward.input).toBe(
      "\\grad{@input_i} = \\frac{@weight}{\\sqrt{@variance + @eps}}\\, \\grad{@output_i}",
    )
    expect(still.forward).toContain("@mean = @running_mean")
    const untracked = ruleOf("BatchNorm1d", { track_running_stats: false, affine: false }, [4, 3], "eval")
    expect(untracked.backward.input).toContain("\\frac{1}{\\sqrt")
    expect(untracked.backward.input).toContain("\\sum_k")
    expect(untracked.forward).not.toContain("@bias")
  })
  it("of a dropout: its scale, or nothing at all", () => {
    expect(ruleOf("Dropout", {}, [4]).forward).toBe("@output = \\frac{1}{1 - @p}\\, @mask \\odot @input")
    expect(ruleOf("Dropout", { rescale: false }, [4]).forward).toBe("@output = @mask \\odot @input")
    expect(ruleOf("Dropout", {}, [4], "eval").forward).toBe("@output = @input")
  })
  it("of a layer without bias", () => {
    expect(ruleOf("Linear", { out_features: 2, bias: false }, [4, 3]).forward).not.toContain("@bias")
    expect(ruleOf("Linear", { out_features: 2 }, [4, 3]).forward).toContain("@bias")
  })
  it("sums over what was broadcast only where something was", () => {
    const { analysis } = runDocument({
      gradwire: 1,
      nodes: [
        { id: "a", op: "Input", attrs: { shape: [2, 3] } },
        { id: "b", op: "Input", attrs: { shape: [3] } },
        { id: "y", op: "Mul", inputs: { a: "a", b: "b" } },
      ],
    })
    const { backward } = rulesOf(analysis.nodes.get("y")!)!
    expect(backward.a).toBe("\\grad{@a} = @b \\odot \\grad{@output}")
    expect(backward.b).toContain("\\sum_{\\text{broadcast}}")
  })
})

it("asks only conditions that its own op can answer", () => {
  for (const op of ops.values()) {
    const own = new Set([op.attrs, op.inputs, op.params, op.buffers].flatMap((names) => Object.keys(names)))
    for (const template of [op.tex.forward, ...Object.values(op.tex.backward)]) {
      for (const condition of conditionsInTex(template ?? "").flatMap((all) => all.split(/ [&|] /))) {
        const [name = "", ...rest] = condition.replace(/^!/, "").split(/[ =]/)
        const names = name === "train" ? [] : name === "repeated" ? rest.slice(0, 1) : name === "alike" ? rest : [name]
        for (const one of names) expect([...own], `${op.kind}: ${condition}`).toContain(one)
      }
    }
  }
})
