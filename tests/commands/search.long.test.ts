// What a search finds first: a table of what people type, and every command and op by its names.

import { beforeEach, describe, expect, test } from "vitest"
import { labelOf } from "../../src/commands/command.ts"
import { entriesFor } from "../../src/commands/edit/searching/entries.ts"
import { findOps } from "../../src/commands/edit/searching/ranking.ts"
import { commands } from "../../src/commands/registry.ts"
import { ops } from "../../src/ops/registry.ts"
import { useSession } from "../../src/state/session.ts"
import { found, openGiven } from "./searching.ts"

beforeEach(openGiven)

/** What students type, and what they mean by it. */
const FIRST: Readonly<Record<string, string>> = {
  why: "Why this number?",
  "why?": "Why this number?",
  "why this number": "Why this number?",
  "why is this number": "Why this number?",
  explain: "Why this number?",
  derive: "Derive the gradient",
  derivation: "Derive the gradient",
  "chain rule": "Derive the gradient",
  "by hand": "Derive the gradient",
  compare: "Compare with my array…",
  "my solution": "Compare with my array…",
  numpy: "Compare with my array…",
  "start backward": "Start backward here",
  pause: "Pause here",
  sweep: "Sweep",
  "sweep this": "Sweep this…",
  parts: "Open into parts",
  "open into parts": "Open into parts",
  explode: "Open into parts",
  rename: "Rename…",
  chart: "Charts",
  charts: "Charts",
  histogram: "Charts",
  delete: "Delete",
  remove: "Delete",
  dark: "Dark theme",
  "dark mode": "Dark theme",
  light: "Light theme",
  "as the system": "System theme",
  memory: "Memory of training",
  "gpu memory": "Memory of training",
  "learning rate": "Training",
  "batch size": "Training",
  optimizer: "Training",
  adam: "Training",
  "loss curve": "Learning curves",
  "confusion matrix": "Mistakes of the network",
  "decision surface": "Decision surface",
  onnx: "ONNX: not written or read",
  pytorch: "Export",
  keras: "Keras code: not written or read",
  lstm: "Recurrent layers: none",
  gpu: "Graphics card: not used",
  "new graph": "New graph",
  new: "New graph",
  export: "Export",
  "export a picture": "Export",
  tikz: "Export",
  pdf: "Export",
  safetensors: "Export",
  "load weights": "Load weights",
  print: "Print",
  png: "Save picture as PNG",
  share: "Share",
  link: "Share",
  "share selection": "Share the selection",
  save: "Save as a file",
  open: "Open a file",
  undo: "Undo",
  redo: "Redo",
  copy: "Copy",
  duplicate: "Duplicate",
  forward: "Forward",
  backward: "Backward",
  backprop: "Backward",
  train: "Train",
  eval: "Evaluation mode",
  "test mode": "Evaluation mode",
  "next op": "Next op",
  "one update": "One update",
  gradient: "Gradients on the wires",
  "gradient check": "Gradient checks",
  gradcheck: "Check gradients",
  "finite differences": "Check gradients",
  params: "Layer table",
  "parameter count": "Layer table",
  flops: "Layer table",
  plan: "Plan of the run",
  kernels: "Measure kernels",
  "GFLOP/s": "Plan of the run",
  problems: "Problems",
  help: "Help",
  shortcuts: "Keyboard shortcuts",
  outline: "Outline",
  zoom: "Zoom in",
  tidy: "Tidy the layout",
  loss: "Cross-entropy",
  "cross entropy": "Cross-entropy",
  mse: "Mean squared error",
  scale: "Scale and shift",
  "scale and shift": "Scale and shift",
  conv: "Conv2d",
  "CONV3-10": "Conv2d",
  convolution: "Conv2d",
  pool: "MaxPool2d",
  "max pool": "MaxPool2d",
  relu: "ReLU",
  fc: "Type a network",
  dense: "Linear",
  linear: "Linear",
  "fully connected": "Linear",
  "batch norm": "BatchNorm2d",
  batchnorm: "BatchNorm2d",
  "layer norm": "LayerNorm",
  softmax: "Softmax",
  attention: "Attention",
  mean: "Mean",
  variance: "Variance",
  "standard deviation": "Standard deviation",
  matmul: "Matrix product",
  add: "Add",
  plus: "Add",
  multiply: "Multiply",
  flatten: "Flatten",
  dropout: "Dropout",
  swish: "SiLU",
  residual: "Residual block",
  newton: "Newton–Schulz drives singular values to 1",
  "newton-schulz": "Newton–Schulz drives singular values to 1",
  spirals: "Two spirals",
  resnet: "Bottleneck block",
}

describe("a search", () => {
  test("finds first what was meant", () => {
    useSession.getState().select({ nodes: ["act"] })
    const entries = entriesFor({ kind: "everything" })
    const first = Object.keys(FIRST).map((query) => [query, found(query, entries)[0] ?? "nothing"])
    expect(Object.fromEntries(first)).toEqual(FIRST)
    expect(first.length).toBeGreaterThan(100)
  })

  test("finds every command by its title, first, and by each of its other names", () => {
    useSession.getState().select({ nodes: ["act"] })
    const entries = entriesFor({ kind: "everything" })
    const listed = entries.filter(({ section }) => section === "Commands")
    for (const command of commands.values()) {
      if (command.id === "edit.search") continue
      const title = labelOf(command)
      expect(found(title, entries)[0], command.id).toBe(title)
      for (const word of command.keywords ?? []) {
        const those = findOps(listed, word).map((one) => one.title)
        expect(those, `${command.id} by “${word}”`).toContain(title)
      }
    }
  })

  test("finds every op by its title, first, unless a command or a node is called so", () => {
    const entries = entriesFor({ kind: "everything" })
    for (const { title } of ops.values()) expect(found(title, entries)[0]).toBe(title)
  })
})
