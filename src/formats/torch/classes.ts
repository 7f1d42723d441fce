// Modules as classes: what each holds, in `__init__`, and how it is called, in `forward`. Parts whose classes would be the
// same, word for word, share one.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { isList, shapeAt } from "../../graph/analysis/shapes.ts"
import { notationOf } from "../../graph/measure/notation.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { type Block, isArgument, type Member } from "./blocks.ts"
import { argumentsOf } from "./calls.ts"
import { filled } from "./filling.ts"
import { className, type Names, names as newNames } from "./names.ts"
import { commented, line } from "./python.ts"
import { type KnownNode, moduleOf, type Statement, statementsOf, torchContext } from "./statements.ts"

/** What is known of the whole document while its classes are written. */
export interface Writing {
  readonly analysis: Analysis
  /** Whether a gradient flows to what an output gives: something before it is learned. */
  readonly learned: ReadonlySet<string>
  /** Outputs that something reads, by `node:port`. */
  readonly read: ReadonlySet<string>
  /** Whether the node draws a mask in training. */
  readonly draws: (node: KnownNode) => readonly string[]
  /** Classes by their text without the name, in the order in which they are written. */
  readonly classes: Map<string, string>
  readonly classNames: Names
  /** PyTorch's names of params and buffers by ours, `node.param`. */
  readonly state: Map<string, string>
}

interface Row {
  readonly text: string
  readonly comment: string
}

/** A module being written. */
interface Body {
  readonly writing: Writing
  readonly room: Room
  readonly variables: Names
  readonly tensors: Map<string, string>
  readonly init: Row[]
  readonly steps: Row[]
}

