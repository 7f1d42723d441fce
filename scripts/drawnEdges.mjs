// Writes graphs/conv3-pool2-fc3.json: the homework's network with params for the course's three classes, learned on edges
// drawn as a hand draws them (short, leaning, wavering; blank pads and dots are none), and one such edge in its Input.
// node scripts/drawnEdges.mjs

import { writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { loadLibrary } from "./library.mjs"

/** Of the pictures it was trained on the one that the graph opens with: an upright edge that wavers. */
const SHOWN = 702
const PIXELS = 28 * 28

const { analyze, close, learned, ops, planTraining, run, startRun, trainSteps, write } = await loadLibrary()

const network = [
  { id: "input", op: "Input", attrs: { shape: [1, 1, 28, 28] }, at: [0, 0] },
  {
    id: "conv1",
    op: "Conv2d",
    attrs: { out_channels: 10, kernel_size: 3, padding: 1 },
    inputs: { input: "input" },
    at: [300, 0],
  },
  { id: "pool1", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "conv1" }, at: [640, 0] },
  {
    id: "conv2",
    op: "Conv2d",
    attrs: { out_channels: 10, kernel_size: 3, padding: 1 },
    inputs: { input: "pool1" },
    at: [980, 0],
  },
  { id: "pool2", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "conv2" }, at: [300, 330] },
  { id: "flatten1", op: "Flatten", inputs: { input: "pool2" }, at: [640, 330] },
  { id: "fc1", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "flatten1" }, at: [980, 330] },
]
const source = {
  kind: "edges",
  count: 800,
  validation_count: 100,
  min_width: 1,
  max_width: 4,
  min_length: 0.25,
  max_tilt: 25,
  jitter: 0.7,
  contrast: 0.4,
}
const training = {
  optimizer: { kind: "AdamW", lr: 0.004, weight_decay: 0.02 },
  schedule: { kind: "CosineAnnealingLR", T_max: 12 },
  batch_size: 24,
  epochs: 12,
}
const document = {
  gradwire: 1,
  title: "CONV3, POOL2, FC: the homework’s table",
  description:
    "The course's table: parameters, dimensions and receptive fields of a small convolutional network on 28×28×1 images. It has learned vertical edges, horizontal edges and none: draw on the Input, and maps and scores follow.",
  seed: 182,
  target: "fc1",
  upstream: { "fc1:output": [[1, 0, 0]] },
  nodes: network,
  data: { source, feeds: { input: "images" } },
  view: { shapes: "HWC" },
}
const taught = {
  ...document,
  target: "loss",
  upstream: {},
  training,
  data: { source, feeds: { input: "images", labels: "labels" } },
  nodes: [
    ...network,
    { id: "labels", op: "Input", attrs: { shape: [1] } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc1", target: "labels" } },
  ],
}

const { plan, problems } = planTraining(taught, { dtype: "float32" })
if (plan === null) throw new Error(problems.map(({ sentence }) => sentence).join("\n"))
const ended = startRun(plan)
for (const _ of trainSteps(ended));
const { training: last, validation } = ended.recorder.take().epochs.at(-1)
console.log(`accuracy ${last.accuracy.toFixed(3)}, on pictures not trained on ${validation.accuracy.toFixed(3)}`)

const pictures = plan.data.training.fields.get("images").tensor.data
const picture = pictures.slice(SHOWN * PIXELS, (SHOWN + 1) * PIXELS)
const greys = Uint8Array.from(picture, (grey) => Math.round(255 * grey))
const value = { shape: [1, 1, 28, 28], u8: Buffer.from(greys).toString("base64"), scale: 1 / 255 }
const { nodes } = learned(document, ended, { bytes: true })
const made = { ...document, nodes: nodes.map((node) => (node.id === "input" ? { ...node, values: { value } } : node)) }
const { values } = run(analyze(made, ops), { mode: "train", dtype: "float32", backward: false })
console.log(
  `logits of the edge it opens with: ${[...values.get("fc1:output").data].map((x) => x.toFixed(2)).join(", ")}`,
)
writeFileSync(resolve(import.meta.dirname, "../graphs/conv3-pool2-fc3.json"), write(made))
await close()
