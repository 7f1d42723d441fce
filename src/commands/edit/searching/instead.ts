// What people look for and this tool does not have: what there is instead, honestly, and the nearest thing to do.

import { mayRun } from "../../allowed.ts"
import { commandNamed } from "../../registry.ts"
import type { SearchEntry } from "./entry.ts"

interface Missing {
  readonly title: string
  readonly words: readonly string[]
  readonly instead: string
  /** The command that comes nearest. */
  readonly nearest: string
}

const MISSING: readonly Missing[] = [
  {
    title: "ONNX: not written or read",
    words: ["onnx", "netron", "tensorrt"],
    instead: "Save as a file keeps the whole graph, numbers included, as JSON",
    nearest: "file.saveFile",
  },
  {
    title: "Keras code: not written or read",
    words: ["keras", "tensorflow", "jax", "import model"],
    instead: "Export writes the graph for PyTorch",
    nearest: "file.exportTo",
  },
  {
    title: "Recurrent layers: none",
    words: ["rnn", "lstm", "gru", "recurrent", "recurrence", "loop"],
    instead: "unroll the steps from Linear, Tanh and Concat; copies keep their wires with Duplicate with wires",
    nearest: "edit.insert",
  },
  {
    title: "Three-dimensional layers: none",
    words: ["conv3d", "maxpool3d", "avgpool3d", "batchnorm3d", "voxel"],
    instead: "there are one- and two-dimensional ones",
    nearest: "edit.insert",
  },
  {
    title: "Graphics card: not used",
    words: ["gpu", "cuda", "webgpu", "graphics card", "accelerator"],
    instead: "everything is computed on the processor; the memory a step would take is worked out for any device",
    nearest: "view.memory",
  },
  {
    title: "Editing together: not possible",
    words: ["collaborate", "collaboration", "multiplayer", "invite", "cloud", "account", "sync"],
    instead: "a link carries the whole graph; who opens it gets a copy of their own",
    nearest: "file.share",
  },
]

/** Found only by a word that was typed; listed after everything that exists. */
export function insteadEntries(): SearchEntry[] {
  return MISSING.flatMap(({ title, words, instead, nearest }) => {
    const command = commandNamed(nearest)
    if (!mayRun(command)) return []
    return [
      {
        id: `instead ${title}`,
        section: "Not in Gradwire",
        kind: title,
        shelf: "",
        title,
        summary: "",
        keywords: words,
        sentence: true,
        onlyTyped: true,
        tier: 9,
        detail: instead,
        icon: command.icon,
        run: command.run,
      },
    ]
  })
}
