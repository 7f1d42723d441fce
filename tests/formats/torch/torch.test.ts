// model.py and check.py as text. scripts/check_torch.py runs them where there is a PyTorch.

import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { readSafetensors } from "../../../src/formats/arrays/safetensors.ts"
import { folderOf, programProblems } from "./export.ts"

const gallery = new URL("../../../graphs/", import.meta.url)

function documentOf(nodes: readonly object[], rest: object = {}): string {
  return JSON.stringify({ gradwire: 1, nodes, ...rest })
}

const x = { id: "x", op: "Input", attrs: { shape: [4, 3] } }

describe("model.py", () => {
  it("is a Sequential with named layers where one follows the other", async () => {
    const text = readFileSync(new URL("conv3-pool2-fc3.json", gallery), "utf8")
    const { model } = await folderOf(text)
    expect(model).toContain("(nn.Sequential):")
    expect(model).toContain("        self.conv1 = nn.Conv2d(1, 10, kernel_size=3, padding=1)  # N×10×28×28\n")
    expect(model).toContain("        self.pool1 = nn.MaxPool2d(2)")
    expect(model).not.toContain("def forward")
  })

  it("has a module for each part of an id with dots, one class for parts that are alike", async () => {
    const block = (id: string, input: string) => [
      { id: `${id}.conv`, op: "Conv2d", attrs: { out_channels: 4, kernel_size: 3, padding: 1 }, inputs: { input } },
      { id: `${id}.add`, op: "Add", inputs: { a: `${id}.conv`, b: input } },
    ]
    const image = { id: "x", op: "Input", attrs: { shape: [1, 4, 5, 5] } }
    const nodes = [image, ...block("body.0", "x"), ...block("body.1", "body.0.add"), ...block("body.2", "body.1.add")]
    const { model, numbers } = await folderOf(documentOf(nodes))
    expect(model.match(/^class \w+/gm)).toHaveLength(2)
    expect(model).toContain("nn.Sequential(*[Body() for _ in range(3)])")
    const read = readSafetensors(numbers)
    expect("tensors" in read && [...read.tensors.keys()].filter((key) => key.startsWith("param/"))).toEqual(
      [0, 1, 2].flatMap((i) => [`param/body.${i}.conv.bias`, `param/body.${i}.conv.weight`]),
    )
  })

  it("makes sizes arguments where parts differ in nothing else, an argument left out where it is PyTorch's own", async () => {
    const block = (id: string, input: string, out: number, stride: number) => [
      {
        id: `${id}.conv`,
        op: "Conv2d",
        attrs: { out_channels: out, kernel_size: 3, stride, padding: 1, bias: false },
        inputs: { input },
      },
      { id: `${id}.bn`, op: "BatchNorm2d", inputs: { input: `${id}.conv` } },
      { id: `${id}.relu`, op: "ReLU", inputs: { input: `${id}.bn` } },
    ]
    const image = { id: "x", op: "Input", attrs: { shape: [2, 3, 8, 8] } }
    const nodes = [
      image,
      ...block("stage1", "x", 4, 1),
      ...block("stage2", "stage1.relu", 6, 2),
      ...block("stage3", "stage2.relu", 6, 1),
    ]
    const { model, check } = await folderOf(documentOf(nodes))
    expect(model).toContain(`class Stage(nn.Sequential):
    def __init__(self, in_channels: int, out_channels: int, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels, out_channels, kernel_size=3, stride=stride, padding=1, bias=False
        )
        self.bn = nn.BatchNorm2d(out_channels)
        self.relu = nn.ReLU()
`)
    expect(model).toContain("self.stage1 = Stage(3, 4)")
    expect(model).toContain("self.stage2 = Stage(4, 6, stride=2)")
    expect(model).toContain("self.stage3 = Stage(6, 6)")
    expect(check).toContain("RENAMED = {}")
  })

  it("makes parts of parts alike first, and leaves apart what is called otherwise", async () => {
    const half = (id: string, input: string, size: number, kind: string) => [
      { id: `${id}.fc`, op: "Linear", attrs: { out_features: size }, inputs: { input } },
      { id: `${id}.act`, op: kind, inputs: { input: `${id}.fc` } },
    ]
    const whole = (id: string, input: string, size: number, kind = "ReLU") => [
      ...half(`${id}.up`, input, 4 * size, kind),
      ...half(`${id}.down`, `${id}.up.act`, size, kind),
    ]
    const nodes = [x, ...whole("a", "x", 2), ...whole("b", "a.down.act", 5), ...whole("c", "b.down.act", 7, "Tanh")]
    const { model } = await folderOf(documentOf(nodes))
    expect(model.match(/^class \w+\(nn\.Sequential\)/gm)).toHaveLength(5)
    expect(model).toContain("self.a = UpDown(3, 8, 2)")
    expect(model).toContain("self.b = UpDown(2, 20, 5)")
  })

  it("keeps a part that a path leaves and enters again in the part around it, under the same names", async () => {
    const nodes = [
      x,
      { id: "a.fc1", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "x" } },
      { id: "outside", op: "ReLU", inputs: { input: "a.fc1" } },
      { id: "a.fc2", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "outside" } },
    ]
    const { model, check } = await folderOf(documentOf(nodes))
    expect(model).toContain("self.a = nn.Module()")
    expect(model).toContain("self.a.fc2 = nn.Linear(3, 2)")
    expect(check).toContain("RENAMED = {}")
  })

  it("hands a shared weight to functions, and holds it once", async () => {
    const nodes = [
      x,
      { id: "W", op: "Parameter", attrs: { shape: [3, 3], init: "normal" } },
      { id: "one", op: "Linear", attrs: { out_features: 3, bias: false }, inputs: { input: "x", weight: "W" } },
      { id: "two", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "one", weight: "W" } },
    ]
    const { model, check } = await folderOf(documentOf(nodes))
    expect(model.match(/nn\.Parameter/g)).toHaveLength(2)
    expect(model).toContain("one = F.linear(x, self.W)")
    expect(model).toContain("F.linear(one, self.W, self.two.bias)")
    expect(check).toContain('RENAMED = {"W": "param/W.value"}')
  })

  it("answers what the loss is given, and has the loss apart", async () => {
    const nodes = [
      x,
      { id: "t", op: "Input", attrs: { shape: [4] } },
      { id: "fc", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "x" } },
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
    ]
    const { model, check } = await folderOf(documentOf(nodes))
    expect(model).toContain("def loss(self, x: Tensor, t: Tensor) -> Tensor:")
    expect(model).toContain("return F.cross_entropy(fc, t)")
    expect(check).toContain('t = numbers["value/t:value"].long()')
  })

  it("gives names that Python and nn.Module do not have, a comment where they differ, and no name twice", async () => {
    const ids = ["lambda", "forward", "train", "a-b", "a/b", "a_b", "self", "F", "_", "__init__", "T_destination"]
    const nodes = [
      x,
      ...ids.map((id, i) => ({
        id,
        op: "Linear",
        attrs: { out_features: 3 },
        inputs: { input: i === 0 ? "x" : (ids[i - 1] ?? "x") },
      })),
      { id: "end", op: "Add", inputs: { a: ids.at(-1), b: "x" } },
    ]
    const { model, check } = await folderOf(documentOf(nodes))
    const held = [...model.matchAll(/self\.(\w+) = nn\.Linear\(3, 3\)(.*)/g)].map(([, name, note]) => [name, note])
    expect(held.map(([name]) => name)).toEqual([
      "lambda_",
      "forward_",
      "train_",
      "a_b",
      "a_b_2",
      "a_b_3",
      "self_",
      "F_",
      "__",
      "_init__",
      "T_destination_",
    ])
    for (const [i, [name, note]] of held.entries()) expect(note?.includes(`"${ids[i]}"`)).toBe(name !== ids[i])
    expect(check).toContain('"lambda_.weight": "param/lambda.weight"')
    expect(programProblems(model)).toEqual([])
  })

  it("finds what a layer keeps from step to step under its own name, too", async () => {
    const { check } = await folderOf(documentOf([x, { id: "a-b.bn", op: "BatchNorm1d", inputs: { input: "x" } }]))
    expect(check).toContain('"a_b.bn.running_mean": "buffer/a-b.bn.running_mean"')
    expect(check).toContain('"a_b.bn.weight": "param/a-b.bn.weight"')
  })

  it("lets no words of a stranger become a program", async () => {
    const title = 'x"""\nimport os; os.system("true")\n\\"""\u202e\u0000 {} $& <<class>>'
    const { model, check } = await folderOf(documentOf([x, { id: "y", op: "ReLU", inputs: { input: "x" } }], { title }))
    for (const program of [model, check]) {
      expect(programProblems(program)).toEqual([])
      expect(program).not.toMatch(/^import os/m)
      expect(program).not.toMatch(/[\p{Cf}]|\p{Cc}(?<!\n)/u)
    }
  })
})
