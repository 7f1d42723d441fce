// train.py: a document's training by as many processes as torchrun starts.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { TrainingCourse } from "../../graph/values/recorded.ts"
import { placeName } from "../../graph/wire.ts"
import { names as newNames } from "../python/names.ts"
import { docText, line, quoted } from "../python/python.ts"
import { dictionary, list, renamedIn, written } from "./check.ts"
import { filled } from "./filling.ts"
import type { Model } from "./model.ts"
import tensors from "./programs/tensors.py?raw"
import data from "./programs/train_data.py?raw"
import head from "./programs/train_head.py?raw"
import log from "./programs/train_log.py?raw"
import loop from "./programs/train_loop.py?raw"
import type { KnownNode } from "./statements.ts"
import { settingMarks } from "./steps.ts"
import { trainWords } from "./trainWords.ts"

/** Names as measures.py and data.safetensors have them. */
const UPSTREAM = "upstream/"

/** The program; `nodes`: those that lead to the target. */
export function trainProgram(
  analysis: Analysis,
  model: Model,
  nodes: readonly KnownNode[],
  course: TrainingCourse,
): string {
  const given = argumentsOf(model, course)
  const lasting = [
    ...course.lasting,
    ...[...course.upstream].map(([place, own]) => [`${UPSTREAM}${place}`, own] as const),
  ]
  const marks: { readonly [mark: string]: string } = {
    ...settingMarks(course),
    title: docText(analysis.document.title ?? "A network"),
    does: trainWords(nodes, course),
    batch: course.batchSize === null ? "None" : String(course.batchSize),
    seed: String(course.seed),
    shuffle: course.shuffle ? "True" : "False",
    drop_last: course.dropLast ? "True" : "False",
    fed: list([...course.training.keys()]),
    arguments: list(given.map(({ key }) => key)),
    axes: `{${lasting.map(([name, { axis }]) => `${quoted(name)}: ${axis ?? "None"}`).join(", ")}}`,
    constants: dictionary(constantsIn(nodes, model, course)),
    mean: course.parts === "sum" ? "False" : "True",
    shared: course.parts === "mean" || course.parts === "sum" ? "True" : "False",
    signature: ["self", ...given.map(({ name }) => name)].join(", "),
    objective: objectiveText(model, course, given),
    frozen: list(frozenIn(nodes, model, course)),
    renamed: dictionary(renamedIn(model)),
    clip: clipText(course.clip),
    redraw: redrawText(nodes, course),
    lasting:
      course.redrawn.size === 0 ? "self.lasting" : "{**self.lasting, **redrawn(self, epoch * self.steps + step)}",
    seed_gradient: seedText(analysis, course),
    chunk: String(chunkOf(course)),
    accuracy: accuracyText(model, course),
    class: model.className,
    alone: aloneText(course),
  }
  return written([head, tensors, data, log, loop], marks)
}

interface Argument {
  /** As the program calls the tensor. */
  readonly key: string
  /** As Objective does. */
  readonly name: string
}

/** Inputs in the order in which the model takes them, then what is laid over its answer. */
function argumentsOf({ plan }: Model, { upstream }: TrainingCourse): readonly Argument[] {
  const variables = newNames("variables", ["self", "total"])
  const inputs = [...plan.inputs, ...(plan.loss?.inputs ?? [])].map(({ id }) => ({
    key: id,
    name: variables.fresh(id),
  }))
  const over = [...upstream.keys()].map((place) => ({
    key: `${UPSTREAM}${place}`,
    name: variables.fresh(`d_${place.replace(/:output$/, "")}`),
  }))
  return [...inputs, ...over]
}

/** Constants that follow the batch, as the model holds them. */
function constantsIn(nodes: readonly KnownNode[], { state }: Model, { lasting }: TrainingCourse) {
  return nodes.flatMap(({ id, op }): readonly (readonly [string, string])[] => {
    const key = state.get(`${id}.value`)
    return op.kind === "Constant" && lasting.has(id) && key !== undefined ? [[id, key]] : []
  })
}

