// The first steps of a training in check.py, and optimizers, schedules and clips in words of PyTorch.

import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { clips } from "../../../src/engine/optimizers/clipping.ts"
import { optimizers } from "../../../src/engine/optimizers/registry.ts"
import { schedules } from "../../../src/engine/optimizers/schedules.ts"
import { readSafetensors } from "../../../src/formats/arrays/safetensors.ts"
import { readAttrs } from "../../../src/ops/attributes/readAttrs.ts"
import { signatureProblems } from "../../ops/torchSignatures.ts"
import { folderOf, programProblems } from "./export.ts"

const spirals = JSON.parse(readFileSync(new URL("../../../graphs/spirals.json", import.meta.url), "utf8"))

function trained(training: object): string {
  return JSON.stringify({ ...spirals, training: { batch_size: 25, ...training } })
}

describe("optimizers in PyTorch", () => {
  it.each([...optimizers.values()])("$kind", ({ kind, attrs, torch }) => {
    if (torch.written === undefined) {
      expect(signatureProblems(torch, attrs)).toEqual([`${torch.name} needs params`])
    }
    if (torch.written !== undefined) {
      expect(programProblems(torch.written)).toEqual([])
      const taken = torch.takes.map((word) => (typeof word === "string" ? word.replace(/\W$/, "") : ""))
      expect(taken).toEqual(Object.keys(attrs))
      for (const name of taken) expect(torch.written).toMatch(new RegExp(`\\b${name}=`))
      expect(torch.written).toContain(`class ${kind}(torch.optim.Optimizer):`)
    }
  })

  it.each([...schedules.values(), ...clips.values()])("$kind is an expression", ({ attrs, torch }) => {
    const { values } = readAttrs(attrs, {})
    expect(values === null ? null : programProblems(`x = ${torch(values)}`)).toEqual([])
  })
})

describe("the first steps of a training", () => {
  it("stand in the numbers, each with its batch and what it left", async () => {
    const { numbers, check } = await folderOf(trained({ optimizer: { kind: "Adam", lr: 0.02, amsgrad: true } }))
    const read = readSafetensors(numbers)
    const steps = "tensors" in read ? [...read.tensors].filter(([name]) => name.startsWith("step/2/")) : []
    expect(steps.map(([name, { dtype, shape }]) => [name, dtype, shape.join("×")])).toEqual([
      ["step/2/value/labels:value", "I64", "25"],
      ["step/2/param/fc1.bias", "F64", "16"],
      ["step/2/param/fc1.weight", "F64", "16×2"],
      ["step/2/param/fc2.bias", "F64", "16"],
      ["step/2/param/fc2.weight", "F64", "16×16"],
      ["step/2/param/scores.bias", "F64", "2"],
      ["step/2/param/scores.weight", "F64", "2×16"],
      ["step/2/upstream/loss:output", "F64", ""],
      ["step/2/value/points:value", "F64", "25×2"],
    ])
    expect(check).toContain("return torch.optim.Adam(params, lr=0.02, amsgrad=True)")
    expect(check).toContain("    return lr\n")
  })

  it("have the schedule in closed form, the clip and the factors on the rate", async () => {
    const { check } = await folderOf(
      trained({
        optimizer: { kind: "SignSGD", momentum: 0.5 },
        schedule: { kind: "StepLR", step_size: 2, gamma: 0.5, per: "step" },
        clip: { kind: "norm", max_norm: 2 },
        multipliers: { fc1: 0, "fc2.bias": 0.5 },
      }),
    )
    expect(check).toContain("return lr * 0.5 ** (step // 2)")
    expect(check).toContain("        torch.nn.utils.clip_grad_norm_(params, max_norm=2.0)\n        optimizer.step()\n")
    expect(check).toContain("class SignSGD(torch.optim.Optimizer):")
    expect(check).toContain('FACTORS = {"fc2.bias": 0.5, "fc1.weight": 0.0, "fc1.bias": 0.0}')
    expect(programProblems(check)).toEqual([])
  })

  it("are left out with a sentence where PyTorch refuses, and in evaluation", async () => {
    const refused = { optimizer: { kind: "SGD", momentum: 0.9, nesterov: true, dampening: 0.1 } }
    const { check, notes } = await folderOf(trained(refused))
    expect(check).not.toContain("STEPS")
    expect(notes).toEqual([
      "No step of the training is checked: PyTorch's SGD has no dampening beside Nesterov's momentum.",
    ])
    expect((await folderOf(trained({}), "eval")).check).not.toContain("STEPS")
  })
})
