// A file of weights, as PyTorch, NumPy or `gradwire run --out` writes it: tensors by name, none of them read yet. This folder
// brings weights in and says what fits where; it changes no document and runs nothing.

import { quote } from "../../graph/problem.ts"
import type { Shape, Tensor } from "../../tensor/tensor.ts"
import type { FileProblem, StoredArray } from "../files/fileKind.ts"
import { readFile } from "../files/recognise.ts"

/** A tensor of the file. */
export interface WeightTensor {
  readonly name: string
  readonly shape: Shape
  /** `float16`. */
  readonly dtype: string
  /** float32 where the file's numbers are no more precise than that, else float64. */
  readonly read: () => Tensor | FileProblem
}
export interface WeightFile {
  /** As it stands in a sentence. */
  readonly title: string
  readonly tensors: readonly WeightTensor[]
  /** Tensors of a file of numbers that are no weights: values, gradients, masks. */
  readonly others: number
}

/** Numbers that a float32 holds exactly. */
const SINGLE: ReadonlySet<string> = new Set([
  "float32",
  "float16",
  "bfloat16",
  "int8",
  "uint8",
  "int16",
  "uint16",
  "bool",
])
const IN_PYTHON =
  'import numpy as np, torch; np.savez("W.npz", **{name: x.numpy() for name, x in torch.load("FILE", map_location="cpu").items()})'

/** What the file holds, or why it cannot be used, in a sentence without its full stop. */
export function readWeights(bytes: Uint8Array): WeightFile | FileProblem {
  const content = readFile(bytes)
  if ("problem" in content) {
    if (content.pickled !== true) return content
    return {
      problem: `it is a Python pickle, which may run anything when it is read; in Python: ${IN_PYTHON}`,
      pickled: true,
    }
  }
  const { kind } = content
  if (content.holds !== "arrays") return { problem: `it is ${kind.title}, which holds no weights` }
  const [nameless] = content.arrays
  if (content.arrays.length === 1 && nameless?.name === "") {
    return { problem: `it is ${kind.title}, a single array without a name; save arrays by name with np.savez` }
  }
  const all = naturally(content.arrays, kind.kind === "safetensors")
  const own = all.filter(({ name }) => OWN.test(name))
  const used = own.length > 0 ? own : all
  if (used.length === 0) return { problem: "it holds no tensors" }
  return { title: kind.title, tensors: used.map(weightOf), others: all.length - used.length }
}

/** How `gradwire run --out` names what a run began with. */
const OWN = /^(?:param|buffer)\//

function weightOf({ name, shape, dtype, read }: StoredArray): WeightTensor {
  return {
    name: name.replace(OWN, ""),
    shape,
    dtype,
    read: () => {
      const tensor = read(null)
      if ("problem" in tensor) return { problem: `${quote(name)}: ${tensor.problem}` }
      return SINGLE.has(dtype) ? { shape, data: Float32Array.from(tensor.data) } : tensor
    },
  }
}

/** safetensors files are sorted by name, which puts layer 10 before layer 2; others are in the order of the network. */
function naturally(arrays: readonly StoredArray[], sorted: boolean): readonly StoredArray[] {
  if (!sorted) return arrays
  const order = new Intl.Collator("en", { numeric: true })
  return [...arrays].sort((a, b) => order.compare(a.name, b.name))
}
