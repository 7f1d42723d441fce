// train.py as text, and its data. torchrun.long.test.ts starts it where there is a PyTorch.

import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { readSafetensors } from "../../../src/formats/arrays/safetensors.ts"
import { programProblems, trainFolderOf } from "./export.ts"

const gallery = new URL("../../../graphs/", import.meta.url)
const spirals = JSON.parse(readFileSync(new URL("spirals.json", gallery), "utf8"))
// A network with a loss, pictures in batches, and an optimizer that is written out.
const learning = ["spirals.json", "t1-edges-cnn.json", "t4-muon-update.json"]

function programOf({ byPath }: Awaited<ReturnType<typeof trainFolderOf>>, path = "train.py"): string {
  const text = byPath.get(path)
  if (typeof text !== "string") throw new Error(`${path} is no text`)
  return text
}

function tensorsIn({ byPath }: Awaited<ReturnType<typeof trainFolderOf>>, path: string): readonly string[] {
  const bytes = byPath.get(path)
  const read = bytes instanceof Uint8Array ? readSafetensors(bytes) : { problem: `${path} holds no bytes` }
  if ("problem" in read) throw new Error(read.problem)
  return [...read.tensors].map(([name, { dtype, shape }]) => `${name} ${dtype} ${shape.join("×")}`)
}

describe("a folder for torchrun", () => {
  it.each(learning)("%s has a program that trains it", async (name) => {
    const folder = await trainFolderOf(readFileSync(new URL(name, gallery), "utf8"))
    expect(folder.lost).toEqual([])
    expect([...folder.byPath.keys()]).toEqual([
      "model.py",
      "train.py",
      "measures.py",
      "data.safetensors",
      "start.safetensors",
      "check.py",
      "numbers.safetensors",
    ])
    for (const path of ["train.py", "measures.py"]) {
      const program = programOf(folder, path)
      expect(programProblems(program)).toEqual([])
      const [, ...lines] = program.split("\n")
      expect(lines.filter((line) => line.length > 110)).toEqual([])
      expect(program).not.toMatch(/<<|undefined|\[object/)
    }
  })

  it("has the document's own examples, those held back as well, and its first params", async () => {
    const folder = await trainFolderOf(JSON.stringify(spirals))
    expect(tensorsIn(folder, "data.safetensors")).toEqual([
      "training/labels I64 150",
      "validation/labels I64 50",
      "training/points F64 150×2",
      "validation/points F64 50×2",
    ])
    expect(tensorsIn(folder, "start.safetensors")).toContain("fc2.weight F64 16×16")
    expect(programOf(folder)).toContain("EPOCHS, BATCH, LR, SEED = 120, 25, 0.12, 4")
    expect(programOf(folder)).toContain("return self.model.loss(points, labels)")
  })

  it("learns only what a gradient reaches, at the rates of the document", async () => {
    const nodes = [
      ...spirals.nodes,
      { id: "aside", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "points" } },
    ]
    const training = { batch_size: 25, multipliers: { fc1: 0, "fc2.bias": 0.5 }, clip: { kind: "value" } }
    const program = programOf(await trainFolderOf(JSON.stringify({ ...spirals, nodes, training })))
    expect(program).toContain('FROZEN = ["fc1.weight", "fc1.bias", "aside.weight", "aside.bias"]')
    expect(program).toContain('"fc2.bias": 0.5')
    expect(program).toContain("    torch.nn.utils.clip_grad_value_(params, clip_value=1.0)\n")
  })

  it("says where several processes come to other losses than one", async () => {
    const plain = programOf(await trainFolderOf(JSON.stringify(spirals)))
    expect(plain).toContain("The losses of 1, 2 and 4 processes are the same, up to rounding.")
    expect(plain).toMatch(/shuffled by PyTorch's\s+generator/)
    const mixed = spirals.nodes.map((node: { id: string }) =>
      node.id === "loss" ? { ...node, attrs: { ignore_index: 1 } } : node,
    )
    const other = programOf(await trainFolderOf(JSON.stringify({ ...spirals, nodes: mixed })))
    expect(other).toContain("The losses of 1, 2 and 4 processes are not quite the same:")
    expect(other).toContain("SHARED = False")
  })

  it("says why a document cannot be trained, and writes the rest", async () => {
    const optimizer = { kind: "SGD", momentum: 0.9, nesterov: true, dampening: 0.1 }
    const refused = await trainFolderOf(JSON.stringify({ ...spirals, training: { optimizer } }))
    expect(refused.lost).toEqual([
      { place: "training", reason: "PyTorch's SGD has no dampening beside Nesterov's momentum." },
    ])
    expect([...refused.byPath.keys()]).toEqual(["model.py", "check.py", "numbers.safetensors"])
  })
})
