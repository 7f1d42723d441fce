// check.py: the proof that model.py computes what Gradwire computes.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { TrainingNumbers } from "../../graph/values/recorded.ts"
import { names as newNames } from "../python/names.ts"
import { docText, line, quoted } from "../python/python.ts"
import type { Model } from "./model.ts"
import compare from "./programs/compare.py?raw"
import head from "./programs/head.py?raw"
import main from "./programs/main.py?raw"
import masks from "./programs/masks.py?raw"
import nodeByNode from "./programs/nodes.py?raw"
import run from "./programs/run.py?raw"
import state from "./programs/state.py?raw"
import steps from "./programs/steps.py?raw"
import tensors from "./programs/tensors.py?raw"
import weights from "./programs/weights.py?raw"
import whole from "./programs/whole.py?raw"
import type { Replay } from "./replay.ts"
import type { KnownNode } from "./statements.ts"
import { stepMarks } from "./steps.ts"
import { holdsOnlyIndices } from "./tensorNames.ts"

interface Checked {
  readonly analysis: Analysis
  readonly nodes: readonly KnownNode[]
  readonly model: Model
  /** Null where the numbers are only those of the weights. */
  readonly replay: Replay | null
  /** Null where there is no training, or none that can be repeated. */
  readonly training: TrainingNumbers | null
  /** CRC-32 of numbers.safetensors. */
  readonly checksum: number
  /** Largest |Δ| that passes. */
  readonly tolerance: string
}

const NODE_BY_NODE = `Replays the network node by node in float64 and compares every value and every gradient with
numbers.safetensors; then does the same with model.py as a whole`
const AND_STEPS = `, and takes
the first steps of its training.`
const WEIGHTS = `Loads the weights of numbers.safetensors into model.py, every one of them, and compares them. The network
is too large for its numbers to be worked out where this was written.`

export function checkOf(checked: Checked): string {
  const { analysis, model, replay, training, nodes, checksum, tolerance } = checked
  const learning = training === null ? [] : [steps]
  const top = [head, tensors, compare]
  const parts =
    replay === null ? [...top, state, weights, main] : [...top, masks, run, nodeByNode, state, whole, ...learning, main]
  const checks =
    replay === null ? ["check_weights"] : ["check_nodes", "check_model", ...learning.map(() => "check_steps")]
  const marks: { readonly [mark: string]: string } = {
    title: `Checks model.py against the numbers of Gradwire: ${docText(analysis.document.title ?? "a network")}.`,
    does: replay === null ? WEIGHTS : training === null ? `${NODE_BY_NODE}.` : `${NODE_BY_NODE}${AND_STEPS}`,
    ...(training === null ? {} : stepMarks(training)),
    checksum: `0x${checksum.toString(16).padStart(8, "0")}`,
    tolerance,
    replay: replay?.text ?? "",
    masks: list((replay?.masks ?? []).map((place) => `mask/${place}`)),
    order: list(orderOf(nodes)),
    renamed: dictionary(renamedIn(model)),
    model_masks: list(model.masks.map((place) => `mask/${place}`)),
    class: model.className,
    mode: analysis.mode,
    answers: answersText(analysis, model),
    checks: checks.map((check) => line(1, `${check}(numbers, table)`).trimEnd()).join("\n"),
  }
  return written(parts, marks)
}

/** A program with its marks, `<<name>>`, put in; in one pass, so that nothing of a document is taken for a mark. */
export function written(parts: readonly string[], marks: { readonly [mark: string]: string }): string {
  return parts.join("").replaceAll(/<<(\w+)>>/g, (_, mark: string) => marks[mark] ?? "")
}

/** Outputs from the last to the first, what a node learns right behind them. */
function orderOf(nodes: readonly KnownNode[]): readonly string[] {
  return nodes.toReversed().flatMap(({ id, op, outputs, params }) => [
    ...Object.keys(op.outputs).flatMap((port) => {
      const held = outputs[port]
      const isList = op.outputs[port]?.list === true && Array.isArray(held)
      return isList ? held.map((_, i) => `${id}:${port}[${i}]`) : [`${id}:${port}`]
    }),
    ...params.filter(({ wired }) => wired === null).map(({ name }) => `${id}.${name}`),
  ])
}

/** State names that do not follow from ours, with the names in the file. */
export function renamedIn({ state, plan }: Model): readonly (readonly [string, string])[] {
  const constants = new Set(plan.nodes.filter(({ op }) => op.kind === "Constant").map(({ id }) => `${id}.value`))
  const buffers = new Set(plan.nodes.flatMap(({ id, buffers: own }) => own.map(({ name }) => `${id}.${name}`)))
  return [...state].flatMap(([ours, theirs]): (readonly [string, string])[] => {
    if (constants.has(ours)) return [[theirs, `value/${ours.slice(0, -".value".length)}:value`]]
    return ours === theirs ? [] : [[theirs, `${buffers.has(ours) ? "buffer" : "param"}/${ours}`]]
  })
}

function answersText(analysis: Analysis, { plan }: Model): string {
  const variables = newNames("variables", ["model", "numbers"])
  const inputs = (nodes: readonly KnownNode[]) =>
    nodes.map(({ id }) => {
      const name = variables.fresh(id)
      const long = holdsOnlyIndices(analysis, { node: id, port: "value" }) ? ".long()" : ""
      return { name, text: line(1, `${name} = numbers[${quoted(`value/${id}:value`)}]${long}`) }
    })
  const given = inputs(plan.inputs)
  const more = inputs(plan.loss?.inputs ?? [])
  const call = (method: string) => `${method}(${[...given, ...more].map(({ name }) => name).join(", ")})`
  const answers = plan.loss === null ? plan.answers : [plan.loss.answer]
  const keys = answers.map(({ node, port, index }) =>
    quoted(`${node}:${port}${index === undefined ? "" : `[${index}]`}`),
  )
  const values =
    plan.loss !== null
      ? `{${keys[0]}: ${call("model.loss")}}`
      : keys.length === 1
        ? `{${keys[0]}: ${call("model")}}`
        : `dict(zip((${keys.join(", ")}), ${call("model")}))`
  return `${[...given, ...more].map(({ text }) => text).join("")}${line(1, `return ${values}`)}`.replace(/\n$/, "")
}

export function list(items: readonly string[]): string {
  return line(0, `[${items.map(quoted).join(", ")}]`).trimEnd()
}

export function dictionary(entries: readonly (readonly [string, string])[]): string {
  return line(0, `{${entries.map(([key, value]) => `${quoted(key)}: ${quoted(value)}`).join(", ")}}`).trimEnd()
}
