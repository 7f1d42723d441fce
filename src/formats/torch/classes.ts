// Modules as classes: what each holds, in `__init__`, and how it is called, in `forward`. Parts whose classes would be the
// same, word for word, share one.

import { placeName, type Source } from "../../graph/wire.ts"
import { className } from "../python/names.ts"
import { type Block, isArgument, type Member } from "./blocks.ts"
import { type Body, bodyOf, type Held, heldAt, localOf, type Writing } from "./body.ts"
import { argumentsOf } from "./calls.ts"
import { chainOf, shapeOfMember } from "./chains.ts"
import { filled } from "./filling.ts"
import { type KnownNode, moduleOf, type Statement, statementsOf } from "./statements.ts"
import { contextOf, joined, outputName, ownName, shapeText, tensorOf, tensorText } from "./tensorNames.ts"
import { sameText, type WrittenClass } from "./writtenClass.ts"

/** A block as an expression that makes its module, the class written first if it needs one. */
function construction(writing: Writing, block: Block, prefix: string): string {
  const chain = chainOf(writing, block)
  if (chain?.every((member, i) => localOf(block, member).join(".") === String(i))) {
    const parts = chain.map((member, i) => made(writing, member, `${prefix}${i}.`))
    return `nn.Sequential(${repeated(parts).join(", ")})`
  }
  const body = bodyOf(writing, prefix)
  if (chain !== null) holdChain(body, block, chain)
  const methods = chain === null ? [forwardOf(body, block)] : []
  const base = chain === null ? "nn.Module" : "nn.Sequential"
  return `${sharedClass(writing, block, { name: "", doc: "", sizes: [], init: body.init, methods, base })}()`
}

/** The same construction several times in a row, as a loop. */
function repeated(parts: readonly string[]): readonly string[] {
  const runs: { text: string; count: number }[] = []
  for (const text of parts) {
    const last = runs.at(-1)
    if (last?.text === text) last.count += 1
    else runs.push({ text, count: 1 })
  }
  return runs.map(({ text, count }) => (count === 1 ? text : `*[${text} for _ in range(${count})]`))
}

function sharedClass(writing: Writing, block: Block, written: WrittenClass): string {
  const text = sameText(written)
  const known = writing.classes.get(text)
  if (known !== undefined) return known.name
  const steps = block.path.split(".")
  const words = steps.filter((step) => !/^\d+$/.test(step))
  const name = writing.classNames.fresh(className(words.join("_"), "Part"))
  writing.classes.set(text, { ...written, name })
  return name
}

/** Puts the members of a chain into `__init__`, each with the shape of what it answers. */
export function holdChain(body: Body, block: Block, chain: readonly Member[]): void {
  for (const member of chain) {
    const held = heldAt(body, block, member)
    const text = held.put(made(body.writing, member, `${held.key}.`))
    body.init.push({ text, comment: joined(shapeOfMember(body.writing, member), held.note) })
  }
}

// ---- What a module holds --------------------------------------------------------------------------------------------

/** A member as an expression that makes it. `prefix` stands before the names of what it holds. */
function made(writing: Writing, member: Member, prefix: string): string {
  if ("block" in member) return construction(writing, member.block, prefix)
  const { node } = member
  const at = contextOf(writing, node)
  const module = moduleOf(node, at)
  if (module === null) throw new Error(`${node.id}: ${node.op.kind} has no module here`)
  for (const { name } of [...node.params, ...node.buffers]) {
    writing.state.set(`${node.id}.${name}`, `${prefix}${module.state?.[name] ?? name}`)
  }
  const none = { tensor: () => null, training: "" }
  writing.signatures.set(module.name, module.takes.map(argumentName))
  return `${module.name}(${argumentsOf(module, node.op, at, none).join(", ")})`
}

/** What PyTorch calls an argument. */
function argumentName(word: string | { readonly [argument: string]: unknown }): string {
  const text = typeof word === "string" ? word : (Object.keys(word)[0] ?? "")
  return text.replace(/^.*:/, "").replace(/[*@=!]/g, "")
}

// ---- How it is called -----------------------------------------------------------------------------------------------

/** `forward` of a block; what it holds is put into its body. */
function forwardOf(body: Body, block: Block): WrittenClass["methods"][number] {
  const given = block.inputs.map((source, i) => {
    const name = body.variables.fresh(i === 0 ? "x" : `x${i + 1}`)
    body.tensors.set(placeName(source), name)
    return `${name}: Tensor`
  })
  for (const member of block.members) writeMember(body, block, member)
  return methodOf(body, "forward", given, block.outputs)
}

