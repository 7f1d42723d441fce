// The document as plain data: exactly what the file says, unknown fields included (they simply stay on their objects and
// are written back). Ops, attributes and values are not interpreted here; analysis.ts does that. This folder is all that is
// known of a document without running it. It holds no tensors of a run, no store and no clock.

import type { Json } from "../ops/attributes/attrs.ts"
import type { Problem } from "./problem.ts"

/** The newest format; older ones are upgraded, newer ones only looked at. raising.ts says what is written in it. */
export const FORMAT_VERSION = 2

/** The format of a document that asks for nothing newer, as every document begins. */
export const FIRST_FORMAT = 1

/** A place on the canvas, in its own pixels. */
export type Point = readonly [x: number, y: number]

/**
 * Nested arrays (a scalar is a bare number), or base64 with a shape: of little-endian floats, or of bytes that stand for
 * scale · byte + offset (0 where it is absent).
 */
export type ValueLiteral =
  | number
  | readonly ValueLiteral[]
  | { readonly shape: readonly number[]; readonly f32: string }
  | { readonly shape: readonly number[]; readonly f64: string }
  | { readonly shape: readonly number[]; readonly i8: string; readonly scale: number; readonly offset?: number }
  | { readonly shape: readonly number[]; readonly u8: string; readonly scale: number; readonly offset?: number }

/**
 * A gradient that is drawn in the shape of its output instead of being written down: a distribution with its numbers, as an
 * Input's. `seed`: its own, in place of the run's.
 */
export interface UpstreamRule {
  readonly distribution: Json
  readonly [setting: string]: Json
}

/** `node`, `node:port` or `node:port[i]`. */
export type SourceText = string

/** One node as it is written. */
export interface NodeDocument {
  readonly id: string
  readonly op: string
  readonly attrs?: { readonly [name: string]: Json }
  /** Attributes that a fresh node was given and nobody has set since: such a shape follows what is wired behind it. */
  readonly defaults?: readonly string[]
  /** By input port or param name. A list port holds a list; `null` in it is an empty place. */
  readonly inputs?: { readonly [port: string]: SourceText | readonly (SourceText | null)[] }
  /** By param, buffer, or `value` of a source node. */
  readonly values?: { readonly [name: string]: ValueLiteral }
  readonly label?: string
  readonly at?: Point
  readonly group?: string
}

/** A node that could not be read: kept as its own text, drawn as a grey card, written back unchanged. */
interface QuarantinedNode {
  readonly quarantined: string
  /** Unique among all entries; the id it claims, if that is free and well formed, else `quarantined-1`, …  */
  readonly id: string
  readonly problem: Problem
  readonly at?: Point
}

/** What stands among a document's nodes: one that was read, or one that could not be and is kept as text. */
export type NodeEntry = NodeDocument | QuarantinedNode

/** A frame around nodes; they name it, it does not list them. */
export interface GroupDocument {
  readonly id: string
  readonly label?: string
  readonly parent?: string | null
  readonly collapsed?: boolean
  readonly openedFrom?: Json
  /** How far its neighbours went when it was expanded, and those of each group around it: left, up, right, down. */
  readonly room?: Json
}

/** How it is to be looked at, by whoever opens it. */
export interface View {
  readonly shapes?: "HWC" | "CHW"
  /** Cards in words alone, or with the picture of their tensor, which is what they have if it is absent. Their size is the same. */
  readonly cards?: "plain" | "pictures"
  /** Playbacks ask for each next number before they show it, until the reader turns that off. */
  readonly predict?: boolean
  /** Where to look first: this point of the canvas in the middle of the view. Absent: the whole graph. */
  readonly camera?: CameraPlace
  /** To be run and looked at; a copy may be edited. */
  readonly readOnly?: boolean
  /** Names of panels and commands that are not shown; unknown ones mean nothing. A courtesy, not a lock. */
  readonly hide?: readonly string[]
  /** Whoever opens it in the editor draws a seed of their own; then this is gone. */
  readonly newSeed?: boolean
  /** `right` or `down` and a seal over all places: it stands as the automatic layout has put it, which may put it anew. */
  readonly arranged?: string
}

/** Where a view looks: a point of the canvas in its middle, and how near. */
export interface CameraPlace {
  readonly x: number
  readonly y: number
  /** Pixels of the screen for one unit of the canvas. */
  readonly zoom: number
}

/** One of a family of kinds (an optimizer, a schedule, a generator of data) with its attributes beside `kind`. */
export interface Choice {
  readonly kind: string
  readonly [attr: string]: Json
}

/** Data to train on: examples in named fields, the first axis of each counting them. */
export interface DataDocument {
  readonly source: Choice
  /** Which field feeds which Input, by the Input's id: `{ "X": "images", "T": "labels" }`. */
  readonly feeds: { readonly [input: string]: string }
  /** Share of the examples held back for validation, from 0 to below 1. Default 0. */
  readonly validation?: number
  /** By field, for the kind "values": numbers typed, pasted or dropped. */
  readonly values?: { readonly [field: string]: ValueLiteral }
}

