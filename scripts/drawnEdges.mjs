// Writes graphs/conv3-pool2-fc3.json: the homework's network with params for the course's three classes, learned on edges
// drawn as a hand draws them (short, leaning, wavering; blank pads and dots are none), and one such edge in its Input.
// node scripts/drawnEdges.mjs

import { writeLearnedGraph } from "./learnedGraph.mjs"

/** Of the pictures it was trained on the one that the graph opens with: an upright edge that wavers. */
const SHOWN = 702

const network = [
  { id: "input", op: "Input", attrs: { shape: [1, 1, 28, 28] } },
  {
    id: "conv1",
    op: "Conv2d",
    attrs: { out_channels: 10, kernel_size: 3, padding: 1 },
    inputs: { input: "input" },
  },
  { id: "pool1", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "conv1" } },
  {
    id: "conv2",
    op: "Conv2d",
    attrs: { out_channels: 10, kernel_size: 3, padding: 1 },
    inputs: { input: "pool1" },
  },
  { id: "pool2", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "conv2" } },
  { id: "flatten1", op: "Flatten", inputs: { input: "pool2" } },
  { id: "fc1", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "flatten1" } },
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
await writeLearnedGraph("conv3-pool2-fc3.json", document, { scores: "fc1", training, shown: SHOWN })