/** A block as an expression that makes its module, the class written first if it needs one. */
export function construction(writing: Writing, block: Block, prefix: string): string {
  const chain = chainOf(writing, block)
  if (chain?.every((member, i) => localOf(block, member).join(".") === String(i))) {
    const parts = chain.map((member, i) => made(writing, member, `${prefix}${i}.`))
    return `nn.Sequential(${repeated(parts).join(", ")})`
  }
  const body = bodyOf(writing, prefix)
  const text = chain === null ? moduleText(body, block) : sequentialText(body, block, chain)
  return `${sharedClass(writing, block, text)}()`
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

export function bodyOf(writing: Writing, prefix: string): Body {
  return {
    writing,
    room: newRoom("self", prefix),
    variables: newNames("variables"),
    tensors: new Map(),
    init: [],
    steps: [],
  }
}

function sharedClass(writing: Writing, block: Block, text: string): string {
  const known = writing.classes.get(text)
  if (known !== undefined) return known
  const steps = block.path.split(".")
  const words = steps.filter((step) => !/^\d+$/.test(step))
  const name = writing.classNames.fresh(className(words.join("_"), "Part"))
  writing.classes.set(text, name)
  return name
}

// ---- Chains ---------------------------------------------------------------------------------------------------------

/** The members one behind the other, where each takes what the one before it gives and all have modules; else null. */
export function chainOf(writing: Writing, block: Block): readonly Member[] | null {
  const members = block.members.filter((member) => !("node" in member && isArgument(member.node)))
  const [input] = block.inputs
  const [output, ...more] = block.outputs
  if (output === undefined || more.length > 0 || members.length < 2) return null
  let at: string | null = input === undefined ? null : placeName(input)
  if (block.inputs.length > 1) return null
  for (const member of members) {
    const taken = takenBy(writing, member)
    const given = givenBy(writing, member)
    if (taken === null || given === null || (at !== null && taken !== at)) return null
    at = given
  }
  return at === placeName(output) ? members : null
}

/** The only place that a member reads, if it is a module of one input. */
function takenBy(writing: Writing, member: Member): string | null {
  if ("block" in member) {
    const [only, ...more] = member.block.inputs
    return only === undefined || more.length > 0 ? null : placeName(only)
  }
  const { node } = member
  if ("source" in node.op.torch || moduleOf(node, contextOf(writing, node)) === null) return null
  if (node.op.torch !== null && "module" in node.op.torch && node.op.torch.module?.called !== undefined) return null
  const sources = [...node.sources.values()].flat()
  const [only] = sources
  return sources.length === 1 && only ? placeName(only) : null
}

function givenBy(writing: Writing, member: Member): string | null {
  if ("block" in member) {
    const [only, ...more] = member.block.outputs
    return only === undefined || more.length > 0 ? null : placeName(only)
  }
  const read = Object.keys(member.node.op.outputs).filter((port) => writing.read.has(`${member.node.id}:${port}`))
  const [first = ""] = Object.keys(member.node.op.outputs)
  return read.length === 1 && read[0] === first ? `${member.node.id}:${first}` : null
}

function sequentialText(body: Body, block: Block, chain: readonly Member[]): string {
  holdChain(body, block, chain)
  return initText(body)
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
  return `${module.name}(${argumentsOf(module, node.op, at, none).join(", ")})`
}

/** The steps of a member's id below the block's own. */
function localOf(block: Block, member: Member): readonly string[] {
  const id = idOf(member)
  return (block.path === "" ? id : id.slice(block.path.length + 1)).split(".")
}

function idOf(member: Member): string {
  return "node" in member ? member.node.id : member.block.path
}

/** What holds modules and tensors by name: the module itself, or a container in it, where a part could not be a module. */
interface Room {
  /** `self`, `self.encoder`. */
  readonly access: string
  /** What the state_dict has before the names in it. */
  readonly prefix: string
  readonly names: Names
  readonly rooms: Map<string, Room>
}

export function newRoom(access: string, prefix: string): Room {
  return { access, prefix, names: newNames("module"), rooms: new Map() }
}

/** One thing in a room. */
interface Held {
  readonly access: string
  /** The statement that puts a value there. */
  readonly put: (value: string) => string
  /** As the state_dict calls it. */
  readonly key: string
  /** Which id it is, where that cannot be its name. */
  readonly note: string
}

function holdIn(room: Room, step: string, id: string): Held {
  const name = /^\d+$/.test(step) ? step : room.names.fresh(step)
  const key = `${room.prefix}${name}`
  const note = name === step ? "" : `"${id}"`
  if (name === step && /^\d/.test(name)) {
    const [access, put] = [`getattr(${room.access}, "${name}")`, `setattr(${room.access}, "${name}", `]
    return { access, put: (value) => `${put}${value})`, key, note }
  }
  const access = `${room.access}.${name}`
  return { access, put: (value) => `${access} = ${value}`, key, note }
}

/** Where a member is held; the containers around it are made. */
function heldAt(body: Body, block: Block, member: Member): Held {
  const steps = localOf(block, member)
  let room = body.room
  for (const step of steps.slice(0, -1)) {
    const known = room.rooms.get(step)
    if (known === undefined) {
      const held = holdIn(room, step, idOf(member))
      body.init.push({ text: held.put("nn.Module()"), comment: held.note })
      const inner = newRoom(held.access, `${held.key}.`)
      room.rooms.set(step, inner)
      room = inner
    } else room = known
  }
  return holdIn(room, steps.at(-1) ?? "", idOf(member))
}

// ---- How it is called -----------------------------------------------------------------------------------------------

/** `__init__` and `forward` of a block. */
function moduleText(body: Body, block: Block): string {
  const given = block.inputs.map((source, i) => {
    const name = body.variables.fresh(i === 0 ? "x" : `x${i + 1}`)
    body.tensors.set(placeName(source), name)
    return `${name}: Tensor`
  })
  for (const member of block.members) writeMember(body, block, member)
  return `${initText(body)}${forwardText(body, "forward", given, block.outputs)}`
}

export function initText(body: Body): string {
  if (body.init.length === 0) return ""
  return `\n    def __init__(self) -> None:\n        super().__init__()\n${commented(2, body.init)}`
}

/** A method with the steps so far, which it takes out of the body; it answers the tensors of these places. */
export function forwardText(body: Body, name: string, given: readonly string[], answers: readonly Source[]): string {
  const results = answers.map((source) => tensorOf(body, source))
  const steps = body.steps.splice(0)
  const last = steps.at(-1)
  const [only = ""] = results
  const folded = results.length === 1 && last?.text.startsWith(`${only} = `) === true
  const rows = folded
    ? [...steps.slice(0, -1), { text: `return ${last.text.slice(only.length + 3)}`, comment: last.comment }]
    : [...steps, { text: `return ${results.join(", ") || "()"}`, comment: "" }]
  const type = results.length === 1 ? "Tensor" : `Tuple[${results.map(() => "Tensor").join(", ") || "()"}]`
  return `\n${line(1, `def ${name}(${["self", ...given].join(", ")}) -> ${type}:`)}${commented(2, rows)}`
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

// ---- Names of tensors -----------------------------------------------------------------------------------------------

function contextOf(writing: Writing, node: KnownNode) {
  return torchContext(
    node,
    (port) => writing.read.has(`${node.id}:${port}`),
    (port) =>
      [node.sources.get(port) ?? []].flat().some((source) => source !== null && writing.learned.has(source.node)),
  )
}

function tensorText(body: Body, node: KnownNode, name: string, held: Held | null): string | null {
  const sources = node.sources.get(name)
  if (isList(sources)) return `[${sources.flatMap((one) => (one === null ? [] : [tensorOf(body, one)])).join(", ")}]`
  if (sources !== undefined) {
    const text = tensorOf(body, sources)
    return isIndices(node, name) && !holdsOnlyIndices(body.writing.analysis, sources) ? `${text}.long()` : text
  }
  const kept = [...node.params, ...node.buffers].some((one) => one.name === name)
  return kept && held !== null ? `${held.access}.${name}` : null
}

/** Whether a port takes class indices. */
function isIndices(node: KnownNode, port: string): boolean {
  return (node.op.inputs[port]?.classes?.(node.context.shapes, node.context.attrs) ?? null) !== null
}

/** An Input that feeds class indices alone is given as whole numbers. */
export function holdsOnlyIndices(analysis: Analysis, source: Source): boolean {
  const wires = analysis.leaving.get(source.node) ?? []
  return (
    analysis.nodes.get(source.node)?.op?.kind === "Input" &&
    wires.length > 0 &&
    wires.every(({ to }) => {
      const reader = analysis.nodes.get(to.node)
      return (
        reader?.op != null &&
        reader.context !== null &&
        reader.outputs !== null &&
        isIndices(reader as KnownNode, to.port)
      )
    })
  )
}

function tensorOf(body: Body, source: Source): string {
  const whole = body.tensors.get(placeName(source))
  if (whole !== undefined) return whole
  const list = body.tensors.get(`${source.node}:${source.port}`)
  if (list === undefined || source.index === undefined) throw new Error(`${placeName(source)} has no name yet`)
  return `${list}[${source.index}]`
}

/** The variable of an output; null where nobody reads it. */
function outputName(body: Body, block: Block, member: { readonly node: KnownNode }, port: string): string | null {
  const { node } = member
  const place = `${node.id}:${port}`
  if (!body.writing.read.has(place)) return null
  const known = body.tensors.get(place)
  if (known !== undefined) return known
  const [first] = Object.keys(node.op.outputs)
  const local = localOf(block, member).join("_")
  const text = port === first ? local : `${local}_${port}`
  const name = body.variables.fresh(/^\d/.test(text) ? `y${text}` : text)
  body.tensors.set(place, name)
  return name
}

function ownName(body: Body, node: KnownNode, name: string): string {
  const key = `${node.id}$${name}`
  const known = body.tensors.get(key) ?? body.variables.fresh(name)
  body.tensors.set(key, known)
  return known
}

// ---- Shapes ---------------------------------------------------------------------------------------------------------

function shapeOfMember(writing: Writing, member: Member): string {
  const given = givenBy(writing, member)
  const cut = given?.lastIndexOf(":") ?? 0
  return given === null ? "" : shapeText(writing.analysis, { node: given.slice(0, cut), port: given.slice(cut + 1) })
}

/** `N×10×28×28`: the batch by its letter, where all examples are alike. */
export function shapeText(analysis: Analysis, place: Source): string {
  const shape: Shape | null = shapeAt(analysis.nodes.get(place.node)?.outputs, place)
  if (shape === null) return ""
  if (shape.length === 0) return "scalar"
  const batch = notationOf(analysis).hidden(place)
  return shape.map((size, axis) => (axis === batch ? "N" : String(size))).join("×")
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ")
}