/** How the params are learned. What is absent has the defaults of engine/train. */
export interface TrainingDocument {
  readonly optimizer?: Choice
  readonly schedule?: Choice
  readonly clip?: Choice
  /** Factor on the learning rate, by node or `node.param`; 0 freezes. */
  readonly multipliers?: { readonly [name: string]: number }
  /** Examples a step; null or absent: all. */
  readonly batch_size?: number | null
  /** Leave out the last batch of an epoch where it would be smaller than the others. Default false. */
  readonly drop_last?: boolean
  readonly shuffle?: boolean
  readonly epochs?: number
  /** Draw Inputs without values and without data anew for each step. Default false. */
  readonly redraw?: boolean
}

/** Numbers to try: a list, or a range. */
export type SweepValues =
  | readonly number[]
  | { readonly from: number; readonly to: number; readonly count: number; readonly scale?: "linear" | "log" }

/** A number that is read off each run of a sweep. */
export interface SweepReadout {
  /** `loss`, `accuracy`, or of a tensor: `cell`, `mean`, `std`, `rms`, `frobenius`, `spectral`. */
  readonly take: string
  /** `value conv1:output`, `gradient conv1.weight`, `wire X:value>mu:input`. Absent for loss and accuracy. */
  readonly of?: string
  /** For `cell`. */
  readonly index?: readonly number[]
  /** Of the data held back. Only for loss and accuracy after training. */
  readonly validation?: boolean
}

/** What a sweep sets, to which values, and what it reads. */
export interface SweepDocument {
  /** Places that take each value: `X.shape[2]`, `drop.p`, `training.optimizer.lr`, `data.source.count`, `seed`. */
  readonly set: readonly string[]
  readonly values: SweepValues
  /** Seeds at each point, counted up from the document's. Default 1. */
  readonly repeats?: number
  /** Default `backward`. */
  readonly run?: "forward" | "backward" | "train"
  readonly readouts: readonly SweepReadout[]
  readonly mode?: "train" | "eval"
}

/** One picture of a story: what is seen, how far the run has come, what stands out, and what is said of it. */
export interface StoryFrame {
  readonly id: string
  /** Nodes and groups that are to be seen: they fit any window and any layout. Absent: the whole graph. */
  readonly camera?: readonly string[]
  /** Absent: the mode in which it is watched. */
  readonly mode?: "train" | "eval"
  /**
   * How far the run has come: `forward` or `backward`, the end of that pass; `forward mu`, when that node has been computed;
   * `backward mu`, when its gradient is whole; `backward X:value>mu:input`, when that wire has brought its piece. It names
   * what happens, not its number, so that other edits leave it true. Absent: shapes alone.
   */
  readonly step?: string
  /** Name of what lies as heat over all cards. */
  readonly overlay?: string
  /** Nodes, places and wires that stand out; all else steps back. */
  readonly lit?: readonly string[]
  /** Nodes and wires that are selected. */
  readonly select?: readonly string[]
  /** One sentence, with `$math$`, `**bold**`, `*italic*` and `` `code` ``. */
  readonly text: string
}

/** What is told of a graph, frame by frame. The animation of a pass is its playback, and no part of any document. */
interface StoryDocument {
  readonly version: 1
  readonly frames: readonly StoryFrame[]
}

/** A field or a group that could not be read: readers do not see it, writing gives its text back unchanged. */
export interface SetAside {
  readonly within: "document" | "groups"
  /** Name of the field; for a group, the id it claims. */
  readonly key: string
  /** As written, the field's name included. */
  readonly text: string
}

/** A graph as it is saved and shared. Plain data; all that can be derived is not in it. */
export interface GradwireDocument {
  readonly gradwire: number
  readonly title?: string
  readonly description?: string
  readonly seed?: number
  /** Node or `node:port` where backward starts. */
  readonly target?: string
  /** dL/d(output) by `node:port`: numbers, or a rule that draws them. */
  readonly upstream?: { readonly [output: string]: ValueLiteral | UpstreamRule }
  readonly nodes: readonly NodeEntry[]
  readonly groups?: readonly GroupDocument[]
  readonly view?: View
  readonly data?: DataDocument
  readonly training?: TrainingDocument
  readonly sweep?: SweepDocument
  readonly story?: StoryDocument
  readonly setAside?: readonly SetAside[]
}

/** Made by a newer Gradwire: may be looked at, must not be written over. */
export function isNewer(document: GradwireDocument): boolean {
  return document.gradwire > FORMAT_VERSION
}

/** True for a node that could not be read. */
export function isQuarantined(entry: NodeEntry): entry is QuarantinedNode {
  return "quarantined" in entry
}

/** The nodes that were read, in document order. */
export function readNodes(document: GradwireDocument): readonly NodeDocument[] {
  return document.nodes.filter((entry): entry is NodeDocument => !isQuarantined(entry))
}
