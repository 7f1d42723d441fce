// What a search finds first, and the order of lists where nothing was typed.

import { beforeEach, describe, expect, test } from "vitest"
import { isHidden, reasonOf } from "../../src/commands/allowed.ts"
import { labelOf } from "../../src/commands/command.ts"
import { insertOp } from "../../src/commands/edit/inserting/inserting.ts"
import { entriesFor, sectionsFor } from "../../src/commands/edit/searching/entries.ts"
import { findOps } from "../../src/commands/edit/searching/ranking.ts"
import { commands } from "../../src/commands/registry.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import type { Wire } from "../../src/graph/wire.ts"
import { ops } from "../../src/ops/registry.ts"
import { useAnalysis } from "../../src/state/analysis.ts"
import { open, useDocument } from "../../src/state/document.ts"
import { useMessages } from "../../src/state/messages.ts"
import { type LooseEnd, noteUse } from "../../src/state/search.ts"
import { useSession } from "../../src/state/session.ts"

const GRAPH: GradwireDocument = {
  gradwire: 1,
  title: "Given",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 3] }, at: [0, 0] },
    { id: "mu", op: "Mean", attrs: { dim: [0], keepdim: true }, inputs: { input: "x" }, at: [260, 0] },
    { id: "act", op: "ReLU", inputs: { input: "x" }, at: [260, 200] },
  ],
}

beforeEach(() => {
  const kept = new Map<string, string>()
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    value: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
  })
  open(GRAPH)
  useMessages.setState({ messages: [] })
})

/** All that is found, in the order in which it is shown. */
function found(query: string, entries = entriesFor({ kind: "everything" })): string[] {
  return sectionsFor(entries, query).flatMap(({ entries }) => entries.map(({ title }) => title))
}

const kinds = (section: string, of: ReturnType<typeof entriesFor>) =>
  of.filter((entry) => entry.section === section).map(({ kind }) => kind)

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

  test("lists what cannot be done now with the reason, only where it was typed, and says it when it is chosen", () => {
    const entries = entriesFor({ kind: "everything" })
    const [derive] = sectionsFor(entries, "derive")[0]?.entries ?? []
    expect(derive?.detail).toBe("Select one node first.")
    void derive?.run()
    expect(useMessages.getState().messages.at(-1)?.text).toBe("Select one node first.")
    expect(sectionsFor(entries, "").flatMap((section) => section.entries)).not.toContainEqual(derive)
  })

  test("every command that waits for something says for what", () => {
    open({ gradwire: 1, nodes: [] })
    const silent = [...commands.values()].filter(
      (command) => !isHidden(command) && !command.enabled() && (reasonOf(command) ?? "") === "",
    )
    expect(silent.map(({ id }) => id)).toEqual([])
    for (const command of commands.values()) {
      const reason = command.enabled() ? "." : (reasonOf(command) ?? "")
      expect(reason, command.id).toMatch(/[.]$/)
    }
  })

  test("what is not there is told only to those who ask for it", () => {
    const entries = entriesFor({ kind: "everything" })
    expect(sectionsFor(entries, "").map(({ title }) => title)).not.toContain("Not in Gradwire")
    expect(sectionsFor(entries, "onnx")[0]?.entries[0]?.detail).toContain("JSON")
    for (const { kind, section } of entries.filter((entry) => entry.onlyTyped)) {
      expect(section).toBe("Not in Gradwire")
      expect(found(kind, entries)[0]).toBe(kind)
    }
  })
})

describe("a list without a query", () => {
  const inserted = (place: Partial<{ end: LooseEnd; wire: Wire }> = {}) =>
    entriesFor({ kind: "insert", at: [0, 0], ...place })

  test("begins with what is used most", () => {
    expect(kinds("Add", inserted()).slice(0, 5)).toEqual(["Conv2d", "Linear", "ReLU", "MaxPool2d", "Flatten"])
    const [commandsFirst] = sectionsFor(entriesFor({ kind: "everything" }), "")
    expect(commandsFirst?.entries.slice(0, 2).map(({ title }) => title)).toEqual(["Forward", "Backward"])
  })

  test("but first of all with what this person used last, the newest first", () => {
    insertOp("GroupNorm", [0, 0])
    insertOp("Erf", [0, 0])
    expect(kinds("Add", inserted()).slice(0, 3)).toEqual(["Erf", "GroupNorm", "Conv2d"])
    for (const kind of ["Cos", "Sin", "Abs", "Neg"]) noteUse(`op ${kind}`)
    expect(kinds("Add", inserted()).slice(0, 4)).toEqual(["Neg", "Abs", "Sin", "Conv2d"])
  })

  test("offers after a mean what takes one, at the port for it", () => {
    const end: LooseEnd = { kind: "source", place: { node: "mu", port: "output" } }
    const entries = inserted({ end })
    expect(kinds("Usual here", entries)).toEqual(["Sub", "Standardize"])
    const standardize = entries.find(({ kind }) => kind === "Standardize")
    void standardize?.run()
    const added = useDocument.getState().document.nodes.at(-1)
    expect(added).toMatchObject({ op: "Standardize", inputs: { mean: "mu" } })
  })

  test("offers before a port what usually leads there, and on a wire what usually stands there", () => {
    open({ ...GRAPH, nodes: [...GRAPH.nodes, { id: "z", op: "Standardize", inputs: { x: "x" }, at: [500, 0] }] })
    const leadingTo = (port: string) =>
      kinds("Usual here", inserted({ end: { kind: "sink", place: { node: "z", port } } }))
    expect(leadingTo("mean")).toEqual(["Mean"])
    expect(leadingTo("variance")).toEqual(["Var"])
    const wire = useAnalysis.getState().analysis.wires.find(({ to }) => to.node === "act")
    const on = inserted({ wire: wire! })
    expect(kinds("Usual here", on)).toContain("Linear")
    expect(kinds("Fits here", on).length).toBeGreaterThan(10)
  })

  test("the ops' own words about each other name ops and ports that exist", () => {
    for (const { kind, usual = {}, inputs } of ops.values()) {
      for (const [port, sources] of Object.entries(usual)) {
        expect(Object.keys(inputs), kind).toContain(port)
        for (const source of sources ?? []) expect(ops.has(source), `${source} before ${kind}`).toBe(true)
      }
    }
  })
})
