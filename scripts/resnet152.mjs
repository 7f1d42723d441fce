// Writes graphs/resnet-152.json: torchvision's resnet152, node by node under torchvision's names, in groups by stage and
// by block, closed. No values: they are drawn from the seed.
// node scripts/resnet152.mjs

import { writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { loadLibrary } from "./library.mjs"

const BLOCKS = [3, 8, 36, 3]
const EXPANSION = 4
/** From one card to the next, closed groups included, and from one row to the next. */
const STEP = [320, 190]
const IN_ROW = 4
/** About what a node takes on the canvas, and what each further wire into it adds. */
const CARD = { width: 180, height: 60 }
const ROUND = { width: 56, height: 56 }
const PORT = 20

const nodes = []
const groups = []
const root = resolve(import.meta.dirname, "..")
const { close, layout, ops, write } = await loadLibrary()

let placed = 0
single("input", "Input", null, { shape: [1, 3, 224, 224] })
single("conv1", "Conv2d", "input", { out_channels: 64, kernel_size: 7, stride: 2, padding: 3, bias: false })
single("bn1", "BatchNorm2d", "conv1")
single("relu", "ReLU", "bn1")
let top = single("maxpool", "MaxPool2d", "relu", { kernel_size: 3, stride: 2, padding: 1 })
for (const [i, count] of BLOCKS.entries()) top = stage(`layer${i + 1}`, 64 * 2 ** i, count, i === 0 ? 1 : 2, top)
single("avgpool", "AdaptiveAvgPool2d", top, { output_size: 1 })
single("flatten", "Flatten", "avgpool")
single("fc", "Linear", "flatten", { out_features: 1000 })

const document = {
  gradwire: 1,
  title: "ResNet-152 on a 224×224 picture",
  description:
    "The deepest residual network of He et al. as torchvision has it: 60,192,808 params in 240.8 MB, 50 bottleneck blocks in four stages. Open a stage to see its blocks, a block to see its layers.",
  seed: 152,
  nodes,
  groups,
  view: { shapes: "HWC" },
}
const path = resolve(root, "graphs/resnet-152.json")
writeFileSync(path, write(document))
await close()
console.log(`${nodes.length} nodes, ${groups.length} groups: ${path}`)

function node(id, op, inputs, attrs, group) {
  return {
    id,
    op,
    ...(attrs === undefined ? {} : { attrs }),
    ...(inputs === null ? {} : { inputs: typeof inputs === "string" ? { input: inputs } : inputs }),
    ...(group === undefined ? {} : { group }),
  }
}

/** The next place of the top level: rows that fill a screen. */
function place() {
  const at = [(placed % IN_ROW) * STEP[0], Math.floor(placed / IN_ROW) * STEP[1]]
  placed += 1
  return at
}

/** A node of the top level, in the row. */
function single(id, op, from, attrs) {
  nodes.push({ ...node(id, op, from, attrs), at: place() })
  return id
}

/** Blocks in a row; the first one changes channels, and size where the stride is 2. The last one's output. */
function stage(name, channels, count, stride, from) {
  groups.push({ id: name, label: `${name}: ${count} blocks, ${channels * EXPANSION} channels`, collapsed: true })
  const [x, y] = place()
  for (let i = 0; i < count; i++) {
    from = block(`${name}.${i}`, name, channels, i === 0 ? stride : 1, i === 0, from, [x + i * STEP[0], y])
  }
  return from
}

/** 1×1, 3×3 and 1×1 convolution, each with batch norm, and the input added; the stride stands in the 3×3 one. */
function block(name, stage, channels, stride, projects, from, at) {
  groups.push({ id: name, parent: stage, collapsed: true })
  const own = []
  const add = (id, op, inputs, attrs) => own.push(node(`${name}.${id}`, op, inputs, attrs, name)) && `${name}.${id}`
  const conv = (id, from, out_channels, kernel_size, stride) =>
    add(id, "Conv2d", from, {
      out_channels,
      kernel_size,
      ...(stride === 1 ? {} : { stride }),
      ...(kernel_size === 1 ? {} : { padding: 1 }),
      bias: false,
    })
  const first = add("relu1", "ReLU", add("bn1", "BatchNorm2d", conv("conv1", from, channels, 1, 1)))
  const second = add("relu2", "ReLU", add("bn2", "BatchNorm2d", conv("conv2", first, channels, 3, stride)))
  const third = add("bn3", "BatchNorm2d", conv("conv3", second, channels * EXPANSION, 1, 1))
  const around = projects
    ? add("downsample.1", "BatchNorm2d", conv("downsample.0", from, channels * EXPANSION, 1, stride))
    : from
  const last = add("relu3", "ReLU", add("add", "Add", { a: third, b: around }))
  // A closed group stands at the corner of its nodes.
  const places = arranged(own)
  for (const one of own) {
    const [dx, dy] = places.get(one.id)
    nodes.push({ ...one, at: [Math.round(at[0] + dx), Math.round(at[1] + dy)] })
  }
  return last
}

/** Places for the nodes of a block, along the wires among them. */
function arranged(own) {
  const boxes = own.map(({ id, op, inputs }) => {
    const more = PORT * (Object.keys(inputs).length - 1)
    return { id, ...(ops.get(op).symbol === undefined ? { ...CARD, height: CARD.height + more } : ROUND) }
  })
  const joins = own.flatMap(({ id, inputs }) => Object.values(inputs).map((from) => ({ from, to: id })))
  return layout(boxes, joins)
}
