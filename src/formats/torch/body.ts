// A module while it is written: what it holds so far, by which names, and its steps.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { type Names, names as newNames } from "../python/names.ts"
import type { Block, Member } from "./blocks.ts"
import type { Signatures } from "./sizes.ts"
import type { KnownNode } from "./statements.ts"
import type { Row, WrittenClass } from "./writtenClass.ts"

/** What is known of the whole document while its classes are written. */
export interface Writing {
  readonly analysis: Analysis
  /** Whether a gradient flows to what an output gives: something before it is learned. */
  readonly learned: ReadonlySet<string>
  /** Outputs that something reads, by `node:port`. */
  readonly read: ReadonlySet<string>
  /** Whether the node draws a mask in training. */
  readonly draws: (node: KnownNode) => readonly string[]
  /** Classes by what they say without their name, in the order in which they are written. */
  readonly classes: Map<string, WrittenClass>
  readonly signatures: Signatures
  readonly classNames: Names
  /** PyTorch's names of params and buffers by ours, `node.param`. */
  readonly state: Map<string, string>
}

/** A module being written. */
export interface Body {
  readonly writing: Writing
  readonly room: Room
  readonly variables: Names
  readonly tensors: Map<string, string>
  readonly init: Row[]
  readonly steps: Row[]
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

/** The steps of a member's id below the block's own. */
export function localOf(block: Block, member: Member): readonly string[] {
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

function newRoom(access: string, prefix: string): Room {
  return { access, prefix, names: newNames("module"), rooms: new Map() }
}

/** One thing in a room. */
export interface Held {
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
export function heldAt(body: Body, block: Block, member: Member): Held {
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