/** A method with the steps so far, which it takes out of the body; it answers the tensors of these places. */
export function methodOf(
  body: Body,
  name: string,
  given: readonly string[],
  answers: readonly Source[],
): WrittenClass["methods"][number] {
  const results = answers.map((source) => tensorOf(body, source))
  const steps = body.steps.splice(0)
  const last = steps.at(-1)
  const [only = ""] = results
  const folded = results.length === 1 && last?.text.startsWith(`${only} = `) === true
  const rows = folded
    ? [...steps.slice(0, -1), { text: `return ${last.text.slice(only.length + 3)}`, comment: last.comment }]
    : [...steps, { text: `return ${results.join(", ") || "()"}`, comment: "" }]
  const type = results.length === 1 ? "Tensor" : `Tuple[${results.map(() => "Tensor").join(", ") || "()"}]`
  return { head: `def ${name}(${["self", ...given].join(", ")}) -> ${type}:`, rows }
}

/** Puts a member into `__init__` where it holds something, and its statements into the steps. */
export function writeMember(body: Body, block: Block, member: Member): void {
  if ("block" in member) writeBlock(body, block, member)
  else if ("source" in member.node.op.torch) holdSource(body, block, member)
  else writeNode(body, block, member)
}

function writeNode(body: Body, block: Block, member: { readonly node: KnownNode }): void {
  const { node } = member
  const at = contextOf(body.writing, node)
  const module = moduleOf(node, at)
  const keeps = node.params.some(({ wired }) => wired === null) || node.buffers.length > 0
  const called = module !== null && (keeps || node.op.draws !== undefined)
  const held = keeps || called ? heldAt(body, block, member) : null
  if (held !== null && called) {
    body.init.push({ text: held.put(made(body.writing, member, `${held.key}.`)), comment: held.note })
  } else if (held !== null) holdTensors(body, node, held)
  const tensors = (name: string): string | null => tensorText(body, node, name, held)
  const statements = statementsOf(node, at, {
    tensor: tensors,
    training: "self.training",
    output: (port) => outputName(body, block, member, port),
    own: (name) => ownName(body, node, name),
    module: called ? (held?.access ?? null) : null,
  })
  addSteps(body, node, statements)
}

function addSteps(body: Body, node: KnownNode, statements: readonly Statement[]): void {
  const [port = ""] = Object.keys(node.op.outputs)
  const shape = shapeText(body.writing.analysis, { node: node.id, port })
  for (const [i, { targets, text }] of statements.entries()) {
    body.steps.push({ text: `${targets.join(", ")} = ${text}`, comment: i === statements.length - 1 ? shape : "" })
  }
}

function writeBlock(body: Body, block: Block, member: { readonly block: Block }): void {
  const { inputs, outputs } = member.block
  const held = heldAt(body, block, member)
  body.init.push({ text: held.put(construction(body.writing, member.block, `${held.key}.`)), comment: held.note })
  const given = inputs.map((source) => tensorOf(body, source))
  const steps = localOf(block, member)
  const results = outputs.map((source) => {
    const text =
      outputs.length === 1 ? steps.join("_") : `${steps.join("_")}_${source.node.slice(member.block.path.length + 1)}`
    const name = body.variables.fresh(/^\d/.test(text) ? `y${text}` : text)
    body.tensors.set(placeName(source), name)
    return name
  })
  const [only] = outputs
  const comment = only === undefined || outputs.length > 1 ? "" : shapeText(body.writing.analysis, only)
  body.steps.push({ text: `${results.join(", ")} = ${held.access}(${given.join(", ")})`, comment })
}

/** A Parameter or a Constant: the module's own tensor. */
function holdSource(body: Body, block: Block, member: { readonly node: KnownNode }): void {
  const { node } = member
  if (isArgument(node)) return
  const held = heldAt(body, block, member)
  const [kept] = [...node.params, ...node.buffers]
  if (kept === undefined) throw new Error(`${node.id} holds nothing`)
  const value = filled(kept.shape, kept.init, node.node.values?.value)
  const learned = "source" in node.op.torch && node.op.torch.source === "parameter"
  const cut = held.access.lastIndexOf(".")
  const text = learned
    ? held.put(`nn.Parameter(${value})`)
    : `${held.access.slice(0, cut)}.register_buffer("${held.access.slice(cut + 1)}", ${value})`
  body.init.push({
    text,
    comment: joined(shapeText(body.writing.analysis, { node: node.id, port: "value" }), held.note),
  })
  body.writing.state.set(`${node.id}.value`, held.key)
  body.tensors.set(`${node.id}:value`, held.access)
}

/** What a node learns and keeps, where no module of PyTorch holds it as it is. */
function holdTensors(body: Body, node: KnownNode, held: Held): void {
  body.init.push({ text: held.put("nn.Module()"), comment: held.note })
  for (const { name, shape, init, wired } of node.params) {
    if (wired !== null) continue
    const value = filled(shape, init, undefined)
    body.init.push({ text: `${held.access}.${name} = nn.Parameter(${value})`, comment: "" })
    body.writing.state.set(`${node.id}.${name}`, `${held.key}.${name}`)
  }
  for (const { name, shape, init } of node.buffers) {
    body.init.push({
      text: `${held.access}.register_buffer("${name}", ${filled(shape, init, undefined)})`,
      comment: "",
    })
    body.writing.state.set(`${node.id}.${name}`, `${held.key}.${name}`)
  }
}
