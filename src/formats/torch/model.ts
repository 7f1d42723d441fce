// model.py: the network as a person would write it. This folder writes programs for PyTorch and knows no engine: numbers of a
// run are handed in.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { ledToFrom } from "../../graph/analysis/reach.ts"
import { count } from "../../graph/problem.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import { className, names as newNames } from "../python/names.ts"
import { docText } from "../python/python.ts"
import { type Block, blocksOf } from "./blocks.ts"
import { bodyOf, type Writing } from "./body.ts"
import { chainOf } from "./chains.ts"
import { holdChain, methodOf, writeMember } from "./classes.ts"
import { type Plan, planOf } from "./plan.ts"
import { withSizes } from "./sizes.ts"
import type { KnownNode } from "./statements.ts"
import { holdsOnlyIndices, shapeText } from "./tensorNames.ts"
import { classText, type WrittenClass } from "./writtenClass.ts"

/** model.py, and what check.py has to know of it. */
export interface Model {
  readonly text: string
  readonly className: string
  readonly plan: Plan
  /** PyTorch's names of params and buffers by ours. */
  readonly state: ReadonlyMap<string, string>
  /** Drawn masks in the order in which the model asks for them. */
  readonly masks: readonly string[]
}

export function modelOf(analysis: Analysis, nodes: readonly KnownNode[], draws: Writing["draws"]): Model {
  const plan = planOf(analysis, nodes)
  const name = className(analysis.document.title ?? "", "Network")
  const classNames = newNames("variables", [name])
  const answers = [...plan.answers, ...(plan.loss === null ? [] : [plan.loss.answer])]
  const writing: Writing = {
    analysis,
    learned: learnedIn(analysis, nodes),
    read: readIn(analysis, answers),
    draws,
    classes: new Map(),
    signatures: new Map([["range", ["depth"]]]),
    classNames,
    state: new Map(),
  }
  const root = blocksOf(analysis, plan.nodes, new Set(plan.answers.map(placeName)))
  const whole = networkClass(writing, root, plan, name)
  const parts = withSizes([...writing.classes.values(), whole], classNames, writing.signatures).map(classText)
  const text = [head(analysis, parts.join("")), ...parts].join("\n\n")
  const masks = [...nodesOf(root), ...(plan.loss?.nodes ?? [])].flatMap((node) =>
    draws(node).map((port) => `${node.id}:${port}`),
  )
  return { text, className: name, plan, state: writing.state, masks }
}

function networkClass(writing: Writing, root: Block, plan: Plan, name: string): WrittenClass {
  const { analysis } = writing
  const body = bodyOf(writing, "")
  const given = argumentsOf(body, plan.inputs)
  const alone = plan.inputs.length === 1 && plan.answers.length === 1
  const chain = alone ? chainOf(writing, { ...root, inputs: plan.inputs.map(placeOf) }) : null
  if (chain !== null) holdChain(body, root, chain)
  else for (const member of root.members) writeMember(body, root, member)
  const forward = chain === null ? [methodOf(body, "forward", given, plan.answers)] : []
  const loss = lossOf(body, root, plan, given)
  const doc = `    """${words(analysis, plan, writing)}"""\n`
  const base = chain === null ? "nn.Module" : "nn.Sequential"
  return { name, doc, sizes: [], init: body.init, methods: [...forward, ...loss], base }
}

function lossOf(
  body: ReturnType<typeof bodyOf>,
  root: Block,
  plan: Plan,
  given: readonly string[],
): WrittenClass["methods"] {
  const [scores] = plan.answers
  if (plan.loss === null || scores === undefined) return []
  const more = argumentsOf(body, plan.loss.inputs)
  const name = body.tensors.get(placeName(scores)) ?? body.variables.fresh(scores.node)
  body.tensors.set(placeName(scores), name)
  const inputs = plan.inputs.map(({ id }) => body.tensors.get(`${id}:value`) ?? "")
  body.steps.push({ text: `${name} = self(${inputs.join(", ")})`, comment: "" })
  for (const node of plan.loss.nodes) writeMember(body, root, { node })
  return [methodOf(body, "loss", [...given, ...more], [plan.loss.answer])]
}

/** Inputs as arguments. */
function argumentsOf(body: ReturnType<typeof bodyOf>, inputs: readonly KnownNode[]): readonly string[] {
  return inputs.map((node) => {
    const name = body.variables.fresh(node.id)
    body.tensors.set(`${node.id}:value`, name)
    return `${name}: Tensor`
  })
}

function placeOf({ id }: KnownNode): Source {
  return { node: id, port: "value" }
}

/** `Title: N×1×28×28 → N×3, 2,483 parameters.` */
function words(analysis: Analysis, plan: Plan, writing: Writing): string {
  const title = docText(analysis.document.title ?? "A network")
  const shapes = (places: readonly Source[]) => places.map((place) => shapeText(analysis, place)).join(", ")
  const learned = plan.nodes.flatMap(({ params }) => params.filter(({ wired }) => wired === null))
  const total = learned.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  const whole = `${title}: ${shapes(plan.inputs.map(placeOf))} → ${shapes(plan.answers)}, ${count(total)} parameters.`
  const classes = [...plan.inputs, ...(plan.loss?.inputs ?? [])].filter((node) =>
    holdsOnlyIndices(writing.analysis, placeOf(node)),
  )
  const indices = classes.map(({ id }) => id).join(", ")
  return classes.length === 0 ? whole : `${whole}\n\n    Class indices, int64: ${indices}.\n    `
}

function head(analysis: Analysis, text: string): string {
  const imports = [
    ...(/\bmath\./.test(text) ? ["import math"] : []),
    ...(/-> Tuple\[/.test(text) ? ["from typing import Tuple"] : []),
    "",
    "import torch",
    ...(/\bF\./.test(text) ? ["import torch.nn.functional as F"] : []),
    "from torch import Tensor, nn",
  ].filter((row, i) => (row !== "" || i > 0) && (row !== "import torch" || /\btorch\./.test(text)))
  return `"""${docText(analysis.document.title ?? "A network")}. Written by Gradwire."""\n\n${imports.join("\n")}\n`
}

/** Nodes that something learned leads to, itself included. */
function learnedIn(analysis: Analysis, nodes: readonly KnownNode[]): ReadonlySet<string> {
  const own = nodes.filter(({ params }) => params.some(({ wired }) => wired === null)).map(({ id }) => id)
  return ledToFrom(analysis, own)
}

function readIn(analysis: Analysis, answers: readonly Source[]): ReadonlySet<string> {
  const wired = analysis.wires.map(({ from }) => `${from.node}:${from.port}`)
  return new Set([...wired, ...answers.map(({ node, port }) => `${node}:${port}`)])
}

function nodesOf(block: Block): readonly KnownNode[] {
  return block.members.flatMap((member) => ("node" in member ? [member.node] : nodesOf(member.block)))
}
