// Every limit on what comes from outside, for page and command line alike; `gradwire limits` prints them. Nothing else in
// the source names such a number. A soft limit warns, a hard one refuses and names itself and what was found.

/** What a document may hold. Larger ones are refused with the number, not cut. */
export interface Limits {
  /** Bytes of a document's text. */
  readonly fileBytes: number
  readonly nodes: number
  readonly wires: number
  readonly groups: number
  /** Of the document itself, unknown ones included. */
  readonly fields: number
  /** How deep brackets may nest: beyond some thousand levels structuredClone overflows. */
  readonly depth: number
}

/** What the editor opens. */
export const browserLimits: Limits = {
  fileBytes: 32 * 2 ** 20,
  nodes: 5_000,
  wires: 20_000,
  groups: 1_000,
  fields: 1_000,
  depth: 64,
}
/** What the command line reads. */
export const commandLineLimits: Limits = {
  fileBytes: 32 * 2 ** 20,
  nodes: 200_000,
  wires: 1_000_000,
  groups: 1_000,
  fields: 1_000,
  depth: 64,
}
/** Above these a document opens with a warning. */
export const softLimits: Limits = {
  fileBytes: 8 * 2 ** 20,
  nodes: 1_000,
  wires: 4_000,
  groups: 1_000,
  fields: 1_000,
  depth: 64,
}

/** Largest |x| or |y| of a position. */
export const MAX_COORDINATE = 1_000_000

/** Axes of a tensor. */
export const MAX_RANK = 8
/** 64 MiB as float32. */
export const MAX_TENSOR_ELEMENTS = 2 ** 24
/** Elements of a tensor written as nested arrays; base64 may hold up to `MAX_TENSOR_ELEMENTS`. */
export const MAX_LITERAL_ELEMENTS = 65_536
/** Numbers in all fields of all examples of a document's data. */
export const MAX_DATA_ELEMENTS = 2 ** 24
/** Bytes of a file of examples, unpacked. */
export const DATA_FILE_BYTES = 256 * 2 ** 20
/** Numbers in all fields of the examples that a document holds: as base64 they are most of the bytes that it may have. */
export const DOCUMENT_DATA_ELEMENTS = 4 * 2 ** 20
/** Classes of a field of labels; larger whole numbers are a quantity. */
export const MAX_CLASSES = 1_000
/** Tensors up to this size are written as nested arrays, larger ones as base64. */
export const MAX_WRITTEN_ELEMENTS = 4_096

/** Characters of a label. */
export const MAX_LABEL = 500
/** Characters of a title. */
export const MAX_TITLE = 200
/** Characters of a description. */
export const MAX_DESCRIPTION = 4_000
/** Frames of a story. */
export const MAX_FRAMES = 200
/** Characters of what a frame of a story says. */
export const MAX_SENTENCE = 2_000

/** Of a link: above `soft` it is made with a warning, above `hard` it is not made. */
export const LINK_CHARACTERS = { soft: 8_000, hard: 65_536 }
/** Bytes of a document inside a link; 2,000 nodes take 0.26 million. */
export const LINK_INFLATED_BYTES = 4 * 2 ** 20

/** Bytes that one run may hold: every value and every gradient, by the plan that is made before it (engine/pass/memory.ts). */
export const RUN_BYTES = 512 * 2 ** 20

/** Runs of one sweep: values × seeds. */
export const MAX_SWEEP_POINTS = 10_000

/** Problems shown at once; the rest are counted. */
export const PROBLEMS_SHOWN = 20

interface LimitRow {
  readonly thing: string
  readonly soft: number | null
  readonly browser: number
  readonly commandLine: number
}

/** The table that `gradwire limits` prints. */
export function limitRows(): readonly LimitRow[] {
  const both = (thing: string, hard: number, soft: number | null = null): LimitRow => ({
    thing,
    soft,
    browser: hard,
    commandLine: hard,
  })
  return [
    both("characters of a link", LINK_CHARACTERS.hard, LINK_CHARACTERS.soft),
    both("bytes in a link, unpacked", LINK_INFLATED_BYTES),
    both("bytes of a document", browserLimits.fileBytes, softLimits.fileBytes),
    both("depth of brackets", browserLimits.depth),
    { thing: "nodes", soft: softLimits.nodes, browser: browserLimits.nodes, commandLine: commandLineLimits.nodes },
    { thing: "wires", soft: softLimits.wires, browser: browserLimits.wires, commandLine: commandLineLimits.wires },
    both("groups", browserLimits.groups),
    both("fields of a document", browserLimits.fields),
    both("size of a coordinate", MAX_COORDINATE),
    both("axes of a tensor", MAX_RANK),
    both("elements of a tensor", MAX_TENSOR_ELEMENTS),
    both("elements of a tensor written as nested arrays", MAX_LITERAL_ELEMENTS),
    both("numbers in all examples of data", MAX_DATA_ELEMENTS),
    both("numbers in all examples that a document holds", DOCUMENT_DATA_ELEMENTS),
    both("bytes of a file of examples, unpacked", DATA_FILE_BYTES),
    both("bytes of all values and gradients of a run", RUN_BYTES),
    both("runs of a sweep", MAX_SWEEP_POINTS),
    both("characters of a label", MAX_LABEL),
    both("characters of a title", MAX_TITLE),
    both("characters of a description", MAX_DESCRIPTION),
    both("frames of a story", MAX_FRAMES),
    both("characters of a frame", MAX_SENTENCE),
  ]
}