function objectiveText({ plan }: Model, { upstream }: TrainingCourse, given: readonly Argument[]): string {
  const inputs = given.filter(({ key }) => !key.startsWith(UPSTREAM)).map(({ name }) => name)
  if (plan.loss !== null) return returned(`self.model.loss(${inputs.join(", ")})`)
  const answers = plan.answers.map(placeName)
  const call = `self.model(${inputs.join(", ")})`
  if (upstream.size === 0) return returned(answers.length === 1 ? call : `${call}[0]`)
  const weighed = [...upstream.keys()].map((place) => {
    const over = given.find(({ key }) => key === `${UPSTREAM}${place}`)?.name ?? ""
    return `(${over} * answers[${answers.indexOf(place)}]).sum()`
  })
  const all = answers.length === 1 ? `(${call},)` : call
  return `${line(2, `answers = ${all}`)}${returned(weighed.join(" + "))}`
}

function returned(text: string): string {
  return line(2, `return ${text}`)
}

/** Params of the model that no step changes. */
function frozenIn(
  nodes: readonly KnownNode[],
  model: Model,
  { reached, multipliers }: TrainingCourse,
): readonly string[] {
  const own = [...nodes, ...model.plan.nodes].flatMap(({ id, params }) =>
    params.flatMap(({ name, wired }) => (wired === null ? [`${id}.${name}`] : [])),
  )
  return [...new Set(own)].filter((name) => !reached.has(name) || multipliers.get(name) === 0)
}

function clipText(clip: string | null): string {
  const does = clip === null ? '"""The document clips no gradients."""' : clip
  return `def clip(params):\n${line(1, does).trimEnd()}`
}

/** Inputs that every step draws anew: alike in all processes, so that each takes its share of the same batch. */
function redrawText(nodes: readonly KnownNode[], { redrawn, lasting }: TrainingCourse): string {
  if (redrawn.size === 0) return ""
  const rows = nodes.flatMap(({ id, buffers: [kept] }) => {
    const shape = lasting.get(id)?.tensor.shape
    if (!redrawn.has(id) || kept === undefined || shape === undefined) return []
    return [line(3, `${quoted(id)}: ${filled(shape, kept.init, undefined)},`)]
  })
  return `def redrawn(data, step):
    """What every step draws anew, alike in all processes."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed((data.sampler.seed + 7_919 * step) % 2**63)
        drawn = {
${rows.join("")}        }
    return {name: as_given(one, data.machine, data.dtype) for name, one in drawn.items()}


`
}

/** Where gradient enters when nodes are measured. */
function seedText({ target }: Analysis, { upstream }: TrainingCourse): string {
  if (upstream.size > 0 || target === null) return ""
  return line(
    1,
    `numbers[${quoted(`upstream/${placeName(target)}`)}] = torch.tensor(float(weight)).to(device)`,
  ).trimEnd()
}

/** Examples that are looked at together. */
const EVALUATED_AT_ONCE = 256

function chunkOf({ batchSize, lasting, upstream }: TrainingCourse): number {
  const rows = [...lasting.values(), ...upstream.values()].flatMap(({ tensor, axis }) =>
    axis === null ? [] : [tensor.shape[axis] ?? 1],
  )
  return Math.min(Math.max(batchSize ?? 1, EVALUATED_AT_ONCE), ...rows)
}

/** Right ones among the examples held back, where the model answers the scores. */
function accuracyText({ plan }: Model, { classified }: TrainingCourse): string {
  const [scores] = plan.answers
  const target = classified?.target.replace(/:value$/, "")
  const known = [...plan.inputs, ...(plan.loss?.inputs ?? [])].some(({ id }) => id === target)
  if (classified === null || scores === undefined || placeName(scores) !== classified.scores || !known) return ""
  if (target === undefined || plan.answers.length > 1) return ""
  const inputs = plan.inputs.map(({ id }) => `given[${quoted(id)}]`)
  const counts = classified.ignored === null ? "target == target" : `target != ${classified.ignored}`
  return [
    `target = given[${quoted(target)}].long()`,
    `scores = self.model(${inputs.join(", ")})`,
    `counts = ${counts}`,
    "right += ((scores.argmax(1 if scores.dim() > 1 else 0) == target) & counts).sum().item()",
    "counted += counts.sum().item()",
  ]
    .map((text) => line(3, text))
    .join("")
    .trimEnd()
}

/** What keeps a batch from being shared out. */
function aloneText({ parts }: TrainingCourse): string {
  if (parts === "whole") {
    return `${line(1, "if machine.world > 1 or asked.accumulate > 1:")}${line(2, `sys.exit("No part of a batch of this network can be computed: one process, --accumulate 1.")`)}`
  }
  return ""
}
